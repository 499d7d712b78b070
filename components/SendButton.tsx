import { useEffect, useRef, useState } from 'preact/hooks';
import type {
  ConversationChoice,
  ConversationPolicy,
  DeliveryReason,
  SendFailure,
  SendState,
} from '../lib/messages.ts';
import { AutomaticChoice } from './AutomaticChoice.tsx';
import { AutomaticMenuButton } from './AutomaticMenuButton.tsx';
import { Icon } from './Icon.tsx';
import { SendBubble } from './SendBubble.tsx';
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
  /** Loads the page anew. */
  onReload?: () => void;
  /** What holds for capturing the chat by itself; `off` or missing: nothing is said about it. */
  automatic?: ConversationPolicy;
  onChoose?: (choice: ConversationChoice | null) => void;
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
export function SendButton(props: SendButtonProps) {
  const { state, siteName, onSend, automatic = 'off', onChoose } = props;
  const button = useRef<HTMLButtonElement>(null);
  const bubble = useBubble(state);
  // The question asks itself, once; the rest is there for whoever opens it.
  const [isMenuOpen, setMenuOpen] = useState(automatic === 'ask');
  useEffect(() => setMenuOpen(automatic === 'ask'), [automatic]);
  const busy = isBusy(state);
  const press = () => {
    if (busy) return;
    bubble.notePress();
    onSend();
  };
  const close = () => {
    bubble.close();
    setMenuOpen(false);
    button.current?.focus();
  };
  const choose = (choice: ConversationChoice | null) => {
    setMenuOpen(false);
    button.current?.focus();
    onChoose?.(choice);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    keepFromPage(event);
    // Escape takes the bubble away, and with it the focus that may be in it.
    if (event.key !== 'Escape') return;
    setMenuOpen(false);
    button.current?.focus();
  };
  const isOpen = bubble.isOpen || (isMenuOpen && automatic !== 'off');

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
      {automatic !== 'off' && <AutomaticMenuButton isOpen={isMenuOpen} onPress={() => setMenuOpen(!isMenuOpen)} />}
      <SendBubble
        isOpen={isOpen}
        text={isOpen && !bubble.isOpen ? '' : describeSendState(state, siteName)}
        onHold={bubble.hold}
        onClose={close}
        remedy={bubble.isOpen ? remedyOf(props) : undefined}
      >
        {isMenuOpen && automatic !== 'off' && <AutomaticChoice policy={automatic} onChoose={choose} />}
      </SendBubble>
    </div>
  );
}

function remedyOf({ state, onOpenSettings, onReload }: SendButtonProps) {
  const reason = 'reason' in state ? state.reason : null;
  if (reason === 'extension_updated') return onReload && { label: t('bubble_reload'), onPress: onReload };
  const isMended = reason !== null && MENDED_IN_SETTINGS.has(reason);
  return isMended && onOpenSettings ? { label: t('bubble_settings'), onPress: onOpenSettings } : undefined;
}

/** Chat pages turn stray keys into typing; keys pressed on the button are not theirs. */
function keepFromPage(event: KeyboardEvent): void {
  event.stopPropagation();
}
