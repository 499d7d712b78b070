import { sha256Hex, utf8Bytes } from '../protocol/bytes.ts';
import { type Attachment, type BrainIngestData, brainIngestEventSchema, type Message } from '../protocol/event.ts';
import { blobRef } from '../protocol/paths.ts';

/** UTF-16 units. A text shorter than this is not what makes an event too large. */
const LEAST_CHARS = 8 * 1024;

/** An event whose long texts go apart. */
export interface BodyApart {
  /** The same event, with references in the place of its long texts. From the same event always the same text. */
  body: string;
  /** SHA-256 as hex digits -> the text. */
  texts: ReadonlyMap<string, string>;
}

/**
 * Cuts the long texts out of an event (docs/protocol.md, section 1.6). Its id stays: it commits to what is said, and that
 * is the same.
 * @returns `null` when there is none, and for what is render only: a receiver writes down what it gets apart
 */
export async function bodyApart(body: string): Promise<BodyApart | null> {
  const event = brainIngestEventSchema.parse(JSON.parse(body));
  if (event.data.capture?.render_only) return null;
  const texts = new Map<string, string>();
  const refs = new Map<string, string>();
  for (const text of longTexts(event.data)) {
    const digest = await sha256Hex(utf8Bytes(text));
    texts.set(digest, text);
    refs.set(text, blobRef(digest));
  }
  if (!texts.size) return null;
  return { body: JSON.stringify({ ...event, data: withRefs(event.data, refs) }), texts };
}

/** Each once. UTF-8 cannot carry half a surrogate pair, which JSON can. */
function longTexts(data: BrainIngestData): string[] {
  const texts = messagesOf(data).flatMap(({ content, reasoning, attachments = [] }) => [
    content,
    reasoning ?? '',
    ...attachments.map(({ text = '' }) => text),
  ]);
  return [...new Set(texts)].filter((text) => text.length >= LEAST_CHARS && text.isWellFormed());
}

function withRefs(data: BrainIngestData, refs: ReadonlyMap<string, string>): BrainIngestData {
  const apart = (messages: readonly Message[]) => messages.map((message) => messageApart(message, refs));
  const { branches, attachments } = data;
  return {
    ...data,
    messages: apart(data.messages),
    ...(branches && { branches: branches.map((branch) => ({ ...branch, messages: apart(branch.messages) })) }),
    ...(attachments && { attachments: attachments.map((one) => attachmentApart(one, refs)) }),
  };
}

function messagesOf({ messages, branches = [] }: BrainIngestData): Message[] {
  return [...messages, ...branches.flatMap((branch) => branch.messages)];
}

function messageApart(message: Message, refs: ReadonlyMap<string, string>): Message {
  const { reasoning, attachments: own = [], ...rest } = message;
  const standsFor = (holds: 'content' | 'reasoning', text = ''): Attachment[] => {
    const ref = refs.get(text);
    const file = { name: `${holds}.md`, mime_type: 'text/markdown', size: utf8Bytes(text).length };
    return ref === undefined ? [] : [{ ...file, ref, holds }];
  };
  const moved = [...standsFor('content', message.content), ...standsFor('reasoning', reasoning)];
  const attachments = [...own.map((one) => attachmentApart(one, refs)), ...moved];
  return {
    ...rest,
    content: refs.has(message.content) ? '' : message.content,
    ...(reasoning !== undefined && !refs.has(reasoning) && { reasoning }),
    ...((message.attachments || moved.length > 0) && { attachments }),
  };
}

function attachmentApart(attachment: Attachment, refs: ReadonlyMap<string, string>): Attachment {
  const { text, ...rest } = attachment;
  const ref = text === undefined ? undefined : refs.get(text);
  return ref === undefined ? attachment : { ...rest, ref, holds: 'text' };
}
