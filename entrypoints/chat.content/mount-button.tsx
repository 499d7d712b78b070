import { render } from 'preact';
import { SendButton } from '../../components/SendButton.tsx';
import { sendButtonCss } from '../../components/send-button-css.ts';
import { freeBottomOffset } from '../../lib/capture/free-place.ts';
import type { ConversationChoice, ConversationPolicy, SendState } from '../../lib/messages.ts';

export interface MountedButton {
  show: (state: SendState) => void;
  /** What holds for capturing the chat on the page by itself. */
  showAutomatic: (policy: ConversationPolicy) => void;
  setVisible(visible: boolean): void;
  remove(): void;
}

export interface ButtonActions {
  send: () => void;
  openSettings: () => void;
  choose: (choice: ConversationChoice | null) => void;
}

/** Puts the button into the page, in a shadow root so that neither side's styles reach the other. */
export function mountButton(siteName: string, on: ButtonActions): MountedButton {
  const host = document.createElement('brainpost-button');
  host.style.cssText = 'all: initial; position: fixed; inset-inline-end: 20px; z-index: 2147483000;';
  const root = host.attachShadow({ mode: 'open' });
  const style = document.createElement('style');
  style.textContent = sendButtonCss;
  const container = document.createElement('div');
  root.append(style, container);
  // Only a person presses this button: scripts of the page can dispatch clicks, too.
  root.addEventListener('click', (event) => event.isTrusted || event.stopImmediatePropagation(), { capture: true });
  // Not into the body: sites replace its children when they start up.
  document.documentElement.append(host);

  const place = () => host.style.setProperty('bottom', `${freeBottomOffset(window, host)}px`);
  let shown: { state: SendState; automatic: ConversationPolicy } = { state: { kind: 'idle' }, automatic: 'off' };
  const update = (change: Partial<typeof shown>) => {
    shown = { ...shown, ...change };
    const { send, openSettings, choose } = on;
    const onReload = () => location.reload();
    const view = { ...shown, siteName, onSend: send, onOpenSettings: openSettings, onReload, onChoose: choose };
    render(<SendButton {...view} />, container);
  };
  update({});
  place();
  window.addEventListener('resize', place);
  return {
    show: (state) => update({ state }),
    showAutomatic: (automatic) => update({ automatic }),
    setVisible: (visible) => {
      host.hidden = !visible;
      host.style.setProperty('display', visible ? 'block' : 'none');
      if (visible) place();
    },
    remove: () => {
      window.removeEventListener('resize', place);
      render(null, container);
      host.remove();
    },
  };
}
