import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeTempDir } from '../test-support/receiver.ts';
import { createConsoleRoutes } from './console.ts';

function built() {
  const folder = join(makeTempDir(), 'console');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets', 'main-1a2b.js'), 'start()');
  writeFileSync(join(folder, 'assets', 'main-1a2b.js.map'), '{}');
  return createConsoleRoutes(folder);
}

test('the page may run its own files and nothing inline, and is never kept without asking', async () => {
  const answer = await built().request('/console/');
  expect(await answer.text()).toBe('<!doctype html>');
  expect(answer.headers.get('cache-control')).toBe('no-cache');
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'; script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|data:|\*/);
});

test('what is named by its content is kept for good', async () => {
  const answer = await built().request('/console/assets/main-1a2b.js');
  expect(await answer.text()).toBe('start()');
  expect(answer.headers.get('cache-control')).toContain('immutable');
  expect(answer.headers.get('content-type')).toContain('text/javascript');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});

test.each(['assets/main-1a2b.js.map', '../console.test.ts', '%2e%2e/%2e%2e/etc/passwd', 'assets', 'other.js'])(
  'nothing else is served: %s',
  async (path) => {
    expect((await built().request(`/console/${path}`)).status).toBe(404);
  },
);

test('where nothing is built it says what to do', async () => {
  const answer = await createConsoleRoutes(join(makeTempDir(), 'none')).request('/console/');
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain('npm run build:console');
});

test('the bare address leads to it', async () => {
  expect((await built().request('/')).headers.get('location')).toBe('/console/');
});
