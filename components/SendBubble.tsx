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
  /** What can be done about it, besides pressing again. */
  remedy: { label: string; onPress: () => void } | undefined;
  children: ComponentChildren;
}

/** What the button has to say. */
export function SendBubble({ isOpen, text, onHold, onClose, remedy, children }: SendBubbleProps) {
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
      {remedy && (
        <button type="button" class="settings" onClick={remedy.onPress}>
          {remedy.label}
        </button>
      )}
      {children}
    </div>
  );
}
