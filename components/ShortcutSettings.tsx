import { t } from '../lib/i18n/translate.ts';
import { SettingsSection } from './SettingsSection.tsx';

export interface ShortcutSettingsProps {
  /** `''` where the user or another extension took it. */
  shortcuts: readonly { name: string; keys: string }[];
  /** `null` where the browser has no page for it that an extension may open. */
  onChange: (() => void) | null;
}

export function ShortcutSettings({ shortcuts, onChange }: ShortcutSettingsProps) {
  return (
    <SettingsSection id="shortcuts" title={t('shortcut_heading')}>
      <dl>
        {shortcuts.map(({ name, keys }) => (
          <>
            <dt>{name}</dt>
            <dd>{keys ? <kbd>{keys}</kbd> : <span class="soft">{t('shortcut_none')}</span>}</dd>
          </>
        ))}
      </dl>
      {onChange ? (
        <div class="actions">
          <button type="button" onClick={onChange}>
            {t('shortcut_change')}
          </button>
        </div>
      ) : (
        <p class="soft">{t('shortcut_change_by_hand')}</p>
      )}
    </SettingsSection>
  );
}
