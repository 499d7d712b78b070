import { describe, expect, test, vi } from 'vitest';
import type { ConnectionView, DeliveryReason, PageState, SendState } from '../lib/messages.ts';
import { endingsOf } from './endings-for-test.ts';
import { mountForTest, nameOf } from './mount-for-test.ts';
import { Popup, type PopupProps } from './Popup.tsx';
import { describeKept } from './describe-reason.ts';
import { describeSendState } from './describe-send.ts';
import { describeTest } from './describe-test.ts';
import { t } from '../lib/i18n/translate.ts';

const connection: ConnectionView = { endpoint: 'http://127.0.0.1:8787', workspaceId: 'ws_1', permitted: true };
const page: PageState = { siteId: 'claude', siteName: 'Claude', title: 'A lease contract', send: { kind: 'idle' } };

function popup(part: Partial<PopupProps> = {}) {
  return (
    <Popup
      connection={connection}
      page={page}
      labels={null}
      onChangeLabels={vi.fn()}
      queue={{ undelivered: 0, hold: null, recent: [] }}
      test={null}
      optionalSites={[]}
      preferences={null}
      saveProblem={null}
      nowMs={1_000_000}
      onSave={vi.fn()}
      onAllow={vi.fn()}
      onTest={vi.fn()}
      onSend={vi.fn()}
      onSwitchSite={vi.fn()}
      reportCopied={false}
      onCopyReport={vi.fn()}
      onAllowApi={vi.fn()}
      onRetry={vi.fn()}
      onShowAll={vi.fn()}
      onOpenSettings={vi.fn()}
      {...part}
    />
  );
}

describe('asking the site for the whole conversation', () => {
  const checkbox = () => document.querySelector<HTMLInputElement>('input[type=checkbox]');

  test('is on unless it was switched off for this site', () => {
    mountForTest(popup({ preferences: { apiOff: ['gemini'] } }));
    expect(checkbox()?.checked).toBe(true);
    mountForTest(popup({ preferences: { apiOff: ['claude'] } }));
    expect([...document.querySelectorAll<HTMLInputElement>('input[type=checkbox]')].at(-1)?.checked).toBe(false);
  });

  test('is switched for the site of the page', () => {
    const onAllowApi = vi.fn();
    mountForTest(popup({ preferences: { apiOff: [] }, onAllowApi }));
    [...document.querySelectorAll<HTMLInputElement>('input[type=checkbox]')].at(-1)?.click();
    expect(onAllowApi).toHaveBeenCalledExactlyOnceWith('claude', false);
  });
});

test('a page that is not understood can be reported, without its text', async () => {
  const onCopyReport = vi.fn();
  const send = { kind: 'failed', reason: 'layout_changed' } as const;
  const view = mountForTest(popup({ page: { ...page, send }, onCopyReport }));
  await view.click(t('page_copy_report'));
  expect(onCopyReport).toHaveBeenCalledOnce();
});

describe('other sites', () => {
  const grok = { id: 'grok', name: 'Grok', matches: ['https://grok.com/*'], isOn: false };

  test('are off until they are switched on', () => {
    const onSwitchSite = vi.fn();
    const view = mountForTest(popup({ optionalSites: [grok], onSwitchSite }));
    expect(view.text()).toContain(t('sites_none'));
    [...document.querySelectorAll<HTMLInputElement>('details input')].at(-1)?.click();
    expect(onSwitchSite).toHaveBeenCalledExactlyOnceWith(grok, true);
  });
});

describe('connecting', () => {
  test('comes first when nothing is connected', () => {
    const view = mountForTest(popup({ connection: null, page: null, queue: null }));
    expect(view.field(t('form_code'))).toBeDefined();
    expect(view.text()).toContain('npm start');
    expect(view.findButton(t('send_idle'))).toBeUndefined();
  });

  test('is not asked for before it is known to be missing', () => {
    const view = mountForTest(popup({ connection: 'loading' }));
    expect(view.text()).toBe('Brainpost' + t('loading'));
  });

  test('can be changed, and the form closes when it is saved', async () => {
    const onSave = vi.fn();
    const view = mountForTest(popup({ onSave }));
    await view.click(t('connection_change'));
    await view.type(t('form_secret'), 'whsec_new');
    await view.click(t('form_save_change'));
    expect(onSave).toHaveBeenCalledExactlyOnceWith({
      kind: 'fields',
      endpoint: connection.endpoint,
      workspaceId: connection.workspaceId,
      secret: 'whsec_new',
    });
    await view.rerender(popup({ connection: { ...connection } }));
    expect(view.findButton(t('form_save_change'))).toBeUndefined();
  });

  test('stays open while the same connection is read anew', async () => {
    const view = mountForTest(popup());
    await view.click(t('connection_change'));
    await view.type(t('form_workspace'), 'ws_2');
    await view.rerender(popup({ connection: { ...connection } }));
    expect(view.field(t('form_workspace')).value).toBe('ws_2');
  });

  test('shows the problem of a change', async () => {
    const view = mountForTest(popup());
    await view.click(t('connection_change'));
    await view.click(t('form_save_change'));
    await view.rerender(popup({ saveProblem: 'invalid_workspace' }));
    expect(view.text()).toContain(t('problem_invalid_workspace'));
  });

  test('can be left as it is', async () => {
    const view = mountForTest(popup());
    await view.click(t('connection_change'));
    await view.click(t('form_cancel'));
    expect(view.button(t('connection_change'))).toBeDefined();
  });
});

describe('the connection', () => {
  test('asks for access when the browser does not allow it, and says so once', async () => {
    const onAllow = vi.fn();
    const queue = { undelivered: 1, hold: 'permission_missing' as const, recent: [] };
    const view = mountForTest(popup({ connection: { ...connection, permitted: false }, queue, onAllow }));
    await view.click(t('connection_allow'));
    expect(onAllow).toHaveBeenCalledOnce();
    expect(view.text()).not.toContain(describeKept('permission_missing'));
  });

  test('can be tested', async () => {
    const onTest = vi.fn();
    const view = mountForTest(popup({ onTest }));
    await view.click(t('connection_test'));
    expect(onTest).toHaveBeenCalledOnce();
  });

  test('is not tested twice at once', async () => {
    const onTest = vi.fn();
    const view = mountForTest(popup({ onTest, test: 'running' }));
    await view.click(t('connection_test'));
    expect(onTest).not.toHaveBeenCalled();
  });

  test.each(endingsOf<DeliveryReason>('reason_'))('says in words that a test failed with %s', (reason) => {
    const view = mountForTest(popup({ test: { ok: false, reason } }));
    expect(view.text()).toContain(describeTest({ ok: false, reason }));
  });

  test('says by how much the clock is wrong', () => {
    const view = mountForTest(popup({ test: { ok: false, reason: 'invalid_timestamp', clockSkewSec: -734 } }));
    expect(view.text()).toContain('12 minutes behind');
  });
});

describe('the page', () => {
  test('is sent', async () => {
    const onSend = vi.fn();
    const view = mountForTest(popup({ onSend }));
    await view.click(t('send_idle'));
    expect(onSend).toHaveBeenCalledOnce();
  });

  test('is not sent twice at once', async () => {
    const onSend = vi.fn();
    const view = mountForTest(popup({ onSend, page: { ...page, send: { kind: 'sending' } } }));
    await view.click(t('send_sending'));
    expect(onSend).not.toHaveBeenCalled();
  });

  test.each<SendState>([
    { kind: 'waiting_for_answer' },
    { kind: 'saved', messageCount: 2, rest: 'none' },
    { kind: 'already_saved', messageCount: 2, rest: 'missing' },
    { kind: 'queued', reason: 'timeout' },
    { kind: 'failed', reason: 'layout_changed' },
  ])('says what became of it: %j', (send) => {
    const view = mountForTest(popup({ page: { ...page, send } }));
    expect(view.status()).toBe(describeSendState(send, 'Claude'));
  });

  test('may be no conversation', () => {
    expect(mountForTest(popup({ page: null })).text()).toContain(t('page_none'));
  });

  test('may have no title', () => {
    expect(mountForTest(popup({ page: { ...page, title: '' } })).text()).toContain(t('untitled'));
  });
});

test('every button has a name', () => {
  const queue = { undelivered: 2, hold: 'forbidden' as const, recent: [] };
  const view = mountForTest(popup({ connection: { ...connection, permitted: false }, queue }));
  const names = [...view.container.querySelectorAll('button')].map(nameOf);
  expect(names).toContain(t('recent_retry'));
  expect(names).not.toContain('');
});
