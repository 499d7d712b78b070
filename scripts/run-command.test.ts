import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand } from './run-command.ts';

const node = (code: string, options?: Parameters<typeof runCommand>[2]) =>
  runCommand(process.execPath, ['-e', code], { output: 'dropped', ...options });

test('gives the exit code', async () => {
  expect(await node('process.exit(3)')).toBe(3);
});

test('gives 1 for a command that does not exist', async () => {
  expect(await runCommand('/no/such/command', [])).toBe(1);
});

test.skipIf(process.platform === 'win32')('ends what takes too long, with the processes it started', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'brainpost-run-'));
  const file = join(dir, 'heartbeat');
  const grandchild = `setInterval(() => require('node:fs').appendFileSync(${JSON.stringify(file)}, '.'), 20)`;
  const spawnIt = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}]); setInterval(() => {}, 1000)`;
  const code = await node(spawnIt, { timeoutMs: 1500 });
  const { size } = await stat(file);
  await new Promise((wake) => setTimeout(wake, 200));

  expect(code).toBe(1);
  expect(size).toBeGreaterThan(0);
  expect((await stat(file)).size).toBe(size);
  await rm(dir, { recursive: true });
});
