import { useRef } from 'preact/hooks';
import type { DeliveryReason, SendFailure, SendState } from '../lib/messages.ts';
import { Icon } from './Icon.tsx';
import { isBusy, SEND_ICON } from './send-look.ts';
import { useBubble } from './use-bubble.ts';
import { describeSendState } from './describe-send.ts';
import { t } from '../lib/i18n/translate.ts';

export interface SendButtonProps {
  state: SendState;
  /** As people write it, `ChatGPT`. */
  siteName: string;
  onSend: () => void;
  /** Opens the place where the connection is set; without it, the bubble has no such button. */
  onOpenSettings?: () => void;
}

/** What is mended in Brainpost's popup rather than on the page. */
const MENDED_IN_SETTINGS: ReadonlySet<SendFailure | DeliveryReason> = new Set<SendFailure | DeliveryReason>([
  'not_connected',
  'other_workspace',
  'permission_missing',
  'redirected',
  'not_an_answer',
  'invalid_signature',
  'forbidden',
  'endpoint_not_found',
]);

/** The button inside a chat page. Its styles are `sendButtonCss`; the host element places it. */
export function SendButton({ state, siteName, onSend, onOpenSettings }: SendButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const bubble = useBubble(state);
  const busy = isBusy(state);
  const press = () => {
    if (busy) return;
    bubble.notePress();
    onSend();
  };
  const close = () => {
    bubble.close();
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    keepFromPage(event);
    // Escape takes the bubble away, and with it the focus that may be in it.
    if (event.key === 'Escape') button.current?.focus();
  };
  const reason = 'reason' in state ? state.reason : null;

  return (
    <div
      class="brainpost"
      role="group"
      aria-label={t('bubble_group', { site: siteName })}
      data-kind={state.kind}
      onKeyDown={onKeyDown}
      onKeyUp={keepFromPage}
    >
      <button ref={button} type="button" class="send" aria-disabled={busy} onClick={press}>
        <span class="label">{t(`send_${state.kind}`)}</span>
        <span class="disc">
          <Icon name={SEND_ICON[state.kind]} />
        </span>
      </button>
      <div
        class="bubble"
        data-open={bubble.isOpen}
        onPointerEnter={() => bubble.hold(true)}
        onPointerLeave={() => bubble.hold(false)}
        onFocusIn={() => bubble.hold(true)}
        onFocusOut={() => bubble.hold(false)}
      >
        <p class="text" role="status">
          {describeSendState(state, siteName)}
        </p>
        {bubble.isOpen && (
          <button type="button" class="close" aria-label={t('bubble_close')} onClick={close}>
            <Icon name="cross" />
          </button>
        )}
        {bubble.isOpen && onOpenSettings && reason && MENDED_IN_SETTINGS.has(reason) && (
          <button type="button" class="settings" onClick={onOpenSettings}>
            {t('bubble_settings')}
          </button>
        )}
      </div>
    </div>
  );
}

/** Chat pages turn stray keys into typing; keys pressed on the button are not theirs. */
function keepFromPage(event: KeyboardEvent): void {
  event.stopPropagation();
}
