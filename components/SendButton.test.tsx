import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { ConversationPolicy, SendState } from '../lib/messages.ts';
import { mountForTest, nameOf } from './mount-for-test.ts';
import { SendButton } from './SendButton.tsx';
import { describeSendState } from './describe-send.ts';
import { t } from '../lib/i18n/translate.ts';

const saved: SendState = { kind: 'saved', messageCount: 12, rest: 'none' };
const states: SendState[] = [
  { kind: 'idle' },
  { kind: 'waiting_for_answer' },
  { kind: 'sending' },
  saved,
  { kind: 'saved', messageCount: 1, rest: 'missing' },
  { kind: 'saved', messageCount: 1, rest: 'unknown' },
  { kind: 'already_saved', messageCount: 3, rest: 'none' },
  { kind: 'queued', reason: null },
  { kind: 'queued', reason: 'unreachable' },
  { kind: 'failed', reason: 'layout_changed' },
  { kind: 'failed', reason: 'not_connected' },
];

const onSend = vi.fn();
const onOpenSettings = vi.fn();
const view = (state: SendState) => (
  <SendButton state={state} siteName="ChatGPT" onSend={onSend} onOpenSettings={onOpenSettings} />
);
const isBubbleOpen = (container: Element) => container.querySelector('.bubble')?.getAttribute('data-open') === 'true';

/** The button after a press that ended in `state`. */
async function pressed(state: SendState) {
  const page = mountForTest(view({ kind: 'idle' }));
  await page.click(t('send_idle'));
  await page.rerender(view({ kind: 'sending' }));
  await page.rerender(view(state));
  return page;
}

beforeEach(() => {
  vi.useFakeTimers();
});

describe('every state', () => {
  test.each(states)('%j is named on the button and said politely', (state) => {
    const page = mountForTest(view(state));
    expect(page.button(t(`send_${state.kind}`))).toBeDefined();
    expect(page.status()).toBe(describeSendState(state, 'ChatGPT'));
  });

  test.each(states)('%j gives every button a name', async (state) => {
    const page = await pressed(state);
    for (const button of page.container.querySelectorAll('button')) expect(nameOf(button)).not.toBe('');
  });
});

describe('pressing', () => {
  test('sends', async () => {
    const page = mountForTest(view({ kind: 'idle' }));
    await page.click(t('send_idle'));
    expect(onSend).toHaveBeenCalledOnce();
  });

  test.each<SendState>([{ kind: 'sending' }, { kind: 'waiting_for_answer' }])(
    'does nothing while %j',
    async (state) => {
      const page = mountForTest(view(state));
      await page.click(t(`send_${state.kind}`));
      expect(onSend).not.toHaveBeenCalled();
    },
  );
});

describe('the bubble', () => {
  test('answers a press', async () => {
    const page = await pressed(saved);
    expect(isBubbleOpen(page.container)).toBe(true);
  });

  test('stays closed for what is sent without a press', async () => {
    const page = mountForTest(view({ kind: 'sending' }));
    await page.rerender(view(saved));
    expect(isBubbleOpen(page.container)).toBe(false);
  });

  test('speaks up for a failure without a press', () => {
    const page = mountForTest(view({ kind: 'failed', reason: 'layout_changed' }));
    expect(isBubbleOpen(page.container)).toBe(true);
  });

  test('of a success closes by itself', async () => {
    const page = await pressed(saved);
    await vi.advanceTimersByTimeAsync(10_000);
    await page.rerender(view(saved));
    expect(isBubbleOpen(page.container)).toBe(false);
  });

  test('of a success stays while the focus is in it', async () => {
    const page = await pressed(saved);
    page.button(t('bubble_close')).focus();
    await page.rerender(view(saved));
    await vi.advanceTimersByTimeAsync(10_000);
    await page.rerender(view(saved));
    expect(isBubbleOpen(page.container)).toBe(true);
  });

  test('of a failure stays', async () => {
    const page = await pressed({ kind: 'failed', reason: 'storage_full' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(isBubbleOpen(page.container)).toBe(true);
  });

  test('closes with Escape, wherever the focus is', async () => {
    const page = await pressed({ kind: 'failed', reason: 'storage_full' });
    await page.press('Escape');
    expect(isBubbleOpen(page.container)).toBe(false);
  });

  test('gives the focus back to the button when it closes', async () => {
    const page = await pressed({ kind: 'failed', reason: 'storage_full' });
    page.button(t('bubble_close')).focus();
    await page.press('Escape', page.button(t('bubble_close')));
    expect(document.activeElement).toBe(page.button(t('send_failed')));
  });

  test('comes again when the same failure happens again', async () => {
    const failed: SendState = { kind: 'failed', reason: 'storage_full' };
    const page = await pressed(failed);
    await page.click(t('bubble_close'));
    await page.rerender(view({ kind: 'sending' }));
    await page.rerender(view(failed));
    expect(isBubbleOpen(page.container)).toBe(true);
  });

  test('leads to the settings when they are to be mended', async () => {
    const page = await pressed({ kind: 'failed', reason: 'not_connected' });
    await page.click(t('bubble_settings'));
    expect(onOpenSettings).toHaveBeenCalledOnce();
  });

  test('does not lead there otherwise', async () => {
    const page = await pressed({ kind: 'failed', reason: 'layout_changed' });
    expect(page.findButton(t('bubble_settings'))).toBeUndefined();
  });
});

test('keys pressed on the button do not reach the page', async () => {
  const onKeyDown = vi.fn();
  document.body.addEventListener('keydown', onKeyDown, { once: true });
  const page = mountForTest(view({ kind: 'idle' }));
  await page.press('a', page.button(t('send_idle')));
  expect(onKeyDown).not.toHaveBeenCalled();
});

describe('automatic saving', () => {
  const onChoose = vi.fn();
  const shown = (automatic: ConversationPolicy) => (
    <SendButton state={{ kind: 'idle' }} siteName="ChatGPT" onSend={onSend} automatic={automatic} onChoose={onChoose} />
  );

  test('is no matter where it is off', () => {
    expect(mountForTest(shown('off')).findButton(t('automatic_more'))).toBeUndefined();
  });

  test.each([
    [t('automatic_always'), 'always'],
    [t('automatic_never'), 'never'],
  ] as const)('is asked about: %s', async (words, choice) => {
    const page = mountForTest(shown('ask'));
    expect(isBubbleOpen(page.container)).toBe(true);
    await page.click(words);
    expect(onChoose).toHaveBeenLastCalledWith(choice);
    expect(isBubbleOpen(page.container)).toBe(false);
  });

  test('asks no more when its question is closed', async () => {
    const page = mountForTest(shown('ask'));
    await page.click(t('bubble_close'));
    await page.rerender(shown('ask'));
    expect(isBubbleOpen(page.container)).toBe(false);
  });

  test.each([
    ['on', t('automatic_never'), 'never'],
    ['never', t('automatic_allow'), null],
  ] as const)('is %s in silence, and can be changed', async (policy, words, choice) => {
    const page = mountForTest(shown(policy));
    expect(isBubbleOpen(page.container)).toBe(false);
    await page.click(t('automatic_more'));
    await page.click(words);
    expect(onChoose).toHaveBeenLastCalledWith(choice);
  });
});
