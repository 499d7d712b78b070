import { openDB } from 'idb';
import { beforeEach, describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { storage } from 'wxt/utils/storage';
import type { LabelPreferences } from '../messages.ts';
import { prepareCapture } from '../privacy/prepare-capture.ts';
import type { Conversation } from '../sites/conversation.ts';
import { loadChoice } from './conversation-choices.ts';
import { forgetLabels, storeOwnLabels } from './conversation-labels.ts';
import { handleGetLabels, handleSetLabels } from './label-handlers.ts';
import { replacePreferences } from './preferences-store.ts';
import { DEFAULT_PREFERENCES } from './preferences.ts';

const bread = { siteId: 'chatgpt', conversationId: 'bread', title: 'Sourdough at altitude' };
const taxes = { siteId: 'chatgpt', conversationId: 'taxes', title: 'Taxes', projectId: 'g-p-0a1' };

const labelsBy = (labels: Partial<LabelPreferences>) =>
  replacePreferences({ ...DEFAULT_PREFERENCES, labels: { bySite: {}, rules: [], known: [], ...labels } });

/** The labels of the event that would be made of a conversation. */
async function sentLabels(part: Partial<Conversation>): Promise<string[] | undefined> {
  const conversation: Conversation = {
    source: 'chatgpt',
    sessionId: 'bread',
    title: 'Sourdough at altitude',
    url: 'https://chatgpt.com/c/bread',
    reader: 'dom',
    layout: 'test',
    completeness: 'complete',
    messages: [{ role: 'user', content: 'How long?' }],
    ...part,
  };
  return (await prepareCapture({ conversation, mode: 'auto', nowMs: 1 })).captured.labels;
}

// First: an opened database stays open for the rest of the file.
test('a database of the version before gets room for labels and keeps what it had', async () => {
  const old = await openDB('brainpost-conversations', 2, {
    upgrade(db) {
      db.createObjectStore('choices').createIndex('used', ['choice', 'usedAtMs']);
      db.createObjectStore('salt');
      db.createObjectStore('redactions').createIndex('used', 'usedAtMs');
    },
  });
  await old.put('salt', '00', 'salt');
  old.close();
  await storeOwnLabels(bread, ['baking'], { nowMs: 1 });
  expect((await handleGetLabels(bread)).labels).toEqual(['baking']);
  expect(await loadChoice(bread)).toBe(null);
});

describe('labels', () => {
  beforeEach(async () => {
    fakeBrowser.runtime.getManifest = () => ({ manifest_version: 3, name: 'Brainpost', version: '1.0.0' });
    await storage.removeItem('local:preferences');
    await forgetLabels();
  });

  test('of a conversation stay with it alone, are sent with it, and are offered elsewhere', async () => {
    const view = await handleSetLabels({ conversation: bread, labels: ['baking', 'baking', 'rye'], alsoOfSite: false });
    expect(view).toEqual({ labels: ['baking', 'rye'], known: ['baking', 'rye'], isOfSite: false });
    expect(await sentLabels({})).toEqual(['baking', 'rye']);
    expect(await sentLabels({ sessionId: 'taxes' })).toEqual([]);
    expect(await handleGetLabels(taxes)).toMatchObject({ labels: [], known: ['baking', 'rye'] });
  });

  test('of a site go to its new conversations, and leave those alone that have their own', async () => {
    await handleSetLabels({ conversation: bread, labels: [], alsoOfSite: false });
    await handleSetLabels({ conversation: taxes, labels: ['work'], alsoOfSite: true });
    expect(await sentLabels({ sessionId: 'new' })).toEqual(['work']);
    expect(await sentLabels({})).toEqual([]);
    expect(await handleGetLabels({ ...bread, siteId: 'claude' })).toMatchObject({ labels: [] });
  });

  test('come from rules about the title and the project', async () => {
    await labelsBy({
      bySite: { chatgpt: ['chat'] },
      rules: [
        { on: 'title', text: 'sourdough', label: 'baking' },
        { on: 'title', text: 'altitude', label: 'chat' },
        { on: 'project', text: 'g-p-0a1', label: 'money' },
      ],
    });
    expect(await sentLabels({})).toEqual(['chat', 'baking']);
    expect(await sentLabels({ title: 'Taxes', url: 'https://chatgpt.com/g/g-p-0a1-home/c/taxes' })).toEqual([
      'chat',
      'money',
    ]);
    expect((await handleGetLabels(taxes)).labels).toEqual(['chat', 'money']);
  });

  test('of a name that every object has are nobody’s', async () => {
    expect((await handleGetLabels({ ...bread, siteId: 'constructor' })).labels).toEqual([]);
  });

  test.each([
    ['too many', Array.from({ length: 21 }, (_, at) => `label ${at}`)],
    ['one that is too long', ['x'.repeat(101)]],
    ['an empty one', ['']],
  ])('%s are refused, and nothing changes', async (_name, labels) => {
    await handleSetLabels({ conversation: bread, labels: ['baking'], alsoOfSite: false });
    await expect(handleSetLabels({ conversation: bread, labels, alsoOfSite: false })).rejects.toThrow();
    expect((await handleGetLabels(bread)).labels).toEqual(['baking']);
  });

  test('of conversations are bounded: the oldest are forgotten', async () => {
    for (const [at, conversationId] of ['a', 'b', 'c'].entries())
      await storeOwnLabels({ siteId: 'claude', conversationId }, [conversationId], { nowMs: at, max: 2 });
    const left = ['a', 'b', 'c'].map((conversationId) =>
      handleGetLabels({ siteId: 'claude', conversationId, title: '' }),
    );
    expect((await Promise.all(left)).map(({ labels }) => labels)).toEqual([[], ['b'], ['c']]);
  });
});
