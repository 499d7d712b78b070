import { describe, expect, test } from 'vitest';
import type { Preferences } from '../messages.ts';
import { DEFAULT_PREFERENCES } from './preferences.ts';
import { formatSettingsFile, parseSettingsFile } from './settings-file.ts';

const preferences: Preferences = {
  apiOff: ['gemini'],
  automatic: {
    default: 'ask',
    bySite: { claude: 'on' },
    excludedProjects: [{ site: 'chatgpt', id: 'g-p-1', name: 'Taxes' }],
    excludedTitles: ['doctor*visit'],
  },
  labels: { bySite: { claude: ['work'] }, rules: [{ on: 'title', text: 'recipe', label: 'food' }], known: ['work'] },
  redaction: { presets: ['email'], patterns: [{ name: 'customer', pattern: 'C-\\d+' }], inCode: true },
  actor: { id: 'ada', email: 'ada@example.org' },
  renderOnly: true,
};

const file = (change: object) => JSON.stringify({ kind: 'brainpost-settings', version: 2, preferences, ...change });

describe('a settings file', () => {
  test('gives back what was put in', () => {
    expect(parseSettingsFile(formatSettingsFile(preferences))).toEqual({ ok: true, preferences });
  });

  test('of version 1 is understood', () => {
    const old = file({ version: 1, preferences: { apiOff: ['claude'] } });
    expect(parseSettingsFile(old)).toEqual({
      ok: true,
      preferences: { ...DEFAULT_PREFERENCES, apiOff: ['claude'] },
    });
  });

  test.each([
    ['no JSON', '{', { ok: false, reason: 'not_settings' }],
    ['a list', '[]', { ok: false, reason: 'not_settings' }],
    ['a file of another program', '{"kind":"other"}', { ok: false, reason: 'not_settings' }],
    ['a version that is no number', file({ version: 'x' }), { ok: false, reason: 'not_settings' }],
    ['a newer version', file({ version: 3 }), { ok: false, reason: 'newer_version' }],
    [
      'a wrong value',
      file({ preferences: { ...preferences, renderOnly: 1 } }),
      { ok: false, reason: 'invalid', issues: [{ path: 'renderOnly', problem: 'invalid' }] },
    ],
  ])('is refused as %s', (_name, text, expected) => {
    expect(parseSettingsFile(text)).toEqual(expected);
  });

  test('takes nothing along that is no preference: a connection in it changes nothing', () => {
    const text = file({ connection: { endpoint: 'https://else.example' }, secret: 'whsec_x' });
    expect(parseSettingsFile(text)).toEqual({ ok: true, preferences });
  });
});
