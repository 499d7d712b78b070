import { workspacePath } from '../api/client.ts';
import { SelectField } from '../forms/SelectField.tsx';
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
    <SelectField
      label={t('source')}
      value={value}
      options={[['', t('every_source')], ...[...names].map((name) => [name, name] as const)]}
      onChange={onChange}
    />
  );
}
