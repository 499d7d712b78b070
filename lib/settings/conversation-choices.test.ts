import { beforeEach, describe, expect, test } from 'vitest';
import { forgetChoices, loadChoice, storeChoice } from './conversation-choices.ts';

const conversation = (conversationId: string) => ({ siteId: 'claude', conversationId });

beforeEach(forgetChoices);

describe('decisions for conversations', () => {
  test('are kept, changed and taken back, each for its own', async () => {
    await storeChoice(conversation('a'), 'never', { nowMs: 1 });
    expect(await loadChoice(conversation('a'))).toBe('never');
    expect(await loadChoice(conversation('b'))).toBe(null);
    expect(await loadChoice({ siteId: 'gemini', conversationId: 'a' })).toBe(null);
    await storeChoice(conversation('a'), 'always', { nowMs: 2 });
    expect(await loadChoice(conversation('a'))).toBe('always');
    await storeChoice(conversation('a'), null, { nowMs: 3 });
    expect(await loadChoice(conversation('a'))).toBe(null);
  });

  test('are bounded: the oldest that would be asked again goes before any `never`', async () => {
    await storeChoice(conversation('never'), 'never', { nowMs: 1, max: 3 });
    for (const id of ['old', 'new', 'newest'])
      await storeChoice(conversation(id), 'always', { nowMs: id.length, max: 3 });
    expect(await loadChoice(conversation('never'))).toBe('never');
    const kept = await Promise.all(['old', 'new', 'newest'].map((id) => loadChoice(conversation(id))));
    expect(kept.filter((choice) => choice !== null)).toHaveLength(2);
    expect(kept.at(-1)).toBe('always');
  });
});
