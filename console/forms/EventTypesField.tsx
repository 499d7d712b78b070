import { workspacePath } from '../api/client.ts';
import type { EventType } from '../api/types.ts';
import { useLoaded } from '../parts/use-loaded.ts';
import { t } from '../text.ts';
import { LinesField, linesOf } from './LinesField.tsx';

interface EventTypesFieldProps {
  workspaceId: string;
  label: string;
  value: string;
  onInput: (value: string) => void;
}

/** Patterns of event types, one in a line, with those that the receiver knows at hand. */
export function EventTypesField({ workspaceId, label, value, onInput }: EventTypesFieldProps) {
  const { body } = useLoaded<{ items: EventType[] }>(workspacePath(workspaceId, 'event-types'));
  const chosen = linesOf(value);
  return (
    <div class="field">
      <LinesField label={label} value={value} onInput={onInput} placeholder="chat.*" hint={t('event_types_hint')} />
      <details>
        <summary>{t('event_types_known')}</summary>
        <ul class="choices">
          {body?.items.map(({ type, title, description }) => (
            <li key={type}>
              <button
                type="button"
                disabled={chosen.includes(type)}
                onClick={() => onInput([...chosen, type].join('\n'))}
              >
                {title}
              </button>
              <code>{type}</code> <span class="hint">{description}</span>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
