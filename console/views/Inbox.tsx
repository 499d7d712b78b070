import { withQuery, workspacePath } from '../api/client.ts';
import { INBOX_STATES, type InboxEvent } from '../api/types.ts';
import { SelectField } from '../forms/SelectField.tsx';
import { Badge } from '../parts/Badge.tsx';
import { More } from '../parts/More.tsx';
import { SourceChoice } from '../parts/SourceChoice.tsx';
import { Time } from '../parts/Time.tsx';
import { usePages } from '../parts/use-pages.ts';
import { addressOf, changeQuery, route } from '../route.ts';
import { t } from '../text.ts';
import type { ViewProps } from '../views.tsx';
import { InboxEventView } from './inbox/InboxEventView.tsx';
import { InboxState } from './inbox/InboxState.tsx';
import { RefusalList } from './inbox/RefusalList.tsx';

const REFUSED = 'refused';

/** What came in: all of it, what waits for a person, or the one of the address. */
export function Inbox({ workspaceId }: ViewProps) {
  const [id] = route.value.ids;
  if (id === REFUSED) return <RefusalList workspaceId={workspaceId} />;
  if (id !== undefined) return <InboxEventView key={id} workspaceId={workspaceId} id={id} />;
  return <InboxList workspaceId={workspaceId} />;
}

function InboxList({ workspaceId }: ViewProps) {
  const state = route.value.query.get('state') ?? '';
  const source = route.value.query.get('source') ?? '';
  const path = withQuery(workspacePath(workspaceId, 'events'), { state, source, limit: '50' });
  const pages = usePages<InboxEvent>(path);
  return (
    <>
      <h1>{t('inbox')}</h1>
      <section class="section filters">
        <SelectField
          label={t('state')}
          value={state}
          options={[['', t('every_state')], ...INBOX_STATES.map((one) => [one, t(`inbox_${one}`)] as const)]}
          onChange={(chosen) => changeQuery({ state: chosen })}
        />
        <SourceChoice workspaceId={workspaceId} value={source} onChange={(chosen) => changeQuery({ source: chosen })} />
        <span class="grow" />
        <a class="button" href={addressOf(workspaceId, ['inbox', REFUSED])}>
          {t('refusals')}
        </a>
        <button type="button" onClick={pages.reload}>
          {t('reload')}
        </button>
      </section>
      <section class="section">
        <ul class="events">
          {pages.items.map((event) => (
            <InboxRow key={event.id} workspaceId={workspaceId} event={event} />
          ))}
        </ul>
        <More pages={pages} empty={emptyText(state, source)} />
      </section>
    </>
  );
}

function emptyText(state: string, source: string): string {
  if (state === 'parked' && source === '') return t('inbox_none_parked');
  return state || source ? t('inbox_none_found') : t('inbox_empty');
}

function InboxRow({ workspaceId, event }: { workspaceId: string; event: InboxEvent }) {
  return (
    <li class="row">
      <h2>
        <a href={addressOf(workspaceId, ['inbox', event.id])} dir="auto">
          {event.event_type}
        </a>{' '}
        <InboxState state={event.state} />
        {!event.verified && <Badge tone="wait">{t('inbox_unverified')}</Badge>}
      </h2>
      <p class="facts">
        {event.source} · <Time at={event.received_at} /> · {event.event_id}
      </p>
      {event.error && (
        <p class="problem lines" dir="auto">
          {event.error}
        </p>
      )}
    </li>
  );
}
