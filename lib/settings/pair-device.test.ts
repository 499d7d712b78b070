import { expect, test, vi } from 'vitest';
import { deviceName } from '../platform/device-name.ts';
import { pairDevice } from './pair-device.ts';

const PAIRED = { workspace_id: 'ws_1', key_id: 'key_2', name: 'Chrome on Linux', secret: 'whsec_c2VjcmV0' };
const INPUT = { endpoint: 'http://127.0.0.1:8787/', code: 'abcd efgh' };

function makeParts(answer: () => Response, isPermitted = true) {
  const fetcher = vi.fn<typeof fetch>(async () => answer());
  return { fetch: fetcher, untilPermitted: async () => isPermitted, deviceName: 'Chrome on Linux' };
}

const refusing = (status: number, error: string) => () => Response.json({ error }, { status });

test('a code is exchanged for a key, at the endpoint alone', async () => {
  const parts = makeParts(() => Response.json(PAIRED, { status: 201 }));
  expect(await pairDevice(INPUT, parts)).toEqual({
    ok: true,
    connection: { endpoint: 'http://127.0.0.1:8787', workspaceId: 'ws_1', secret: 'whsec_c2VjcmV0' },
  });
  const [url, init] = parts.fetch.mock.calls[0] ?? [];
  expect(url).toBe('http://127.0.0.1:8787/api/v1/pair');
  expect(init).toMatchObject({
    redirect: 'manual',
    credentials: 'omit',
    body: JSON.stringify({ code: 'ABCDEFGH', name: 'Chrome on Linux' }),
  });
});

test.each([
  ['code_refused', refusing(401, 'invalid_code')],
  ['code_not_private', refusing(403, 'https_required')],
  ['code_limited', refusing(429, 'rate_limited')],
  ['code_unreachable', refusing(503, 'unavailable')],
  ['code_not_a_receiver', refusing(404, 'not_found')],
  ['code_not_a_receiver', () => new Response('<!doctype html><title>Router</title>', { status: 200 })],
  ['code_not_a_receiver', () => new Response('<!doctype html>', { status: 502 })],
  ['code_not_a_receiver', () => Response.json({ ...PAIRED, secret: '' }, { status: 201 })],
  ['code_not_a_receiver', () => Response.json(PAIRED, { status: 200 })],
  [
    'code_unreachable',
    () => {
      throw new TypeError('Failed to fetch');
    },
  ],
])('%s', async (problem, answer) => {
  expect(await pairDevice(INPUT, makeParts(answer))).toEqual({ ok: false, problem });
});

test.each([
  ['not_a_code', { ...INPUT, code: 'ABCD-EFG' }],
  ['not_a_code', { ...INPUT, code: 'brainpost+http://ws_1:secret@127.0.0.1:8787' }],
  ['invalid_endpoint', { ...INPUT, endpoint: 'my computer' }],
  ['insecure_endpoint', { ...INPUT, endpoint: 'http://brain.example.org' }],
])('%s: %j is seen without a request', async (problem, input) => {
  const parts = makeParts(() => Response.json(PAIRED, { status: 201 }));
  expect(await pairDevice(input, parts)).toEqual({ ok: false, problem });
  expect(parts.fetch).not.toHaveBeenCalled();
});

test('nothing is sent to an endpoint that the user does not allow', async () => {
  const parts = makeParts(() => Response.json(PAIRED, { status: 201 }), false);
  expect(await pairDevice(INPUT, parts)).toEqual({ ok: false, problem: 'code_not_permitted' });
  expect(parts.fetch).not.toHaveBeenCalled();
});

test.each([
  [
    'Chrome on Linux',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Safari/537.36',
  ],
  ['Edge on Windows', 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0'],
  ['Firefox on macOS', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0'],
  ['Browser', 'something else'],
])('a device calls itself %s', (name, userAgent) => {
  expect(deviceName(userAgent)).toBe(name);
});
