import { formatNumber, languageTag } from '../../lib/i18n/translate.ts';
import { t } from '../text.ts';

const HEIGHT = 120;
const STEP = 36;
/** Under the bars. */
const LABELS = 18;
const LABEL_EVERY = 6;

/** Counts by the hour. What it shows is also said in words. */
export function BarChart({ bars }: { bars: readonly { from: string; count: number }[] }) {
  const most = Math.max(...bars.map(({ count }) => count), 1);
  const total = bars.reduce((sum, { count }) => sum + count, 0);
  const label = t('chart_events', {
    total: formatNumber(total),
    most: formatNumber(Math.max(...bars.map(({ count }) => count))),
  });
  const hourOf = (from: string) =>
    new Intl.DateTimeFormat(languageTag(), { timeStyle: 'short' }).format(new Date(from));
  return (
    <figure class="chart">
      <svg viewBox={`0 0 ${bars.length * STEP} ${HEIGHT + LABELS}`} role="img" aria-label={label}>
        <line x1="0" y1={HEIGHT} x2={bars.length * STEP} y2={HEIGHT} class="axis" />
        {bars.map(({ from, count }, i) => {
          const height = (count / most) * (HEIGHT - 4);
          return (
            <g key={from}>
              <rect x={i * STEP + 4} y={HEIGHT - height} width={STEP - 8} height={height} class="bar-mark">
                <title>{`${hourOf(from)}: ${formatNumber(count)}`}</title>
              </rect>
              {i % LABEL_EVERY === 0 && (
                <text x={i * STEP + 4} y={HEIGHT + LABELS - 4}>
                  {hourOf(from)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <figcaption class="hint">{label}</figcaption>
    </figure>
  );
}
