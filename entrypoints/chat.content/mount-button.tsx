import { render } from 'preact';
import { SendButton } from '../../components/SendButton.tsx';
import { sendButtonCss } from '../../components/send-button-css.ts';
import { freeBottomOffset } from '../../lib/capture/free-place.ts';
import type { SendState } from '../../lib/messages.ts';

export interface MountedButton {
  show: (state: SendState) => void;
  setVisible(visible: boolean): void;
  remove(): void;
}

/** Puts the button into the page, in a shadow root so that neither side's styles reach the other. */
export function mountButton(siteName: string, on: { send: () => void; openSettings: () => void }): MountedButton {
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
  const show = (state: SendState) =>
    render(
      <SendButton state={state} siteName={siteName} onSend={on.send} onOpenSettings={on.openSettings} />,
      container,
    );
  show({ kind: 'idle' });
  place();
  window.addEventListener('resize', place);
  return {
    show,
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
