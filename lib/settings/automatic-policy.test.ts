import { describe, expect, test } from 'vitest';
import type { AutomaticPreferences, ConversationChoice, ConversationPolicy } from '../messages.ts';
import { conversationPolicy, siteAutomatic } from './automatic-policy.ts';

const automatic: AutomaticPreferences = {
  default: 'ask',
  bySite: { claude: 'on', gemini: 'off' },
  excludedProjects: [{ site: 'claude', id: 'p1', name: 'Taxes' }],
  excludedTitles: ['doctor * visit', '100%'],
};
const facts = { conversationId: 'c1', title: 'Sourdough' };

describe('what may be captured by itself', () => {
  test.each([
    ['claude', 'on'],
    ['gemini', 'off'],
    ['chatgpt', 'ask'],
    ['constructor', 'ask'],
  ])('%s: %s', (siteId, expected) => expect(siteAutomatic(automatic, siteId)).toBe(expected));

  test.each<{
    name: string;
    siteId?: string;
    choice?: ConversationChoice;
    change?: object;
    expected: ConversationPolicy;
  }>([
    { name: 'as its site', expected: 'on' },
    { name: 'as all sites', siteId: 'chatgpt', expected: 'ask' },
    { name: 'never, by decision', choice: 'never', expected: 'never' },
    { name: 'always, where it would be asked', siteId: 'chatgpt', choice: 'always', expected: 'on' },
    { name: 'off means off', siteId: 'gemini', choice: 'always', expected: 'off' },
    { name: 'an excluded project', change: { projectId: 'p1' }, expected: 'never' },
    { name: 'excluded after an `always`', choice: 'always', change: { projectId: 'p1' }, expected: 'never' },
    { name: 'the same id elsewhere', siteId: 'chatgpt', change: { projectId: 'p1' }, expected: 'ask' },
    { name: 'an excluded title', change: { title: 'My Doctor, the visit' }, expected: 'never' },
    { name: 'words the other way round', change: { title: 'visit to the doctor' }, expected: 'on' },
    { name: 'a sign that is special elsewhere', change: { title: 'Be 100% sure' }, expected: 'never' },
  ])('$name: $expected', ({ siteId = 'claude', choice = null, change, expected }) => {
    expect(conversationPolicy(automatic, { siteId, facts: { ...facts, ...change }, choice })).toBe(expected);
  });
});
