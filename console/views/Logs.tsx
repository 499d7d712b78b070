import { withQuery, workspacePath } from '../api/client.ts';
import type { Delivery, Webhook } from '../api/types.ts';
import { SelectField } from '../forms/SelectField.tsx';
import { More } from '../parts/More.tsx';
import { Problem } from '../parts/Problem.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { usePages } from '../parts/use-pages.ts';
import { addressOf, changeQuery, route } from '../route.ts';
import { mayWrite } from '../session.ts';
import { t } from '../text.ts';
import type { ViewProps } from '../views.tsx';
import { DeliveryRow } from './logs/DeliveryRow.tsx';
import { DeliveryView } from './logs/DeliveryView.tsx';
import { LogFilters, readFilters } from './logs/LogFilters.tsx';
import { Replay } from './logs/Replay.tsx';

/** As many can be chosen from; of more the address of one leads here, too. */
const CHOICES = '100';

/** What was sent to a webhook and what came of it, or one delivery with every attempt. */
export function Logs({ workspaceId }: ViewProps) {
  const [webhookId, deliveryId] = route.value.ids;
  if (webhookId !== undefined && deliveryId !== undefined) {
    return <DeliveryView key={deliveryId} {...{ workspaceId, webhookId, deliveryId }} />;
  }
  return <LogOfOne workspaceId={workspaceId} />;
}

function LogOfOne({ workspaceId }: ViewProps) {
  const path = withQuery(workspacePath(workspaceId, 'webhooks'), { limit: CHOICES });
  const { body, refusal, reload } = useLoaded<{ items: Webhook[] }>(path);
  const items = body?.items ?? [];
  const chosen = route.value.query.get('webhook') ?? items[0]?.id;
  const known = items.some(({ id }) => id === chosen) || chosen === undefined;
  const options = [...items.map(({ id, name }) => [id, name] as const), ...(known ? [] : [[chosen, chosen] as const])];
  return (
    <>
      <h1>{t('logs')}</h1>
      <Problem refusal={refusal} onRetry={reload} />
      {chosen === undefined ? (
        body && <p class="section empty">{t('logs_no_webhook')}</p>
      ) : (
        <>
          <section class="section filters">
            <SelectField
              label={t('webhook')}
              value={chosen}
              options={options}
              onChange={(webhook) => changeQuery({ webhook })}
            />
            <LogFilters />
          </section>
          <DeliveryList key={chosen} workspaceId={workspaceId} webhookId={chosen} />
        </>
      )}
    </>
  );
}

function DeliveryList({ workspaceId, webhookId }: { workspaceId: string; webhookId: string }) {
  const filters = readFilters(route.value.query);
  const path = workspacePath(workspaceId, 'webhooks', webhookId, 'deliveries');
  const pages = usePages<Delivery>(withQuery(path, { ...filters, limit: '50' }));
  const isFiltered = Object.values(filters).some((value) => value !== '');
  return (
    <section class="section">
      {mayWrite.value && pages.items.length > 0 && (
        <Replay
          key={JSON.stringify(filters)}
          path={workspacePath(workspaceId, 'webhooks', webhookId, 'replay')}
          filters={filters}
          onReplayed={pages.reload}
        />
      )}
      <ul class="events">
        {pages.items.map((delivery) => (
          <DeliveryRow
            key={delivery.id}
            delivery={delivery}
            href={addressOf(workspaceId, ['logs', webhookId, delivery.id])}
          />
        ))}
      </ul>
      <More pages={pages} empty={isFiltered ? t('logs_none_found') : t('logs_empty')} />
    </section>
  );
}
