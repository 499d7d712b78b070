import type { QueueFilter } from '../lib/messages.ts';
import { QUEUE_PAGE_WORDS } from './words.ts';

export interface QueueFilterChoiceProps {
  filter: QueueFilter;
  onChange: (filter: QueueFilter) => void;
}

const FILTERS: readonly QueueFilter[] = ['open', 'delivered', 'all'];

export function QueueFilterChoice({ filter, onChange }: QueueFilterChoiceProps) {
  return (
    <fieldset class="filter">
      <legend class="unseen">{QUEUE_PAGE_WORDS.filter}</legend>
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
          {QUEUE_PAGE_WORDS.filters[value]}
        </label>
      ))}
    </fieldset>
  );
}
