import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { readNotes, runMain, serveChild } from '../test-support/child-receiver.ts';
import { makeTempDir } from '../test-support/receiver.ts';
import { makeEvent, SECRET, WORKSPACE } from '../test-support/signed-request.ts';

// Each test starts processes of its own.
vi.setConfig({ testTimeout: 30_000 });

const KNOWN = { BRAINPOST_WORKSPACE: WORKSPACE, BRAINPOST_SECRET: SECRET };

function event(name: string, change: Record<string, unknown> = {}): string {
  const data = { session_id: name, conversation_title: name, messages: [{ role: 'user', content: `about ${name}.` }] };
  return JSON.stringify(makeEvent({ event_id: `evt_${name}`, data, ...change }));
}

function makeFile(lines: readonly string[], end = '\n'): string {
  const file = join(makeTempDir(), 'events.jsonl');
  writeFileSync(file, lines.map((line) => line + end).join(''));
  return file;
}

const rowsOf = (stdout: string) => stdout.trim().split('\n');

/** An endpoint that answers as it is told. */
async function endpoint(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('send', () => {
  test('delivers a file to the running receiver, and doing it again changes nothing', async () => {
    const data = makeTempDir();
    const receiver = await serveChild(data);
    const file = makeFile([event('a'), event('b')]);
    const run = () => runMain(['send', file, '--data', data, '--port', new URL(receiver.url).port]);

    const first = await run();
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(rowsOf(first.stdout)).toEqual([
      'accepted\tevt_a',
      'accepted\tevt_b',
      '2 accepted, 0 duplicate, 0 refused, 0 unreadable, 0 not sent',
    ]);
    await vi.waitFor(() => expect(readNotes(join(data, 'vault'))).toHaveLength(2), { timeout: 20_000 });

    const second = await run();
    expect(second.code).toBe(0);
    expect(rowsOf(second.stdout)).toContain('0 accepted, 2 duplicate, 0 refused, 0 unreadable, 0 not sent');
    expect(readNotes(join(data, 'vault'))).toHaveLength(2);
  });

  test('reports a broken line by its number and delivers the others', async () => {
    const data = makeTempDir();
    const receiver = await serveChild(data);
    const lines = [event('a'), '{"event_id":', '', '{"event_id":"evt_x"}', event('b')];
    const file = makeFile(lines);
    const { code, stdout } = await runMain(['send', file, '--to', receiver.url, '--data', data]);
    expect(code).toBe(2);
    expect(rowsOf(stdout)).toEqual([
      'accepted\tevt_a',
      'unreadable\tline 2\tnot JSON',
      expect.stringMatching(/^unreadable\tline 4\tnot an event: source: /),
      'accepted\tevt_b',
      '2 accepted, 0 duplicate, 0 refused, 2 unreadable, 0 not sent',
    ]);
    expect(readFileSync(file, 'utf8')).toBe(lines.map((line) => `${line}\n`).join(''));
  });

  test('sends each event byte for byte, whatever its line ends with and whatever stands in it', async () => {
    const data = makeTempDir();
    const receiver = await serveChild(data);
    const messages = [{ role: 'user', content: 'a\u2028b\u2029c' }];
    const lines = [event('a', { data: { session_id: 'a', messages } }), event('b')];
    const send = (end: string) => runMain(['send', makeFile(lines, end), '--to', receiver.url, '--data', data]);
    expect((await send('\n')).stdout).toContain('2 accepted');
    expect((await send('\r\n')).stdout).toContain('2 duplicate');
    const unended = join(makeTempDir(), 'events.jsonl');
    writeFileSync(unended, lines.join('\n'));
    expect((await runMain(['send', unended, '--to', receiver.url, '--data', data])).stdout).toContain('2 duplicate');
  });

  test('says why an event is refused and goes on', async () => {
    const data = makeTempDir();
    const receiver = await serveChild(data);
    const file = makeFile([
      event('a', { data: { messages: [] } }),
      event('b', { workspace_id: 'ws_elsewhere' }),
      event('c'),
    ]);
    const { code, stdout } = await runMain(['send', file, '--to', receiver.url, '--data', data]);
    expect(code).toBe(2);
    expect(rowsOf(stdout)).toEqual([
      expect.stringMatching(/^refused\tevt_a\tline 1: The body is not valid; see issues\. .*\(invalid_payload\)$/),
      expect.stringMatching(/^refused\tevt_b\tline 2: The secret of workspace ws_elsewhere is not known here\. /),
      'accepted\tevt_c',
      '1 accepted, 0 duplicate, 2 refused, 0 unreadable, 0 not sent',
    ]);
  });

  test('takes the secret for another endpoint from the environment, and leaves no folder behind', async () => {
    const receiver = await serveChild(makeTempDir());
    const nowhere = join(makeTempDir(), 'none');
    const file = makeFile([event('a')]);
    const args = ['send', file, '--to', receiver.url, '--data', nowhere];
    expect((await runMain(args)).stdout).toContain('is not known here');
    expect(await runMain(args, KNOWN)).toMatchObject({ code: 0, stdout: expect.stringContaining('1 accepted') });
    expect(existsSync(nowhere)).toBe(false);
    const wrong = await runMain(args, { ...KNOWN, BRAINPOST_SECRET: 'another secret of enough bytes' });
    expect(wrong.code).toBe(2);
    expect(wrong.stdout).toMatch(/^refused\tevt_a\tline 1: The signature does not match\. .*\(invalid_signature\)/);
    expect(wrong.stdout).not.toContain('another secret');
  });

  test('stops when nobody answers, and counts what it did not send', async () => {
    const gone = await endpoint((request) => request.socket.destroy());
    const file = makeFile(['a', 'b', 'c', 'd'].map((name) => event(name)));
    const { code, stdout } = await runMain(['send', file, '--to', gone, '--data', makeTempDir()], KNOWN);
    expect(code).toBe(2);
    expect(rowsOf(stdout)).toEqual([
      `not sent\tevt_a\tline 1: Nobody answers at ${gone}.`,
      `not sent\tevt_b\tline 2: Nobody answers at ${gone}.`,
      'Stopped: the rest was not tried. See to it that the endpoint answers, then run this again.',
      '0 accepted, 0 duplicate, 0 refused, 0 unreadable, 4 not sent',
    ]);
  });

  test('waits as told when the endpoint asks to slow down', async () => {
    let requests = 0;
    const slow = await endpoint((_, response) => {
      requests += 1;
      if (requests === 1) response.writeHead(429, { 'retry-after': '1' }).end('{"error":"rate_limited"}');
      else response.end('{"status":"accepted","event_id":"evt_a"}');
    });
    const { code } = await runMain(['send', makeFile([event('a')]), '--to', slow, '--data', makeTempDir()], KNOWN);
    expect({ code, requests }).toEqual({ code: 0, requests: 2 });
  });

  test.each([
    ['a redirect', { status: 302, body: '', words: 'HTTP status 302' }],
    ['a captive portal', { status: 200, body: '<html>Sign in</html>', words: 'it is no receiver' }],
    [
      'words that steer a terminal',
      { status: 400, body: '{"error":"no","message":"a\\u001b[2Jb"}', words: 'a [2Jb (no)' },
    ],
  ])('does not take %s for an answer', async (_, { status, body, words }) => {
    const other = await endpoint((_request, response) => response.writeHead(status, { location: '/x' }).end(body));
    const file = makeFile([event('a')]);
    const { code, stdout } = await runMain(['send', file, '--to', other, '--data', makeTempDir()], KNOWN);
    expect({ code, stdout }).toEqual({ code: 2, stdout: expect.stringContaining(words) });
  });

  test.each([
    [['send'], 'Usage:'],
    [['send', 'a', 'b'], 'Usage:'],
    [['send', 'no-such-file.jsonl'], 'no-such-file.jsonl cannot be read (ENOENT).'],
    [['send', '.'], '. cannot be read (it is a folder).'],
    [['send', 'package.json', '--to', 'http://example.com'], '--to without https may only name this computer.'],
    [['send', 'package.json', '--to', 'example.com'], '--to must be a web address'],
  ])('%j is refused with code 1', async (args, message) => {
    const { code, stdout, stderr } = await runMain(args);
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining(message) });
  });
});
