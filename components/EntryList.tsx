import { t } from '../lib/i18n/translate.ts';
import { Icon } from './Icon.tsx';

export interface EntryListProps {
  names: readonly string[];
  /** What stands there when there is none. */
  empty?: string;
  onRemove: (at: number) => void;
}

/** A short list whose entries can be taken off again. */
export function EntryList({ names, empty, onRemove }: EntryListProps) {
  if (names.length === 0) return empty === undefined ? null : <p class="soft">{empty}</p>;
  return (
    <ul class="entries">
      {names.map((name, at) => (
        <li key={name}>
          <bdi>{name}</bdi>
          <button type="button" class="quiet" aria-label={t('settings_remove', { name })} onClick={() => onRemove(at)}>
            <Icon name="cross" />
          </button>
        </li>
      ))}
    </ul>
  );
}
