import { useState } from 'preact/hooks';
import { t } from '../lib/i18n/translate.ts';
import { SettingsSection } from './SettingsSection.tsx';

export interface SettingsFileProps {
  onExport: () => void;
  onImport: (file: File) => void;
  onReset: () => void;
}

export function SettingsFile({ onExport, onImport, onReset }: SettingsFileProps) {
  const [isAsking, setIsAsking] = useState(false);
  const read = ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
    const [file] = currentTarget.files ?? [];
    if (file) onImport(file);
    // The same file again is a choice, too.
    currentTarget.value = '';
  };
  return (
    <SettingsSection id="file" title={t('file_heading')} hint={t('file_hint')}>
      <div class="actions">
        <button type="button" onClick={onExport}>
          {t('file_export')}
        </button>
        <label class="button">
          {t('file_import')}
          <input type="file" class="unseen" accept="application/json,.json" onChange={read} />
        </label>
        <button type="button" class="danger" aria-expanded={isAsking} onClick={() => setIsAsking(!isAsking)}>
          {t('file_reset')}
        </button>
      </div>
      {isAsking && (
        <div class="notice" role="group" aria-label={t('file_reset')}>
          <p>{t('file_reset_loss')}</p>
          <div class="actions">
            <button type="button" onClick={() => setIsAsking(false)}>
              {t('form_cancel')}
            </button>
            <button
              type="button"
              class="danger"
              onClick={() => {
                setIsAsking(false);
                onReset();
              }}
            >
              {t('file_reset_confirm')}
            </button>
          </div>
        </div>
      )}
    </SettingsSection>
  );
}
