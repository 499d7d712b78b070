import { t } from '../lib/i18n/translate.ts';
import type { SettingsNotice } from './settings-notice.ts';

export interface SettingsNoticeBarProps {
  notice: SettingsNotice | null;
  /** `null` when there is nothing to go back to. */
  onUndo: (() => void) | null;
}

/** Always in the page, so that what comes into it is read aloud. */
export function SettingsNoticeBar({ notice, onUndo }: SettingsNoticeBarProps) {
  return (
    <div class="notice-bar" role="status">
      {notice && (
        <div class="section">
          <p>
            {notice.kind === 'removed' ? t('settings_removed', { name: notice.name }) : t(`settings_${notice.kind}`)}
          </p>
          {onUndo && (
            <button type="button" onClick={onUndo}>
              {t('settings_undo')}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
