import { t } from '../lib/i18n/translate.ts';
import type { Automatic } from '../lib/messages.ts';
import { AUTOMATIC } from './AutomaticSettings.tsx';

export interface AutomaticStepProps {
  /** `null` while it is being read. */
  automatic: Automatic | null;
  onChoose: (choice: Automatic) => void;
}

/** The one choice that is made at the beginning, in full sentences. */
export function AutomaticStep({ automatic, onChoose }: AutomaticStepProps) {
  return (
    <fieldset class="section radios">
      <legend class="unseen">{t('automatic_heading')}</legend>
      <h2 class="title">{t('welcome_automatic_heading')}</h2>
      {AUTOMATIC.map((value) => (
        <label key={value} class="choice">
          <input
            type="radio"
            name="automatic"
            value={value}
            checked={automatic === value}
            onChange={() => onChoose(value)}
          />
          <span>
            {t(`welcome_automatic_${value}`)}
            <small>{t(`welcome_automatic_${value}_hint`)}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
