import { formatNumber, languageTag } from '../../lib/i18n/translate.ts';
import { Icon } from '../../components/Icon.tsx';
import { workspacePath } from '../api/client.ts';
import type { Overview as OverviewBody } from '../api/types.ts';
import { BarChart } from '../parts/BarChart.tsx';
import { formatBytes } from '../parts/format-bytes.ts';
import { Problem } from '../parts/Problem.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { useRegularly } from '../parts/use-regularly.ts';
import { addressOf } from '../route.ts';
import { t } from '../text.ts';
import type { ViewProps } from '../views.tsx';

const REFRESH_MS = 10_000;

/** How things stand, at a glance. */
export function Overview({ workspaceId }: ViewProps) {
  const { body, refusal, reload } = useLoaded<OverviewBody>(workspacePath(workspaceId, 'overview'));
  useRegularly(reload, REFRESH_MS);
  return (
    <>
      <h1>{t('overview')}</h1>
      <Problem refusal={refusal} onRetry={reload} />
      {body ? <Figures workspaceId={workspaceId} body={body} /> : !refusal && <div class="section skeleton" />}
    </>
  );
}

function Figures({ workspaceId, body }: { workspaceId: string; body: OverviewBody }) {
  const { deliveries, disk } = body;
  const tried = deliveries.delivered + deliveries.failed;
  const total = body.events_per_hour.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <State workspaceId={workspaceId} body={body} />
      <div class="tiles">
        <Tile name={t('events_24h')} value={formatNumber(total)} />
        <Tile name={t('busy_waiting')} value={formatNumber(body.events_waiting)} />
        <Tile
          name={t('success')}
          value={tried ? formatShare(deliveries.delivered / tried) : '–'}
          hint={tried ? t('success_hint', { count: formatNumber(tried) }) : t('success_none')}
        />
        {disk && (
          <Tile
            name={t('disk')}
            value={formatBytes(disk.database_bytes)}
            hint={`${t('disk_free')}: ${formatBytes(disk.free_bytes)}`}
          />
        )}
      </div>
      <section class="section">
        <h2>{t('events_per_hour')}</h2>
        <BarChart bars={body.events_per_hour} />
      </section>
    </>
  );
}

function State({ workspaceId, body }: { workspaceId: string; body: OverviewBody }) {
  const problems = [
    ...(body.events_parked > 0 ? [`${t('overview_parked')} (${formatNumber(body.events_parked)})`] : []),
    ...(body.notes_failing > 0 ? [`${t('overview_notes_failing')} (${formatNumber(body.notes_failing)})`] : []),
  ];
  if (problems.length === 0 && body.events_waiting > 0) return null;
  const isGood = problems.length === 0;
  return (
    <div class="section" data-tone={isGood ? 'good' : 'wait'}>
      {(isGood ? [t('overview_good')] : problems).map((text) => (
        <p key={text} class="state" data-tone={isGood ? 'good' : 'wait'}>
          <Icon name={isGood ? 'check' : 'alert'} />
          <span>{text}</span>
        </p>
      ))}
      {body.events_parked > 0 && (
        <p>
          <a href={addressOf(workspaceId, ['inbox'], { state: 'parked' })}>{t('overview_look')}</a>
        </p>
      )}
    </div>
  );
}

function Tile({ name, value, hint }: { name: string; value: string; hint?: string }) {
  return (
    <section class="section tile">
      <h2>{name}</h2>
      <p class="figure">{value}</p>
      {hint && <p class="hint">{hint}</p>}
    </section>
  );
}

/** Never 100 % while something failed. */
function formatShare(share: number): string {
  const shown = share < 1 ? Math.min(share, 0.999) : 1;
  return new Intl.NumberFormat(languageTag(), { style: 'percent', maximumFractionDigits: 1 }).format(shown);
}
