import { useEffect, useId, useState } from 'preact/hooks';
import { t } from '../lib/i18n/translate.ts';
import type { RedactionPreferences, RedactionPreview } from '../lib/messages.ts';
import type { PrivacySettingsProps } from './PrivacySettings.tsx';

export interface RedactionTrialProps {
  redaction: RedactionPreferences;
  preview: PrivacySettingsProps['preview'];
}

/** A text to try the preferences on: what the receiver would get, and how many places were replaced. */
export function RedactionTrial({ redaction, preview }: RedactionTrialProps) {
  const id = useId();
  const [text, setText] = useState('');
  const [result, setResult] = useState<RedactionPreview | null>(null);
  useEffect(() => {
    let isCurrent = true;
    if (text === '') setResult(null);
    else void preview(text, redaction).then((made) => isCurrent && setResult(made));
    return () => {
      isCurrent = false;
    };
  }, [text, redaction, preview]);
  const counts = result?.ok ? Object.entries(result.counts).filter(([, count]) => count > 0) : [];
  return (
    <div class="trial">
      <label for={id}>{t('privacy_trial')}</label>
      <textarea id={id} rows={3} value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
      <div role="status">
        {result?.ok && (
          <>
            <p class="soft">
              {counts.length === 0
                ? t('privacy_trial_nothing')
                : counts.map(([kind, count]) => `${kind}: ${count}`).join(' · ')}
            </p>
            <pre dir="auto">{result.text}</pre>
          </>
        )}
      </div>
    </div>
  );
}
