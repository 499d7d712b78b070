import type { ComponentChildren } from 'preact';
import { t } from '../lib/i18n/translate.ts';
import { Icon } from './Icon.tsx';

export interface SendBubbleProps {
  isOpen: boolean;
  /** Also said to screen readers while the bubble is closed. */
  text: string;
  /** Pointer or focus rests on it, or no longer does. */
  onHold: (isHeld: boolean) => void;
  onClose: () => void;
  onOpenSettings: (() => void) | undefined;
  children: ComponentChildren;
}

/** What the button has to say. */
export function SendBubble({ isOpen, text, onHold, onClose, onOpenSettings, children }: SendBubbleProps) {
  return (
    <div
      class="bubble"
      data-open={isOpen}
      onPointerEnter={() => onHold(true)}
      onPointerLeave={() => onHold(false)}
      onFocusIn={() => onHold(true)}
      onFocusOut={() => onHold(false)}
    >
      <p class="text" role="status">
        {text}
      </p>
      {isOpen && (
        <button type="button" class="close" aria-label={t('bubble_close')} onClick={onClose}>
          <Icon name="cross" />
        </button>
      )}
      {onOpenSettings && (
        <button type="button" class="settings" onClick={onOpenSettings}>
          {t('bubble_settings')}
        </button>
      )}
      {children}
    </div>
  );
}
