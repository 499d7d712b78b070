import { cpSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { parseConnectionString } from '../../lib/protocol/connection.ts';
import { createWorkspace } from '../accounts/create-workspace.ts';
import { readSettings } from '../settings.ts';
import { runMain, serveChild } from '../test-support/child-receiver.ts';
import { makeTempDir } from '../test-support/receiver.ts';
import { makeEvent, signedInit, WORKSPACE } from '../test-support/signed-request.ts';
import { openData } from './data-folder.ts';
import { sign, verify } from './sign.ts';
import { runWorkspaceCommand, type WorkspaceCommand } from './workspace.ts';

const WHSEC = `whsec_${Buffer.from('twenty-four bytes of key').toString('base64')}`;

async function makeData() {
  const data = makeTempDir();
  const read = readSettings({}, { data });
  const opened = openData(data);
  if (!read.ok || !opened.ok) throw new Error('no data');
  await createWorkspace(opened.store, { id: WORKSPACE, name: 'Mine', secret: WHSEC }, Date.now());
  await opened.store.close();
  const { settings } = read;
  const run = (command: WorkspaceCommand) => runWorkspaceCommand(settings, command);
  const write = (name: string, text: string) => {
    const path = join(data, name);
    writeFileSync(path, text);
    return path;
  };
  return { data, settings, run, write };
}

test('a backup that is made while the receiver runs is a whole receiver again: what was accepted is a duplicate', async () => {
  const data = join(makeTempDir(), 'data');
  const receiver = await serveChild(data);
  const send = async (url: string, id: string) => {
    const init = await signedInit(makeEvent({ event_id: id }), { timestampSec: Math.floor(Date.now() / 1000) });
    return (await (await fetch(`${url}/webhooks/v1/${WORKSPACE}/chatgpt`, init)).json()) as { status: string };
  };
  expect((await send(receiver.url, 'evt_1')).status).toBe('accepted');
  const file = join(makeTempDir(), 'backup.db');
  const made = await runMain(['backup', file, '--data', data]);
  expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining(file) });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect((await send(receiver.url, 'evt_2')).status).toBe('accepted');

  const restored = join(makeTempDir(), 'data');
  mkdirSync(restored);
  cpSync(file, join(restored, 'brainpost.db'));
  const second = await serveChild(restored, { BRAINPOST_WORKSPACE: '', BRAINPOST_SECRET: '' });
  expect((await send(second.url, 'evt_1')).status).toBe('duplicate');
  expect((await send(second.url, 'evt_2')).status).toBe('accepted');
});

test('a backup that cannot be made says so and leaves nothing behind', async () => {
  const none = makeTempDir();
  expect(await runMain(['backup', join(none, 'b.db'), '--data', none])).toMatchObject({ code: 1, stdout: '' });
  const { data } = await makeData();
  const folder = join(makeTempDir(), 'not', 'there');
  const failed = await runMain(['backup', join(folder, 'b.db'), '--data', data]);
  expect(failed).toMatchObject({ code: 1, stderr: 'The backup could not be written (ENOENT).\n' });
  expect(existsSync(folder)).toBe(false);
});

test('a rotated workspace has a new connection string, and the old secret lives on for the overlap', async () => {
  const { run, settings } = await makeData();
  const rotated = await run({ action: 'rotate', id: WORKSPACE, source: null, overlap: '1' });
  const parsed = parseConnectionString(rotated.ok ? (rotated.lines[0] ?? '') : '');
  expect(parsed.ok && parsed.connection.secret).not.toBe(WHSEC);
  const opened = openData(settings.dataDir);
  if (!opened.ok) throw new Error(opened.message);
  const live = async (now: number) => (await opened.store.findLiveKeys(WORKSPACE, null, now)).length;
  expect([await live(Date.now()), await live(Date.now() + 3_600_001)]).toEqual([2, 1]);
  await opened.store.close();
  const ofSource = await run({ action: 'rotate', id: WORKSPACE, source: 'slack', overlap: '0' });
  expect(ofSource).toEqual({ ok: true, lines: [expect.stringMatching(/^whsec_/)] });
  expect((await run({ action: 'rotate', id: WORKSPACE, source: null, overlap: '1e3' })).ok).toBe(false);
  expect((await run({ action: 'rotate', id: 'ws_none', source: null, overlap: '1' })).ok).toBe(false);
});

test('a policy is set by name', async () => {
  const { run } = await makeData();
  const policy = (source: string, value: string) => run({ action: 'policy', id: WORKSPACE, source, policy: value });
  expect(await policy('chatgpt', 'strict')).toEqual({ ok: true, lines: ['chatgpt\tstrict'] });
  expect((await policy('chatgpt', 'lax')).ok).toBe(false);
  expect((await policy('Chat GPT', 'compat')).ok).toBe(false);
});

test('a workspace is removed only when that is confirmed, and with its files', async () => {
  const { run, data } = await makeData();
  const blobs = join(data, 'blobs', WORKSPACE, 'aa');
  mkdirSync(blobs, { recursive: true });
  const asked = await run({ action: 'remove', id: WORKSPACE, isConfirmed: false });
  expect(asked).toMatchObject({ ok: false, message: expect.stringContaining('--yes') });
  expect(await run({ action: 'list' })).toEqual({ ok: true, lines: [`${WORKSPACE}\tMine`] });
  expect((await run({ action: 'remove', id: WORKSPACE, isConfirmed: true })).ok).toBe(true);
  expect(await run({ action: 'list' })).toEqual({ ok: true, lines: [] });
  expect(readdirSync(join(data, 'blobs'))).toEqual([]);
  expect((await run({ action: 'remove', id: WORKSPACE, isConfirmed: true })).ok).toBe(false);
});

test('what sign makes is accepted by standardwebhooks and by verify, and a changed body by neither', async () => {
  const { settings, write } = await makeData();
  const text = JSON.stringify(makeEvent());
  const file = write('event.json', text);
  const signed = await sign(settings, { workspaceId: WORKSPACE, file });
  if (!signed.ok) throw new Error(signed.message);
  const headers = Object.fromEntries(signed.lines.map((line) => line.split(': ') as [string, string]));
  const webhook = new Webhook(WHSEC);
  expect(webhook.verify(text, headers)).toMatchObject({ event_id: 'evt_1' });
  expect(() => webhook.verify(`${text} `, headers)).toThrow();

  const command = {
    workspaceId: WORKSPACE,
    file,
    headersFile: write('headers', signed.lines.join('\r\n')),
    source: '',
  };
  expect(await verify(settings, command)).toMatchObject({ ok: true, lines: [expect.stringContaining('strong')] });
  write('event.json', `${text} `);
  expect(await verify(settings, command)).toMatchObject({ message: expect.stringContaining('invalid_signature') });
  write('event.json', text);
  write('headers', signed.lines.filter((line) => !line.startsWith('webhook-id')).join('\n'));
  expect(await verify(settings, command)).toMatchObject({ message: 'invalid_header: webhook-id' });
});

test('a file that is no event, and one that is not there, are refused', async () => {
  const { settings, write } = await makeData();
  const signFile = (file: string) => sign(settings, { workspaceId: WORKSPACE, file });
  expect(await signFile(write('a.json', '{}'))).toMatchObject({
    ok: false,
    message: expect.stringContaining('event_id'),
  });
  expect((await signFile('/nowhere/a.json')).ok).toBe(false);
  expect((await sign(settings, { workspaceId: 'ws_none', file: write('b.json', '{}') })).ok).toBe(false);
});
