import { describe, expect, test, vi } from 'vitest';
import type { ConnectionProblem, ConnectionView } from '../lib/messages.ts';
import { ConnectionForm } from './ConnectionForm.tsx';
import { mountForTest } from './mount-for-test.ts';
import { CONNECTION_PROBLEM, FORM_WORDS } from './words.ts';

const connection: ConnectionView = { endpoint: 'http://127.0.0.1:8787', workspaceId: 'ws_1', permitted: true };
const onSave = vi.fn();
const first = (problem: ConnectionProblem | null = null) => (
  <ConnectionForm connection={null} problem={problem} onSave={onSave} />
);
const change = (problem: ConnectionProblem | null = null) => (
  <ConnectionForm connection={connection} problem={problem} onSave={onSave} />
);

describe('for the first time', () => {
  test('saves the pasted connection string', async () => {
    const page = mountForTest(first());
    await page.type(FORM_WORDS.string, 'brainpost+http://ws_1:secret@127.0.0.1:8787');
    await page.click(FORM_WORDS.save);
    expect(onSave).toHaveBeenCalledExactlyOnceWith({
      kind: 'string',
      text: 'brainpost+http://ws_1:secret@127.0.0.1:8787',
    });
  });

  test('saves the three fields', async () => {
    const page = mountForTest(first());
    await page.click(FORM_WORDS.useFields);
    await page.type(FORM_WORDS.endpoint, 'https://brain.example.org');
    await page.type(FORM_WORDS.workspace, 'ws_2');
    await page.type(FORM_WORDS.secret, 'whsec_abc');
    await page.click(FORM_WORDS.save);
    expect(onSave).toHaveBeenCalledExactlyOnceWith({
      kind: 'fields',
      endpoint: 'https://brain.example.org',
      workspaceId: 'ws_2',
      secret: 'whsec_abc',
    });
  });

  test('has no way back', () => {
    expect(mountForTest(first()).findButton(FORM_WORDS.cancel)).toBeUndefined();
  });
});

describe('what is secret', () => {
  test('is hidden while it is typed, until it is asked for', async () => {
    const page = mountForTest(first());
    await page.type(FORM_WORDS.string, 'brainpost+http://');
    expect(page.field(FORM_WORDS.string).type).toBe('password');
    await page.click(FORM_WORDS.show);
    expect(page.field(FORM_WORDS.string).type).toBe('text');
  });

  test('is never filled in', () => {
    const secret = mountForTest(change()).field(FORM_WORDS.secret);
    expect(secret).toMatchObject({ type: 'password', value: '', placeholder: FORM_WORDS.secretStored });
  });

  test('is kept when left empty', async () => {
    const page = mountForTest(change());
    await page.type(FORM_WORDS.endpoint, 'http://127.0.0.1:9000');
    await page.click(FORM_WORDS.saveChange);
    expect(onSave).toHaveBeenCalledExactlyOnceWith({
      kind: 'fields',
      endpoint: 'http://127.0.0.1:9000',
      workspaceId: 'ws_1',
      secret: '',
    });
  });
});

describe('a problem', () => {
  test.each<[ConnectionProblem, string]>([
    ['invalid_endpoint', FORM_WORDS.endpoint],
    ['insecure_endpoint', FORM_WORDS.endpoint],
    ['invalid_workspace', FORM_WORDS.workspace],
    ['missing_secret', FORM_WORDS.secret],
    ['invalid_secret', FORM_WORDS.secret],
  ])('%s stands at the field "%s"', (problem, label) => {
    const page = mountForTest(change(problem));
    const field = page.field(label);
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(page.describedBy(field)).toBe(CONNECTION_PROBLEM[problem]);
    expect(document.activeElement).toBe(field);
  });

  test('of any field stands at the connection string when that was saved', () => {
    const page = mountForTest(first('invalid_workspace'));
    expect(page.describedBy(page.field(FORM_WORDS.string))).toBe(CONNECTION_PROBLEM.invalid_workspace);
  });

  test('goes away with the next key and comes back when it happens again', async () => {
    const page = mountForTest(first('not_a_connection_string'));
    await page.type(FORM_WORDS.string, 'nonsense');
    expect(page.text()).not.toContain(CONNECTION_PROBLEM.not_a_connection_string);
    await page.click(FORM_WORDS.save);
    expect(page.text()).toContain(CONNECTION_PROBLEM.not_a_connection_string);
  });
});
