import type { ConversationChoice, ConversationPolicy } from '../lib/messages.ts';
import { t } from '../lib/i18n/translate.ts';

/** What holds for the chat on the page, and the other way it could be. */
export function AutomaticChoice({
  policy,
  onChoose,
}: {
  policy: Exclude<ConversationPolicy, 'off'>;
  onChoose: (choice: ConversationChoice | null) => void;
}) {
  return (
    <div class="automatic" role="group" aria-label={t('automatic_group')}>
      <p class="text">{t(`automatic_says_${policy}`)}</p>
      {policy === 'ask' && (
        <button type="button" class="choice" onClick={() => onChoose('always')}>
          {t('automatic_always')}
        </button>
      )}
      <button type="button" class="choice" onClick={() => onChoose(policy === 'never' ? null : 'never')}>
        {policy === 'never' ? t('automatic_allow') : t('automatic_never')}
      </button>
    </div>
  );
}
