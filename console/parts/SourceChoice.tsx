import { workspacePath } from '../api/client.ts';
import { t } from '../text.ts';
import { useLoaded } from './use-loaded.ts';

interface SourceChoiceProps {
  workspaceId: string;
  /** `''` for every source. */
  value: string;
  onChange: (source: string) => void;
}

/** One of the sources that have been heard of. */
export function SourceChoice({ workspaceId, value, onChange }: SourceChoiceProps) {
  const { body } = useLoaded<{ items: { source: string }[] }>(workspacePath(workspaceId, 'sources'));
  const names = new Set([...(body?.items.map(({ source }) => source) ?? []), ...(value ? [value] : [])]);
  return (
    <label class="field">
      {t('source')}
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{t('every_source')}</option>
        {[...names].map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
