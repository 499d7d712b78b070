import { useState } from 'preact/hooks';
import { withQuery, workspacePath } from '../api/client.ts';
import type { ConversationItem } from '../api/types.ts';
import { More } from '../parts/More.tsx';
import { SourceChoice } from '../parts/SourceChoice.tsx';
import { Time } from '../parts/Time.tsx';
import { usePages } from '../parts/use-pages.ts';
import { addressOf, changeQuery, route } from '../route.ts';
import { plural, t } from '../text.ts';
import type { ViewProps } from '../views.tsx';
import { ConversationView } from './ConversationView.tsx';

/** All conversations with a search, or the one of the address. */
export function Conversations({ workspaceId }: ViewProps) {
  const [id] = route.value.ids;
  if (id !== undefined) return <ConversationView key={id} workspaceId={workspaceId} id={id} />;
  return <ConversationList workspaceId={workspaceId} />;
}

function ConversationList({ workspaceId }: ViewProps) {
  const query = route.value.query.get('query') ?? '';
  const source = route.value.query.get('source') ?? '';
  const pages = usePages<ConversationItem>(
    withQuery(workspacePath(workspaceId, 'conversations'), { query, source, limit: '50' }),
  );
  return (
    <>
      <h1>{t('conversations')}</h1>
      <SearchForm key={query} workspaceId={workspaceId} query={query} source={source} />
      <section class="section">
        <ul class="events">
          {pages.items.map((item) => (
            <ConversationRow key={item.id} item={item} workspaceId={workspaceId} />
          ))}
        </ul>
        <More
          pages={pages}
          empty={query || source ? t('conversations_none_found') : t('conversations_empty')}
          {...(query && { label: t('search_further') })}
        />
      </section>
    </>
  );
}

function SearchForm({ workspaceId, query, source }: ViewProps & { query: string; source: string }) {
  const [text, setText] = useState(query);
  return (
    <form
      class="section filters"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        changeQuery({ query: text.trim() });
      }}
    >
      <label class="field grow">
        {t('search')}
        <span class="input">
          <input
            type="search"
            value={text}
            maxLength={200}
            dir="auto"
            placeholder={t('search_hint')}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </span>
      </label>
      <SourceChoice workspaceId={workspaceId} value={source} onChange={(chosen) => changeQuery({ source: chosen })} />
      <button type="submit" class="primary">
        {t('search')}
      </button>
    </form>
  );
}

function ConversationRow({ item, workspaceId }: { item: ConversationItem; workspaceId: string }) {
  return (
    <li class="row">
      <h2>
        <a href={addressOf(workspaceId, ['conversations', item.id])} dir="auto">
          {item.title || t('untitled')}
        </a>
      </h2>
      <p class="facts">
        {item.source} · {plural('messages', item.message_count)} · <Time at={item.updated_at} />
        {item.labels.map((label) => (
          <span key={label} class="label" dir="auto">
            {label}
          </span>
        ))}
      </p>
    </li>
  );
}
