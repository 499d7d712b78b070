import { formatNumber } from '../../../lib/i18n/translate.ts';
import { workspacePath } from '../../api/client.ts';
import type { DeliveryDetail } from '../../api/types.ts';
import { Back } from '../../parts/Back.tsx';
import { describeError } from '../../parts/describe-error.ts';
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
import { DeliveryState } from './DeliveryRow.tsx';

interface DeliveryViewProps {
  workspaceId: string;
  webhookId: string;
  deliveryId: string;
}

/** One event on its way to one webhook: what was sent, what was answered, each time. */
export function DeliveryView({ workspaceId, webhookId, deliveryId }: DeliveryViewProps) {
  const path = workspacePath(workspaceId, 'webhooks', webhookId, 'deliveries', deliveryId);
  const { body, refusal, reload } = useLoaded<DeliveryDetail>(path);
  const action = useAction();
  const retry = async () => {
    if ((await action.run('POST', `${path}/retry`)).ok) reload();
  };
  return (
    <>
      <Back href={addressOf(workspaceId, ['logs'], { webhook: webhookId })}>{t('logs')}</Back>
      <Problem refusal={refusal} onRetry={reload} />
      {body && (
        <>
          <h1>
            {body.event_type} <DeliveryState status={body.status} />
          </h1>
          <section class="section">
            <Facts
              facts={[
                [t('event_id'), body.event_id],
                [t('created'), <Time key="at" at={body.created_at} />],
                [t('next_attempt'), body.next_attempt_at && <Time key="at" at={body.next_attempt_at} />],
              ]}
            />
            <p class="actions">
              <button type="button" onClick={reload}>
                {t('reload')}
              </button>
              {mayWrite.value && (
                <button type="button" disabled={action.isBusy} onClick={() => void retry()}>
                  {t('deliver_again')}
                </button>
              )}
              <a class="button" href={addressOf(workspaceId, ['webhooks', webhookId])}>
                {t('webhook')}
              </a>
            </p>
            <Problem refusal={action.refusal} />
          </section>
          {body.attempts.toReversed().map((attempt, i) => (
            <AttemptBlock key={attempt.at} attempt={attempt} number={body.attempts.length - i} />
          ))}
          {body.attempts.length === 0 && <p class="section empty">{t('no_attempt')}</p>}
          <section class="section">
            <h2>{t('delivery_body')}</h2>
            {body.body === null ? (
              <p class="hint">{t('body_gone')}</p>
            ) : (
              <Json value={body.body} label={t('delivery_body')} />
            )}
          </section>
        </>
      )}
    </>
  );
}

function AttemptBlock({ attempt, number }: { attempt: DeliveryDetail['attempts'][number]; number: number }) {
  return (
    <section class="section">
      <h2>{t('attempt_number', { number: formatNumber(number) })}</h2>
      <Facts
        facts={[
          [t('at'), <Time key="at" at={attempt.at} />],
          [t('answer'), attempt.status_code ?? describeError(attempt.error ?? '')],
          [t('duration'), t('milliseconds', { count: formatNumber(Math.round(attempt.duration_ms)) })],
          [t('webhook_url'), attempt.url],
        ]}
      />
      <details>
        <summary>{t('request_headers')}</summary>
        <HeaderList headers={attempt.request_headers} />
      </details>
      {attempt.response !== '' && (
        <>
          <h3>{t('response')}</h3>
          <Json value={attempt.response} label={t('response')} />
        </>
      )}
    </section>
  );
}
