import { expect, test } from 'vitest';
import { readers } from './readers.ts';
import { optionalSites, siteAt, siteMatches, sites } from './registry.ts';

const ids = sites.map(({ id }) => id as string);
const folders = Object.keys(import.meta.glob('./*/site.ts')).map((path) => path.split('/')[1] ?? '');

test('every site has its own id and name, and a reader', () => {
  expect(new Set(ids).size).toBe(sites.length);
  expect(new Set(sites.map(({ name }) => name)).size).toBe(sites.length);
  expect(Object.keys(readers).toSorted()).toEqual(ids.toSorted());
});

test('every folder of a site is registered under its name, and every site has its folder', () => {
  expect(folders.toSorted()).toEqual(ids.toSorted());
});

test('sites are whole hosts, each of one site', () => {
  const matches = sites.flatMap((site) => site.matches);
  for (const pattern of matches) expect(pattern).toMatch(/^https:\/\/[\w.-]+\/\*$/);
  expect(new Set(matches).size).toBe(matches.length);
  for (const site of sites) {
    for (const pattern of site.matches) expect(siteAt(new URL(pattern))?.id).toBe(site.id);
    // Joined to one selector, which must not be empty.
    expect(site.messageSelectors.length * site.streamingSelectors.length).toBeGreaterThan(0);
  }
});

test('the sites that are always on are these, all others wait for the user', () => {
  expect(siteMatches).toEqual([
    'https://chatgpt.com/*',
    'https://chat.openai.com/*',
    'https://claude.ai/*',
    'https://gemini.google.com/*',
  ]);
  const waiting = optionalSites.flatMap(({ matches }) => matches);
  expect([...siteMatches, ...waiting].toSorted()).toEqual(sites.flatMap(({ matches }) => matches).toSorted());
});

test.each([
  ['https://chatgpt.com/c/1', 'chatgpt'],
  ['https://chat.openai.com/', 'chatgpt'],
  ['https://grok.com/c/1', 'grok'],
  ['https://chatgpt.com.example.com/c/1', undefined],
  ['http://chatgpt.com/c/1', undefined],
  ['https://example.com/?u=https://chatgpt.com/', undefined],
])('%s belongs to %s', (address, id) => {
  expect(siteAt(new URL(address))?.id).toBe(id);
});
