import type { QueueFilter } from '../lib/messages.ts';
import { t } from '../lib/i18n/translate.ts';

export interface QueueFilterChoiceProps {
  filter: QueueFilter;
  onChange: (filter: QueueFilter) => void;
}

const FILTERS: readonly QueueFilter[] = ['open', 'delivered', 'all'];

export function QueueFilterChoice({ filter, onChange }: QueueFilterChoiceProps) {
  return (
    <fieldset class="filter">
      <legend class="unseen">{t('queue_filter')}</legend>
      {FILTERS.map((value) => (
        <label key={value}>
          <input
            type="radio"
            name="filter"
            class="unseen"
            value={value}
            checked={value === filter}
            onChange={() => onChange(value)}
          />
          {t(`queue_filter_${value}`)}
        </label>
      ))}
    </fieldset>
  );
}
