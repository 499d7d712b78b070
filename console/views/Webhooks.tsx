import { withQuery, workspacePath } from '../api/client.ts';
import type { Webhook } from '../api/types.ts';
import { More } from '../parts/More.tsx';
import { usePages } from '../parts/use-pages.ts';
import { addressOf, changeQuery, route } from '../route.ts';
import { SelectField } from '../forms/SelectField.tsx';
import { isOwner } from '../session.ts';
import { t } from '../text.ts';
import type { ViewProps } from '../views.tsx';
import { NewWebhook } from './webhooks/NewWebhook.tsx';
import { WebhookState } from './webhooks/WebhookState.tsx';
import { WebhookView } from './webhooks/WebhookView.tsx';

/** Who is told what happens: all subscriptions, a new one, or the one of the address. */
export function Webhooks({ workspaceId }: ViewProps) {
  const [id] = route.value.ids;
  if (id === 'new') return <NewWebhook workspaceId={workspaceId} />;
  if (id !== undefined) return <WebhookView key={id} workspaceId={workspaceId} id={id} />;
  return <WebhookList workspaceId={workspaceId} />;
}

function WebhookList({ workspaceId }: ViewProps) {
  const active = route.value.query.get('active') ?? '';
  const path = withQuery(workspacePath(workspaceId, 'webhooks'), { active, limit: '50' });
  const pages = usePages<Webhook>(path);
  return (
    <>
      <h1>{t('webhooks')}</h1>
      <section class="section filters">
        <SelectField
          label={t('state')}
          value={active}
          options={[
            ['', t('every_state')],
            ['true', t('webhook_on')],
            ['false', t('webhook_off')],
          ]}
          onChange={(chosen) => changeQuery({ active: chosen })}
        />
        <span class="grow" />
        {isOwner.value && (
          <a class="button primary" href={addressOf(workspaceId, ['webhooks', 'new'])}>
            {t('webhook_new')}
          </a>
        )}
      </section>
      <section class="section">
        <ul class="events">
          {pages.items.map((webhook) => (
            <WebhookRow key={webhook.id} workspaceId={workspaceId} webhook={webhook} />
          ))}
        </ul>
        <More pages={pages} empty={active ? t('webhooks_none_found') : t('webhooks_empty')} />
      </section>
    </>
  );
}

function WebhookRow({ workspaceId, webhook }: { workspaceId: string; webhook: Webhook }) {
  return (
    <li class="row">
      <h2>
        <a href={addressOf(workspaceId, ['webhooks', webhook.id])} dir="auto">
          {webhook.name}
        </a>{' '}
        <WebhookState webhook={webhook} />
      </h2>
      <p class="facts lines" dir="ltr">
        {webhook.url}
      </p>
      <p class="facts">
        {webhook.event_types.join(', ')}
        {' · '}
        <a href={addressOf(workspaceId, ['logs'], { webhook: webhook.id })}>{t('logs')}</a>
      </p>
    </li>
  );
}
