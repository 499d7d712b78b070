import { expect, test } from 'vitest';
import { readers } from './readers.ts';
import { siteAt, siteMatches, sites } from './registry.ts';

test('every site has its own id, name, hosts and reader', () => {
  expect(new Set(sites.map(({ id }) => id)).size).toBe(sites.length);
  expect(Object.keys(readers).toSorted()).toEqual(sites.map(({ id }) => id as string).toSorted());
  for (const { matches } of sites) for (const pattern of matches) expect(pattern).toMatch(/^https:\/\/[\w.-]+\/\*$/);
  expect(siteMatches).toHaveLength(new Set(siteMatches).size);
});

test.each([
  ['https://chatgpt.com/c/1', 'chatgpt'],
  ['https://chat.openai.com/', 'chatgpt'],
  ['https://chatgpt.com.example.com/c/1', undefined],
  ['http://chatgpt.com/c/1', undefined],
  ['https://example.com/?u=https://chatgpt.com/', undefined],
])('%s belongs to %s', (address, id) => {
  expect(siteAt(new URL(address))?.id).toBe(id);
});
