import { DELIVERY_STATES } from '../../api/types.ts';
import { SelectField } from '../../forms/SelectField.tsx';
import { TimeField } from '../../forms/TimeField.tsx';
import { changeQuery, route } from '../../route.ts';
import { t } from '../../text.ts';

const NAMES = ['status', 'status_class', 'event_type', 'from', 'to'] as const;
export type Filters = Record<(typeof NAMES)[number], string>;

/** By the names of the API; `''` for what is not filtered by. */
export function readFilters(query: URLSearchParams): Filters {
  return Object.fromEntries(NAMES.map((name) => [name, query.get(name) ?? ''])) as Filters;
}

export function LogFilters() {
  const filters = readFilters(route.value.query);
  return (
    <>
      <SelectField
        label={t('state')}
        value={filters.status}
        options={[['', t('every_state')], ...DELIVERY_STATES.map((state) => [state, t(`delivery_${state}`)] as const)]}
        onChange={(status) => changeQuery({ status })}
      />
      <SelectField
        label={t('status_class')}
        value={filters.status_class}
        options={[
          ['', t('every_answer')],
          ['2', '2xx'],
          ['3', '3xx'],
          ['4', '4xx'],
          ['5', '5xx'],
          ['0', t('no_answer')],
        ]}
        onChange={(status_class) => changeQuery({ status_class })}
      />
      <label class="field">
        {t('event_type')}
        <span class="input">
          <input
            value={filters.event_type}
            placeholder="chat.message"
            spellcheck={false}
            dir="ltr"
            onChange={(event) => changeQuery({ event_type: event.currentTarget.value.trim() })}
          />
        </span>
      </label>
      <TimeField label={t('from')} value={filters.from} onChange={(from) => changeQuery({ from })} />
      <TimeField label={t('to')} value={filters.to} onChange={(to) => changeQuery({ to })} />
    </>
  );
}
