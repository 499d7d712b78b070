import { t } from '../lib/i18n/translate.ts';
import type { LabelsView } from '../lib/messages.ts';
import { Icon } from './Icon.tsx';
import { NewEntry } from './NewEntry.tsx';

export interface LabelEditorProps {
  view: LabelsView;
  /** As people write it. */
  siteName: string;
  onChange: (labels: string[]) => void;
  /** New conversations of the site are to get the same. */
  onUseForSite: () => void;
}

const MAX_LABEL_LENGTH = 100;

/** The labels that the conversation on the page is sent with. */
export function LabelEditor({ view, siteName, onChange, onUseForSite }: LabelEditorProps) {
  const { labels, known, isOfSite } = view;
  return (
    <section class="section" aria-labelledby="labels-heading">
      <h2 id="labels-heading">{t('labels_heading')}</h2>
      {labels.length > 0 && (
        <ul class="labels">
          {labels.map((label) => (
            <li key={label}>
              <bdi>{label}</bdi>
              <button
                type="button"
                class="quiet"
                aria-label={t('settings_remove', { name: label })}
                onClick={() => onChange(labels.filter((other) => other !== label))}
              >
                <Icon name="cross" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <NewEntry
        label={t('labels_new')}
        known={labels}
        maxLength={MAX_LABEL_LENGTH}
        suggestions={known.filter((label) => !labels.includes(label))}
        onAdd={(label) => onChange([...labels, label])}
      />
      {!isOfSite && (
        <button type="button" class="link" onClick={onUseForSite}>
          {labels.length > 0
            ? t('labels_use_for_site', { site: siteName })
            : t('labels_none_for_site', { site: siteName })}
        </button>
      )}
    </section>
  );
}
