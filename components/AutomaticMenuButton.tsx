import { t } from '../lib/i18n/translate.ts';
import { Icon } from './Icon.tsx';

/** Beside the send button: opens what there is to say and to choose about automatic saving. */
export function AutomaticMenuButton({ isOpen, onPress }: { isOpen: boolean; onPress: () => void }) {
  return (
    <button type="button" class="more" aria-label={t('automatic_more')} aria-expanded={isOpen} onClick={onPress}>
      <Icon name="more" />
    </button>
  );
}
