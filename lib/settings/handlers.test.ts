import { beforeEach, describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { storage } from 'wxt/utils/storage';
import { handleChoose, handleConversationPolicy, handleSitePolicy } from './handlers.ts';
import { replacePreferences } from './preferences-store.ts';
import { DEFAULT_PREFERENCES } from './preferences.ts';

const from = (url: string, frameId = 0) => ({ url, tab: { id: 1 }, frameId });
const claude = from('https://claude.ai/chat/c1');
const facts = { conversationId: 'c1', title: 'Sourdough' };

beforeEach(async () => {
  fakeBrowser.scripting.getRegisteredContentScripts = () => Promise.resolve([]);
  await storage.removeItem('local:preferences');
  await replacePreferences({
    ...DEFAULT_PREFERENCES,
    apiOff: ['gemini'],
    automatic: { ...DEFAULT_PREFERENCES.automatic, bySite: { claude: 'ask' } },
  });
});

describe('what a content script is told', () => {
  test.each([
    ['its own site', claude, { useApi: true, automatic: 'ask' }],
    ['a site whose API is not asked', from('https://gemini.google.com/app/1'), { useApi: false, automatic: 'off' }],
    ['a page of no chat site', from('https://example.org/'), { useApi: false, automatic: 'off' }],
    ['a frame', from('https://claude.ai/chat/c1', 3), { useApi: false, automatic: 'off' }],
  ])('%s', async (_name, sender, expected) => expect(await handleSitePolicy(sender)).toEqual(expected));

  test('decides about its own conversation, and about no other site', async () => {
    expect(await handleConversationPolicy(facts, claude)).toBe('ask');
    await handleChoose({ conversationId: 'c1', choice: 'always' }, claude);
    expect(await handleConversationPolicy(facts, claude)).toBe('on');
    await expect(
      handleChoose({ conversationId: 'c1', choice: 'always' }, from('https://example.org/')),
    ).rejects.toThrow('chat site');
    await handleChoose({ conversationId: 'c1', choice: 'never' }, claude);
    expect(await handleConversationPolicy(facts, claude)).toBe('never');
  });

  test.each([
    ['garbage', null],
    ['a title of another kind', { conversationId: 'c1', title: 7 }],
    ['no conversation', { conversationId: '', title: '' }],
  ])('%s is never captured by itself', async (_name, input) =>
    expect(await handleConversationPolicy(input, claude)).toBe('never'),
  );
});
