import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createWorkspace } from '../accounts/create-workspace.ts';
import { readSettings } from '../settings.ts';
import { makeTempDir, NOW } from '../test-support/receiver.ts';
import { WORKSPACE } from '../test-support/signed-request.ts';
import { openData } from './data-folder.ts';
import { listen, type ListenCommand } from './listen.ts';

const SECRET = 'whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXM=';
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 });

async function makeWorld() {
  const read = readSettings({}, { data: makeTempDir() });
  if (!read.ok) throw new Error(read.message);
  const { settings } = read;
  const opened = openData(settings.dataDir);
  if (!opened.ok) throw new Error(opened.message);
  const { store } = opened;
  onTestFinished(() => store.close());
  await createWorkspace(store, { id: WORKSPACE, secret: SECRET }, NOW);
  const happen = (n: number, type = 'chat.message') =>
    store.appendOutbox([
      { workspaceId: WORKSPACE, type: type as 'chat.message', subject: null, onceKey: `k${n}`, at: NOW, data: { n } },
    ]);
  const start = (command: Partial<ListenCommand> = {}) => {
    const ended = new AbortController();
    const printed: string[] = [];
    const said: string[] = [];
    const output = {
      print: (line: string) => printed.push(line),
      say: (line: string) => said.push(line),
      signal: ended.signal,
    };
    const whole = { workspaceId: WORKSPACE, topics: undefined, forward: undefined, ...command };
    const done = listen(settings, whole, output);
    const end = async () => {
      ended.abort();
      return done;
    };
    return { printed, said, done, end };
  };
  return { happen, start };
}

const numbersOf = (lines: readonly string[]) =>
  lines.map((line) => (JSON.parse(line) as { data: { n: number } }).data.n);

test('prints what happens from now on, of the topics asked for', async () => {
  const { happen, start } = await makeWorld();
  await happen(1);
  const listener = start({ topics: 'chat.*' });
  await eventually(() => expect(listener.said).toHaveLength(1));
  await happen(2);
  await happen(3, 'document.updated');
  await happen(4);
  await eventually(() => expect(numbersOf(listener.printed)).toEqual([2, 4]));
  expect(await listener.end()).toBeNull();
});

test('forwards signed and in order, each until it is taken, and goes on where it stopped', async () => {
  const { happen, start } = await makeWorld();
  const got: string[] = [];
  const statuses = [500];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const status = statuses.shift() ?? 200;
      new Webhook(SECRET).verify(body, request.headers as Record<string, string>);
      if (status === 200) got.push(body);
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const forward = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const first = start({ forward });
  await eventually(() => expect(first.said).toHaveLength(1));
  await happen(1);
  await happen(2);
  await eventually(() => expect(numbersOf(got)).toEqual([1, 2]));
  expect(first.said[1]).toMatch(/answered 500/);
  await eventually(() => expect(first.said).toHaveLength(4));
  await first.end();
  await happen(3);
  const second = start({ forward });
  await eventually(() => expect(numbersOf(got)).toEqual([1, 2, 3]));
  await second.end();
});

test.each([
  [{ workspaceId: 'ws_none' }, /^There is no workspace "ws_none"/],
  [{ topics: 'chat*' }, /^--topics must be/],
  [{ forward: 'ftp://a/' }, /^--forward must be a web address/],
])('%j: says what is wrong', async (command, message) => {
  const { start } = await makeWorld();
  expect(await start(command).done).toMatch(message);
});
