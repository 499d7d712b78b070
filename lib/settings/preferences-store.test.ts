import { beforeEach, describe, expect, test } from 'vitest';
import { storage } from 'wxt/utils/storage';
import { DEFAULT_PREFERENCES } from './preferences.ts';
import { loadPreferences, replacePreferences, savePreferences } from './preferences-store.ts';

const KEY = 'local:preferences';

beforeEach(() => storage.removeItem(KEY));

describe('stored preferences', () => {
  test('are the defaults after installation: nothing by itself, nothing changed, nobody named', async () => {
    expect(await loadPreferences()).toEqual(DEFAULT_PREFERENCES);
    expect(DEFAULT_PREFERENCES.automatic.default).toBe('off');
  });

  test('change by sections, the others stay', async () => {
    await savePreferences({ apiOff: ['gemini'] });
    const saved = await savePreferences({ renderOnly: true });
    expect(saved).toMatchObject({ ok: true, preferences: { apiOff: ['gemini'], renderOnly: true } });
    expect(await loadPreferences()).toMatchObject({ apiOff: ['gemini'], renderOnly: true });
  });

  test('that are saved at the same time are all kept', async () => {
    const actor = { id: 'ada', email: 'ada@example.org' };
    await Promise.all([savePreferences({ apiOff: ['claude'] }), savePreferences({ actor })]);
    expect(await loadPreferences()).toMatchObject({ apiOff: ['claude'], actor });
  });

  test.each([
    ['version 1, empty', {}, DEFAULT_PREFERENCES],
    ['version 1', { apiOff: ['gemini'] }, { ...DEFAULT_PREFERENCES, apiOff: ['gemini'] }],
    [
      'version 2',
      { version: 2, ...DEFAULT_PREFERENCES, renderOnly: true },
      { ...DEFAULT_PREFERENCES, renderOnly: true },
    ],
  ])('of %s are understood', async (_name, stored, expected) => {
    await storage.setItem(KEY, stored);
    expect(await loadPreferences()).toEqual(expected);
  });

  test.each([
    ['of a newer version', { version: 99, apiOff: [] }],
    ['that are broken', { version: 2, ...DEFAULT_PREFERENCES, redaction: 'all' }],
    ['of another kind', 'off'],
  ])('%s are an error and never the defaults, which would redact nothing', async (_name, stored) => {
    await storage.setItem(KEY, stored);
    await expect(loadPreferences()).rejects.toThrow('cannot be read');
    await replacePreferences(DEFAULT_PREFERENCES);
    expect(await loadPreferences()).toEqual(DEFAULT_PREFERENCES);
  });

  const redaction = (name: string, pattern = 'x') => ({
    redaction: { presets: [], patterns: [{ name, pattern }], inCode: false },
  });
  test.each([
    ['an address that is none', { actor: { id: '', email: 'ada' } }, { path: 'actor.email', problem: 'invalid_email' }],
    ['a name with a space', redaction('a b'), { path: 'redaction.patterns.0.name', problem: 'invalid_name' }],
    ['the name of a preset', redaction('email'), { path: 'redaction.patterns.0.name', problem: 'invalid_name' }],
    ['an empty pattern', redaction('own', ' '), { path: 'redaction.patterns.0.pattern', problem: 'empty' }],
    [
      'a long pattern',
      redaction('own', `[${'x'.repeat(1001)}]`),
      { path: 'redaction.patterns.0.pattern', problem: 'too_long' },
    ],
    ['too many', { apiOff: Array<string>(201).fill('x') }, { path: 'apiOff', problem: 'too_many' }],
    ['another kind', { renderOnly: 'yes' as unknown as boolean }, { path: 'renderOnly', problem: 'invalid' }],
  ])('are refused for %s, with place and reason, and nothing is changed', async (_name, patch, issue) => {
    expect(await savePreferences(patch)).toEqual({ ok: false, issues: [issue] });
    expect(await loadPreferences()).toEqual(DEFAULT_PREFERENCES);
  });
});
