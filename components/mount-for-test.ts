import { render, type VNode } from 'preact';
import { act } from 'preact/test-utils';

/** Renders into the document and finds things as people do: by role, label and text. */
export function mountForTest(view: VNode) {
  const container = document.createElement('div');
  document.body.replaceChildren(container);
  const rerender = (next: VNode) => act(() => render(next, container));
  const findButton = (name: string) => [...container.querySelectorAll('button')].find((it) => nameOf(it) === name);
  const button = (name: string) => required(findButton(name), `button "${name}"`);
  const field = (label: string) => {
    const element = [...container.querySelectorAll('label')].find((it) => it.textContent === label);
    return required(element?.control as HTMLInputElement | null | undefined, `field "${label}"`);
  };
  void rerender(view);
  return {
    rerender,
    container,
    findButton,
    button,
    field,
    text: () => container.textContent ?? '',
    status: () => required(container.querySelector('[role=status]'), 'status').textContent,
    describedBy: (element: Element) =>
      document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent ?? '',
    click: (name: string) => act(() => button(name).click()),
    type: (label: string, value: string) =>
      act(() => {
        const input = field(label);
        input.value = value;
        input.dispatchEvent(new Event('input', { bubbles: true }));
      }),
    press: (key: string, target: Element = document.body) =>
      act(() => void target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }))),
  };
}

export function nameOf(element: Element): string {
  return element.getAttribute('aria-label') ?? element.textContent ?? '';
}

function required<T>(found: T | null | undefined, what: string): T {
  if (!found) throw new Error(`no ${what}: ${document.body.textContent}`);
  return found;
}
