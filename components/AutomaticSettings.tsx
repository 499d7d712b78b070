import { t } from '../lib/i18n/translate.ts';
import type { Automatic, AutomaticPreferences } from '../lib/messages.ts';
import { EntryList } from './EntryList.tsx';
import { NewEntry } from './NewEntry.tsx';
import { OptionList } from './OptionList.tsx';
import { SettingsSection } from './SettingsSection.tsx';

export interface AutomaticSettingsProps {
  automatic: AutomaticPreferences;
  sites: readonly { id: string; name: string }[];
  onChange: (automatic: AutomaticPreferences) => void;
  /** Something was taken off a list, which can be undone. */
  onRemove: (automatic: AutomaticPreferences, name: string) => void;
}

export const AUTOMATIC = ['off', 'ask', 'on'] as const satisfies readonly Automatic[];

export function AutomaticSettings({ automatic, sites, onChange, onRemove }: AutomaticSettingsProps) {
  const { bySite, excludedTitles, excludedProjects } = automatic;
  const words = AUTOMATIC.map((value) => [value, t(`automatic_${value}`)] as const);
  const setSite = (id: string, value: Automatic | 'default') => {
    const { [id]: _before, ...others } = bySite;
    onChange({ ...automatic, bySite: value === 'default' ? others : { ...others, [id]: value } });
  };
  return (
    <SettingsSection id="automatic" title={t('automatic_heading')} hint={t('automatic_hint')}>
      <OptionList
        label={t('automatic_everywhere')}
        options={words}
        value={automatic.default}
        onChange={(value) => onChange({ ...automatic, default: value })}
      />
      <fieldset class="options">
        <legend>{t('automatic_by_site')}</legend>
        {sites.map(({ id, name }) => (
          <OptionList
            key={id}
            label={name}
            options={[['default', t('automatic_default')], ...words]}
            value={bySite[id] ?? 'default'}
            onChange={(value) => setSite(id, value)}
          />
        ))}
      </fieldset>
      <h3>{t('automatic_titles')}</h3>
      <EntryList
        names={excludedTitles}
        empty={t('automatic_titles_empty')}
        onRemove={(at) =>
          onRemove({ ...automatic, excludedTitles: excludedTitles.toSpliced(at, 1) }, excludedTitles[at] ?? '')
        }
      />
      <NewEntry
        label={t('automatic_title_new')}
        hint={t('automatic_title_hint')}
        known={excludedTitles}
        onAdd={(title) => onChange({ ...automatic, excludedTitles: [...excludedTitles, title] })}
      />
      {excludedProjects.length > 0 && (
        <>
          <h3>{t('automatic_projects')}</h3>
          <EntryList
            names={excludedProjects.map(({ name, id }) => name || id)}
            onRemove={(at) => {
              const gone = excludedProjects[at];
              onRemove(
                { ...automatic, excludedProjects: excludedProjects.toSpliced(at, 1) },
                gone?.name || gone?.id || '',
              );
            }}
          />
        </>
      )}
    </SettingsSection>
  );
}
