import { rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { parseConnectionString } from '../lib/protocol/connection.ts';
import { type ChildReceiver, readNotes, runMain, serveChild } from './test-support/child-receiver.ts';
import { makeTempDir } from './test-support/receiver.ts';
import { makeEvent, signedInit, WORKSPACE } from './test-support/signed-request.ts';

// Each test starts processes of its own, up to seven one after the other.
vi.setConfig({ testTimeout: 90_000 });

async function send({ url }: ChildReceiver, event = makeEvent()): Promise<Record<string, unknown>> {
  const init = await signedInit(event, { timestampSec: Math.floor(Date.now() / 1000) });
  const response = await fetch(`${url}/webhooks/v1/${WORKSPACE}/chatgpt`, init);
  return (await response.json()) as Record<string, unknown>;
}

async function healthOf({ url }: ChildReceiver): Promise<Record<string, unknown>> {
  return (await (await fetch(`${url}/healthz`)).json()) as Record<string, unknown>;
}

const eventually = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 50 });

describe('pair', () => {
  test('prints a code for a running receiver; the browser is listed by its name and can be cut off', async () => {
    const data = makeTempDir();
    const { url } = await serveChild(data);
    const printed = await runMain(['pair', '--name', 'Work laptop', '--data', data, '--port', new URL(url).port]);
    expect(printed.stdout).toContain(url);
    const code = /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(printed.stdout)?.[0];
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) };
    expect(await (await fetch(`${url}/api/v1/pair`, init)).json()).toMatchObject({ name: 'Work laptop' });

    const listed = (await runMain(['devices', '--data', data])).stdout;
    expect(listed).toMatch(/Work laptop\tpaired .*\tnever used/);
    const [id = ''] = listed.split('\t');
    expect((await runMain(['devices', 'revoke', id, '--data', data])).stdout).toBe('Work laptop is cut off.\n');
    expect((await runMain(['devices', '--data', data])).stdout).toContain('revoked');
    expect((await runMain(['devices', 'revoke', id, '--data', data])).code).toBe(1);
    expect((await runMain(['pair', 'ws_none', '--data', data])).stderr).toContain('There is no workspace');
  });
});

describe('serve', () => {
  test('takes an event, writes its note, and ends on SIGTERM with code 0', async () => {
    const data = join(makeTempDir(), 'data');
    const receiver = await serveChild(data);
    expect(await send(receiver)).toEqual({ status: 'accepted', event_id: 'evt_1' });
    await eventually(() => expect(readNotes(join(data, 'vault')).join('')).toContain('hi'));
    expect(await healthOf(receiver)).toMatchObject({ status: 'ok', checks: { inbox: { waiting: 0 } } });
    expect(statSync(data).mode & 0o777).toBe(0o700);
    expect(statSync(join(data, 'brainpost.db')).mode & 0o777).toBe(0o600);
    expect(await receiver.end('SIGTERM')).toBe(0);
    for (const line of receiver.log().trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('event');
  });

  test('makes a token for the operator once, shows it on stdout that one time, and it works after a restart', async () => {
    const data = makeTempDir();
    const first = await serveChild(data);
    const token = String(first.listening['admin_token']);
    expect(token).toMatch(/^bp_/);
    await first.end('SIGTERM');
    const second = await serveChild(data);
    expect(second.listening).toEqual({ event: 'listening', url: second.url, login_url: expect.any(String) });
    const init = { headers: { authorization: `Bearer ${token}` } };
    expect((await fetch(`${second.url}/api/v1/workspaces/${WORKSPACE}/events`, init)).status).toBe(200);
    expect(first.log() + second.log()).not.toContain(token);
  });

  test('prints an address that signs in to the console until somebody has; then the command login does', async () => {
    const data = makeTempDir();
    const receiver = await serveChild(data);
    const { url, listening } = receiver;
    const linkOf = (address: string) => /\/console\/#login=([\w-]{43})$/.exec(address.trim())?.[1];
    const signIn = (link: string | undefined) =>
      fetch(`${url}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ link }),
      });
    const first = linkOf(String(listening['login_url']));
    expect((await signIn(first)).status).toBe(201);
    expect((await signIn(first)).status).toBe(401);
    const printed = await runMain(['login', '--data', data, '--port', new URL(url).port]);
    expect(printed.stdout).toContain(`${url}/console/#login=`);
    expect((await signIn(linkOf(printed.stdout))).status).toBe(201);
    expect(receiver.log()).not.toContain(first);
  });

  test('has everything it answered "accepted" to after kill -9, and writes the notes', async () => {
    const data = makeTempDir();
    const first = await serveChild(data);
    const events = Array.from({ length: 20 }, (_, i) =>
      makeEvent({
        event_id: `evt_${i}`,
        data: { session_id: `s${i}`, messages: [{ role: 'user', content: `text ${i}.` }] },
      }),
    );
    const answers = await Promise.all(events.map((event) => send(first, event)));
    await first.end('SIGKILL');
    expect(answers.every(({ status }) => status === 'accepted')).toBe(true);

    const second = await serveChild(data);
    const again = await Promise.all(events.map((event) => send(second, event)));
    expect(again.every(({ status }) => status === 'duplicate')).toBe(true);
    await eventually(() => {
      const notes = readNotes(join(data, 'vault')).join('');
      for (let i = 0; i < 20; i++) expect(notes).toContain(`text ${i}.`);
    });
  });

  test('takes events while the vault cannot be written, says so, and writes the note later', async () => {
    const vault = join(makeTempDir(), 'vault');
    writeFileSync(vault, 'a file where the folder should be');
    const receiver = await serveChild(makeTempDir(), { BRAINPOST_VAULT: vault });
    expect(await send(receiver)).toMatchObject({ status: 'accepted' });
    await eventually(async () =>
      expect(await healthOf(receiver)).toMatchObject({ status: 'degraded', checks: { vault: { failing_notes: 1 } } }),
    );
    expect(receiver.log()).toContain('note_failed');
    rmSync(vault);
    await eventually(() => expect(readNotes(vault).join('')).toContain('hi'));
    await eventually(async () => expect(await healthOf(receiver)).toMatchObject({ status: 'ok' }));
  });

  test('makes a workspace when there is none, and does not log its secret', async () => {
    const data = makeTempDir();
    const receiver = await serveChild(data, { BRAINPOST_WORKSPACE: '', BRAINPOST_SECRET: '' });
    const { workspace } = JSON.parse(receiver.log().split('\n')[0] ?? '') as { workspace: string };
    expect(workspace).toMatch(/^ws_/);
    const { port } = new URL(receiver.url);
    const { stdout } = await runMain(['workspace', 'show', workspace, '--data', data, '--port', port]);
    const parsed = parseConnectionString(stdout);
    if (!parsed.ok) throw new Error(parsed.error);
    expect(parsed.connection).toMatchObject({ endpoint: receiver.url, workspaceId: workspace });
    expect(receiver.log()).not.toContain(parsed.connection.secret);
  });

  test('refuses a second receiver on its folder', async () => {
    const data = makeTempDir();
    await serveChild(data);
    const second = await runMain(['serve', '--port', '0', '--data', data]);
    expect(second).toMatchObject({ code: 1, stdout: '', stderr: `Another receiver is running on ${data}.\n` });
  });

  test('refuses a port that is in use in one sentence', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, stdout, stderr } = await runMain(['serve', '--port', String(port), '--data', makeTempDir()]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trim().split('\n').at(-1)).toMatch(/^Port \d+ on 127\.0\.0\.1 is in use\./);
  });

  test.each([
    ['a wrong setting', { BRAINPOST_TOLERANCE_SECONDS: 'x' }, /^BRAINPOST_TOLERANCE_SECONDS has a wrong value: /],
    ['a short secret', { BRAINPOST_WORKSPACE: 'ws_1', BRAINPOST_SECRET: 'short' }, /^The secret is too short/],
  ])('refuses %s in one sentence', async (_, env, message) => {
    const { code, stdout, stderr } = await runMain(['serve', '--port', '0', '--data', makeTempDir()], env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trim()).not.toContain('\n');
  });

  test('refuses a database that is not ours', async () => {
    const data = makeTempDir();
    writeFileSync(join(data, 'brainpost.db'), 'a shopping list');
    const { code, stderr } = await runMain(['serve', '--port', '0', '--data', data]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/is not a database\. .*\n$/) });
  });
});

describe('replay', () => {
  test('has a running receiver work an event off again', async () => {
    const data = join(makeTempDir(), 'data');
    const receiver = await serveChild(data);
    await send(receiver);
    const vault = join(data, 'vault');
    await eventually(() => expect(readNotes(vault).join('')).toContain('hi'));
    const waiting = async () => {
      const { checks } = (await healthOf(receiver)) as { checks: { inbox: { waiting: number } } };
      return checks.inbox.waiting;
    };
    await eventually(async () => expect(await waiting()).toBe(0));
    const run = (...args: string[]) => runMain(['replay', ...args, '--data', data]);
    expect(await run(WORKSPACE, 'evt_1')).toMatchObject({ code: 0, stdout: '1 event to be worked off again\n' });
    await eventually(async () => {
      expect(await waiting()).toBe(0);
      expect((await run(WORKSPACE, '--state', 'done', '--source', 'chatgpt')).code).toBe(0);
    });
    expect(readNotes(vault)).toHaveLength(1);
    expect((await run(WORKSPACE, 'evt_none')).stderr).toMatch(/^No event matches/);
    expect((await run('ws_none')).stderr).toMatch(/^There is no workspace/);
    expect((await run(WORKSPACE, '--from', 'yesterday')).stderr).toMatch(/^from must be a time/);
  });
});

describe('workspace', () => {
  test('add, list and show', async () => {
    const data = makeTempDir();
    const run = (...args: string[]) => runMain(['workspace', ...args, '--data', data]);
    expect(await run('add', '--id', 'ws_mine', '--name', 'Mine')).toMatchObject({ code: 0, stdout: 'ws_mine\n' });
    expect((await run('add', '--id', 'ws_mine')).code).toBe(1);
    expect((await run('add', '--id', 'no good')).code).toBe(1);
    expect((await run('list')).stdout).toBe('ws_mine\tMine\n');
    expect((await run('show', 'ws_mine')).stdout).toMatch(/^brainpost\+http:\/\/ws_mine:whsec_.*@127\.0\.0\.1:8787\n$/);
    expect(await run('show', 'ws_none')).toMatchObject({ code: 1, stdout: '' });
  });
});

test.each([
  [[]],
  [['nonsense']],
  [['serve', 'more']],
  [['workspace', 'show']],
  [['replay']],
  [['serve', '--nonsense']],
])('%j prints the usage', async (args) => {
  const { code, stdout, stderr } = await runMain(args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('Usage:');
});
