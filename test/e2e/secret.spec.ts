import type { CDPSession, Page } from '@playwright/test';
import { callWorker } from '../../scripts/extension-session.ts';
import { expect, expectState, PAGES, sendButton, test, type World } from './world.ts';

/** Nobody can read the secret back: not the extension's own pages, not a chat page, not what runs beside it. */

/** Everything that the extension stores, as text, with what keys say about themselves. */
async function dumpStorage(panel: Page): Promise<{ text: string; keys: number; leaks: string[] }> {
  return panel.evaluate(async () => {
    const { storage } = (
      globalThis as unknown as { chrome: { storage: Record<string, { get(of: null): Promise<object> }> } }
    ).chrome;
    const found: unknown[] = [];
    for (const area of ['local', 'sync', 'session']) found.push(await storage[area]?.get(null));
    const cryptoKeys: CryptoKey[] = [];
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error ?? new Error('unreadable')));
      });
    const collect = (value: unknown): unknown => {
      if (value instanceof CryptoKey) cryptoKeys.push(value);
      if (value instanceof Map) return [...value].map(collect);
      if (value instanceof Uint8Array) return new TextDecoder().decode(value);
      if (Array.isArray(value)) return value.map(collect);
      if (value === null || typeof value !== 'object' || value instanceof CryptoKey) return value;
      return Object.entries(value).map(([name, part]) => [name, collect(part)]);
    };
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await done(indexedDB.open(name));
      for (const store of db.objectStoreNames)
        found.push(collect(await done(db.transaction(store).objectStore(store).getAll())));
      db.close();
    }
    const leaks: string[] = [];
    for (const key of cryptoKeys)
      for (const format of ['raw', 'jwk'] as const)
        await crypto.subtle.exportKey(format, key).then(
          () => leaks.push(format),
          () => null,
        );
    return { text: JSON.stringify(found), keys: cryptoKeys.length, leaks };
  });
}

/** Runs in the isolated world of the extension's content script, where a page's script would be if it broke into it. */
async function inContentScript(page: Page, expression: string): Promise<unknown> {
  const cdp: CDPSession = await page.context().newCDPSession(page);
  const worlds: { id: number; origin: string }[] = [];
  cdp.on('Runtime.executionContextCreated', ({ context }) => worlds.push(context));
  await cdp.send('Runtime.enable');
  const world = worlds.find(({ origin }) => origin.startsWith('chrome-extension://'));
  if (!world) throw new Error('no content script runs in the page');
  const wanted = { expression, contextId: world.id, awaitPromise: true, returnByValue: true };
  const { result } = await cdp.send('Runtime.evaluate', wanted);
  await cdp.detach();
  return result.value;
}

const told = (call: string) =>
  `${call}.then((value) => JSON.stringify(value ?? null), (error) => 'refused: ' + error.message)`;

async function tellsNothing(world: World, forms: readonly string[]): Promise<void> {
  const { panel } = world.session;
  const answers = [
    await callWorker(panel, 'connection:get'),
    await callWorker(panel, 'connection:test'),
    await callWorker(panel, 'preferences:get'),
    await callWorker(panel, 'settings:export'),
    await callWorker(panel, 'queue:overview'),
    await callWorker(panel, 'queue:export', { after: null }),
    await callWorker(panel, 'queue:last-sent'),
  ];
  for (const form of forms) expect(JSON.stringify(answers)).not.toContain(form);
}

test('the secret cannot be read back by a page, a content script, a message or an export', async ({ world }) => {
  await world.pair();
  const chat = await world.open(PAGES.chatgpt);
  await sendButton(chat).click();
  await expectState(chat, 'saved');
  const base64 = world.secret.replace('whsec_', '');
  const forms = [base64, encodeURIComponent(base64), Buffer.from(base64, 'base64').toString('hex')];

  const stored = await dumpStorage(world.session.panel);
  expect(stored.keys).toBe(2);
  expect(stored.leaks).toEqual([]);
  expect(stored.text).toContain(world.workspaceId);
  for (const form of forms) expect(stored.text).not.toContain(form);
  await tellsNothing(world, forms);

  expect(await inContentScript(chat, told('chrome.storage.local.get(null)'))).toMatch(/^refused: /);
  for (const name of ['connection:get', 'connection:save', 'settings:export', 'queue:export', 'queue:last-sent']) {
    const answer = await inContentScript(chat, told(`chrome.runtime.sendMessage({ name: '${name}', data: {} })`));
    expect(answer, name).toContain('only pages of the extension');
  }
  const ofPage = await chat.evaluate(async (id) => {
    const { chrome } = globalThis as unknown as { chrome?: { storage?: object; runtime?: { sendMessage?: object } } };
    const reach = await fetch(`chrome-extension://${id}/popup.html`).then(
      () => 'reached',
      () => 'out of reach',
    );
    const databases = (await indexedDB.databases()).map(({ name }) => name);
    return { reach, databases, hasStorage: Boolean(chrome?.storage), canSend: Boolean(chrome?.runtime?.sendMessage) };
  }, world.session.extensionId);
  expect(ofPage).toEqual({ reach: 'out of reach', databases: [], hasStorage: false, canSend: false });
});
