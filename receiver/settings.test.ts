import { writeFileSync } from 'node:fs';
import { BlockList } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';
import { makeTempDir } from './test-support/receiver.ts';

test('defaults', () => {
  expect(readSettings({}, { data: '/data' })).toEqual({
    ok: true,
    settings: {
      host: '127.0.0.1',
      port: 8787,
      dataDir: '/data',
      vaultDir: '/data/vault',
      publicUrl: null,
      firstWorkspace: null,
      adminToken: null,
      maxBlobBytes: 52_428_800,
      maxBodyBytes: 4_194_304,
      toleranceSeconds: 300,
      idempotencyDays: 7,
      ratePerMinute: 6000,
      retentionDays: 0,
      trustedProxies: [],
      retrySchedule: [1, 5, 30, 120, 300, 600, 600].map((minutes) => minutes * 60_000),
      allowedSubnets: expect.any(BlockList),
      logRetentionDays: 30,
      conversationIdleMinutes: 30,
    },
  });
});

test('the command line goes before the environment, and that before the file', () => {
  const data = makeTempDir();
  writeFileSync(
    join(data, 'config.json'),
    JSON.stringify({ port: 1, host: 'a', rate_per_minute: 5, retry_schedule: '1m' }),
  );
  const env = { BRAINPOST_DATA: data, BRAINPOST_PORT: '2', BRAINPOST_HOST: 'b', BRAINPOST_VAULT: '' };
  expect(readSettings(env, { port: '3' })).toMatchObject({
    settings: { port: 3, host: 'b', ratePerMinute: 5, vaultDir: join(data, 'vault') },
  });
});

test.each([
  [{ BRAINPOST_PORT: 'http' }, 'BRAINPOST_PORT'],
  [{ BRAINPOST_PORT: '70000' }, 'BRAINPOST_PORT'],
  [{ BRAINPOST_RATE_PER_MINUTE: '1e3' }, 'BRAINPOST_RATE_PER_MINUTE'],
  [{ BRAINPOST_TOLERANCE_SECONDS: '-1' }, 'BRAINPOST_TOLERANCE_SECONDS'],
  [{ BRAINPOST_MAX_BODY_BYTES: '4 MiB' }, 'BRAINPOST_MAX_BODY_BYTES'],
  [{ BRAINPOST_ADMIN_TOKEN: 'hush' }, 'BRAINPOST_ADMIN_TOKEN'],
  [{ BRAINPOST_ADMIN_TOKEN: 'hush hush hush hush' }, 'BRAINPOST_ADMIN_TOKEN'],
  [{ BRAINPOST_WORKSPACE: 'a b' }, 'BRAINPOST_WORKSPACE'],
  [{ BRAINPOST_PUBLIC_URL: 'brain' }, 'BRAINPOST_PUBLIC_URL'],
  [{ BRAINPOST_RETRY_SCHEDULE: '1m,soon' }, 'BRAINPOST_RETRY_SCHEDULE'],
  [{ BRAINPOST_ALLOWED_SUBNETS: '10.0.0.0/40' }, 'BRAINPOST_ALLOWED_SUBNETS'],
  [{ BRAINPOST_SECRET: 'hush' }, 'BRAINPOST_WORKSPACE'],
])('%j is refused in one sentence that names it and does not repeat it', (env, name) => {
  const read = readSettings(env, { data: '/data' });
  if (read.ok) throw new Error('taken');
  expect(read.message).toContain(name);
  expect(read.message).not.toContain('\n');
  expect(read.message).not.toContain('hush');
});

test.each(['{', '[]', '7'])('a config.json of %s is refused', (text) => {
  const data = makeTempDir();
  writeFileSync(join(data, 'config.json'), text);
  expect(readSettings({}, { data })).toMatchObject({
    ok: false,
    message: expect.stringContaining('not a JSON object'),
  });
});
