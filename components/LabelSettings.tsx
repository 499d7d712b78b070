import { t } from '../lib/i18n/translate.ts';
import type { LabelPreferences, LabelRule } from '../lib/messages.ts';
import { EntryList } from './EntryList.tsx';
import { NewLabelRule } from './NewLabelRule.tsx';
import { SettingsSection } from './SettingsSection.tsx';

export interface LabelSettingsProps {
  labels: LabelPreferences;
  sites: readonly { id: string; name: string }[];
  onChange: (labels: LabelPreferences) => void;
  /** Something was taken off a list, which can be undone. */
  onRemove: (labels: LabelPreferences, name: string) => void;
}

const describeRule = ({ on, text, label }: LabelRule) => t(`labels_rule_${on}`, { text, label });

export function LabelSettings({ labels, sites, onChange, onRemove }: LabelSettingsProps) {
  const { bySite, rules, known } = labels;
  const labelled = sites.filter(({ id }) => bySite[id]?.length);
  return (
    <SettingsSection id="labels" title={t('labels_heading')} hint={t('labels_hint')}>
      <h3>{t('labels_rules')}</h3>
      <EntryList
        names={rules.map(describeRule)}
        empty={t('labels_rules_empty')}
        onRemove={(at) => {
          const rule = rules[at];
          onRemove({ ...labels, rules: rules.toSpliced(at, 1) }, rule ? describeRule(rule) : '');
        }}
      />
      <NewLabelRule
        known={known}
        onAdd={(rule) =>
          onChange({
            ...labels,
            rules: [...rules, rule],
            known: [...new Set([rule.label, ...known])],
          })
        }
      />
      {labelled.length > 0 && (
        <>
          <h3>{t('labels_by_site')}</h3>
          <EntryList
            names={labelled.map(({ id, name }) => `${name}: ${bySite[id]?.join(', ')}`)}
            onRemove={(at) => {
              const { id = '', name = '' } = labelled[at] ?? {};
              const { [id]: _gone, ...others } = bySite;
              onRemove({ ...labels, bySite: others }, name);
            }}
          />
        </>
      )}
    </SettingsSection>
  );
}
