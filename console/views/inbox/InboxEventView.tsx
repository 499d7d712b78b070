import { formatNumber } from '../../../lib/i18n/translate.ts';
import { workspacePath } from '../../api/client.ts';
import type { InboxEventDetail } from '../../api/types.ts';
import { Back } from '../../parts/Back.tsx';
import { Facts } from '../../parts/Facts.tsx';
import { HeaderList } from '../../parts/HeaderList.tsx';
import { Json } from '../../parts/Json.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { Time } from '../../parts/Time.tsx';
import { useAction } from '../../parts/use-action.ts';
import { useLoaded } from '../../parts/use-loaded.ts';
import { addressOf } from '../../route.ts';
import { mayWrite } from '../../session.ts';
import { t } from '../../text.ts';
import { InboxState } from './InboxState.tsx';

/** One event as it came in, and what became of it. */
export function InboxEventView({ workspaceId, id }: { workspaceId: string; id: string }) {
  const path = workspacePath(workspaceId, 'events', id);
  const { body: event, refusal, reload } = useLoaded<InboxEventDetail>(path);
  return (
    <>
      <Back href={addressOf(workspaceId, ['inbox'])}>{t('inbox')}</Back>
      <Problem refusal={refusal} onRetry={reload} />
      {event && (
        <>
          <h1 dir="auto">
            {event.event_type} <InboxState state={event.state} />
          </h1>
          <section class="section">
            {event.error && (
              <p class="problem lines" dir="auto">
                {event.error}
              </p>
            )}
            <EventFacts event={event} />
            <EventActions path={path} event={event} onChanged={reload} />
          </section>
          <section class="section">
            <h2>{t('request_headers')}</h2>
            <HeaderList headers={event.headers} />
          </section>
          <section class="section">
            <h2>{t('delivery_body')}</h2>
            {event.body === null ? (
              <p class="hint">{t('body_gone')}</p>
            ) : (
              <Json value={event.body} label={t('delivery_body')} />
            )}
          </section>
        </>
      )}
    </>
  );
}

function EventFacts({ event }: { event: InboxEventDetail }) {
  return (
    <Facts
      facts={[
        [t('event_id'), event.event_id],
        [t('source'), event.source],
        [t('inbox_kind'), event.source_kind],
        [t('inbox_identifier'), event.source_identifier],
        [t('inbox_key'), event.dedupe_key],
        [t('inbox_verified'), event.verified ? t('yes') : t('no')],
        [t('inbox_received'), <Time key="at" at={event.received_at} />],
        [t('inbox_attempts'), formatNumber(event.attempts)],
      ]}
    />
  );
}

interface EventActionsProps {
  path: string;
  event: InboxEventDetail;
  onChanged: () => void;
}

function EventActions({ path, event, onChanged }: EventActionsProps) {
  const action = useAction();
  const hasBody = event.body !== null;
  const replay = async () => {
    if ((await action.run('POST', `${path}/replay`)).ok) onChanged();
  };
  return (
    <>
      <p class="actions">
        <button type="button" onClick={onChanged}>
          {t('reload')}
        </button>
        {mayWrite.value && hasBody && (
          <button type="button" disabled={action.isBusy} onClick={() => void replay()}>
            {t('inbox_replay')}
          </button>
        )}
        {hasBody && (
          <a class="button" href={`${path}/raw`} download={`${event.event_id}.json`}>
            {t('download')}
          </a>
        )}
      </p>
      <Problem refusal={action.refusal} />
    </>
  );
}
