import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeEvent, SECRET, signedInit, WORKSPACE } from '../../receiver/test-support/signed-request.ts';

const MAIN = fileURLToPath(new URL('../../receiver/main.ts', import.meta.url));
const MAX_EVENTS = 1000;

/** Where a file system of its own may be mounted: Linux that allows it. */
const canMount = spawnSync('unshare', ['-rm', 'true']).status === 0;
if (!canMount)
  process.stdout.write('The test with a disk that is really full is skipped: no file system may be mounted here.\n');

/** A receiver whose data folder is a disk of 12 MB, 4 of them taken up by a file that can be removed. */
async function serveOnSmallDisk(log: number | 'ignore') {
  const disk = mkdtempSync(join(tmpdir(), 'brainpost-disk-'));
  const script = 'mount -t tmpfs -o size=12m tmpfs "$0" && head -c 4000000 /dev/zero > "$0/ballast" && exec "$@"';
  const serve = [process.execPath, MAIN, 'serve', '--port', '0', '--data', join(disk, 'data')];
  const known = { BRAINPOST_WORKSPACE: WORKSPACE, BRAINPOST_SECRET: SECRET, BRAINPOST_RATE_PER_MINUTE: '0' };
  const child = spawn('unshare', ['-rm', 'sh', '-c', script, disk, ...serve], {
    env: { PATH: process.env['PATH'] ?? '', ...known },
    stdio: ['ignore', 'pipe', log],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(disk, { recursive: true, force: true });
  });
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string };
  // The disk is mounted for that process alone.
  return { url, child, freeSpace: () => rmSync(`/proc/${child.pid}/root${join(disk, 'ballast')}`) };
}

async function send(url: string, i: number): Promise<{ status: number; said: string }> {
  const event = makeEvent({ event_id: `evt_${i}`, type: 'tea.made', data: { text: `${i} `.repeat(4000) } });
  const init = await signedInit(event, { timestampSec: Math.floor(Date.now() / 1000) });
  const response = await fetch(`${url}/webhooks/v1/${WORKSPACE}/chatgpt`, init);
  const answer = (await response.json()) as { status?: string; error?: string };
  return { status: response.status, said: answer.status ?? answer.error ?? '' };
}

test.skipIf(!canMount)(
  'a disk that is full: 503, nothing acknowledged, and it recovers by itself',
  { timeout: 90_000 },
  async () => {
    const { url, child, freeSpace } = await serveOnSmallDisk('ignore');
    const accepted: number[] = [];
    const refused: number[] = [];
    for (let i = 0; i < MAX_EVENTS && refused.length < 10; i++) {
      const { status, said } = await send(url, i);
      expect([200, 503], said).toContain(status);
      (status === 200 ? accepted : refused).push(i);
    }
    expect(refused).toHaveLength(10);
    freeSpace();
    await vi.waitFor(
      async () => expect(await send(url, MAX_EVENTS)).toEqual({ status: 200, said: 'accepted' }),
      20_000,
    );
    for (const i of accepted.slice(-20)) expect((await send(url, i)).said).toBe('duplicate');
    for (const i of refused) expect((await send(url, i)).said).toBe('accepted');
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    expect((await exited)[0]).toBe(0);
  },
);

test.skipIf(process.platform !== 'linux')(
  'a log that cannot be written stops nothing',
  { timeout: 30_000 },
  async () => {
    const data = mkdtempSync(join(tmpdir(), 'brainpost-log-'));
    const child = spawn(process.execPath, [MAIN, 'serve', '--port', '0', '--data', data], {
      env: { PATH: process.env['PATH'] ?? '', BRAINPOST_WORKSPACE: WORKSPACE, BRAINPOST_SECRET: SECRET },
      stdio: ['ignore', 'pipe', openSync('/dev/full', 'w')],
    });
    onTestFinished(() => {
      child.kill('SIGKILL');
      rmSync(data, { recursive: true, force: true });
    });
    const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
    const { url } = JSON.parse(line) as { url: string };
    const wrong = await signedInit(makeEvent(), { timestampSec: 1_000_000_000 });
    expect((await fetch(`${url}/webhooks/v1/${WORKSPACE}/chatgpt`, wrong)).status).toBe(401); // is logged
    expect(await send(url, 1)).toEqual({ status: 200, said: 'accepted' });
  },
);
