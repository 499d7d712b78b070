import { useEffect, useRef, useState } from 'preact/hooks';
import type { Attachment } from '../../lib/protocol/event.ts';
import type { Message } from '../api/types.ts';
import { Markdown } from '../markdown/Markdown.tsx';
import { OutsideLink } from '../parts/OutsideLink.tsx';
import { Time } from '../parts/Time.tsx';
import { t } from '../text.ts';

/** Markdown takes its time: a long conversation is drawn as far as somebody scrolls. */
const AT_ONCE = 20;
const BLOB_REF = /^blob:sha256:([0-9a-f]{64})$/;

/** @param blobs the address that large content is under */
export function MessageList({ messages, blobs }: { messages: readonly Message[]; blobs: string }) {
  const [count, setCount] = useState(AT_ONCE);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!end.current) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setCount((before) => before + AT_ONCE);
      },
      { rootMargin: '1000px' },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
    // A new one looks again whether the end is in sight still.
  }, [count, messages.length]);
  return (
    <div class="messages">
      {messages.slice(0, count).map((message) => (
        <MessageBlock key={message.id} message={message} blobs={blobs} />
      ))}
      {count < messages.length && (
        <div ref={end}>
          <button type="button" onClick={() => setCount(messages.length)}>
            {t('show_all_messages')}
          </button>
        </div>
      )}
    </div>
  );
}

function MessageBlock({ message, blobs }: { message: Message; blobs: string }) {
  const { role, model, timestamp, content, reasoning, attachments, citations } = message;
  return (
    <article class="section message" data-role={role}>
      <h2>
        {t(`role_${role}`)}
        {model && <span class="soft"> · {model}</span>}
        {timestamp && (
          <span class="soft">
            {' · '}
            <Time at={timestamp} />
          </span>
        )}
      </h2>
      {reasoning && (
        <details>
          <summary>{t('conversation_reasoning')}</summary>
          <Markdown text={reasoning} />
        </details>
      )}
      <Markdown text={content} />
      <Extras title={t('conversation_attachments')} count={attachments.length}>
        {attachments.map((attachment, i) => (
          <AttachmentItem key={i} attachment={attachment} blobs={blobs} />
        ))}
      </Extras>
      <Extras title={t('conversation_sources')} count={citations.length}>
        {citations.map(({ title, url }, i) => (
          <li key={i} dir="auto">
            <OutsideLink href={url}>{title || url}</OutsideLink>
          </li>
        ))}
      </Extras>
    </article>
  );
}

function Extras({ title, count, children }: { title: string; count: number; children: preact.ComponentChildren }) {
  if (count === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>{children}</ul>
    </>
  );
}

function AttachmentItem({ attachment, blobs }: { attachment: Attachment; blobs: string }) {
  const { name, mime_type: mimeType, url, ref, text } = attachment;
  const title = name || mimeType || url || ref || '–';
  const digest = BLOB_REF.exec(ref ?? '')?.[1];
  return (
    <li dir="auto">
      {digest ? (
        <a href={`${blobs}/${digest}`} download={title}>
          {title}
        </a>
      ) : (
        <OutsideLink href={url ?? ''}>{title}</OutsideLink>
      )}
      {text && (
        <pre class="plain" tabIndex={0}>
          {text}
        </pre>
      )}
    </li>
  );
}
