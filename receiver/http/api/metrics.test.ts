import { expect, test } from 'vitest';
import { makeApi } from '../../test-support/api.ts';

const LINE = /^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"\\]*"(,\w+="[^"\\]*")*\})? [0-9.e+-]+)$/;

test('counts what came in, in the format of Prometheus, and names nobody', async () => {
  const { ask, send } = await makeApi();
  await send();
  await send();
  await send(undefined, { secret: 'a wrong secret, and long' });
  const answer = await ask('GET /metrics');
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await answer.text();
  for (const line of text.trimEnd().split('\n')) expect(line).toMatch(LINE);
  expect(text).toContain('brainpost_events_total{outcome="accepted"} 1\n');
  expect(text).toContain('brainpost_events_total{outcome="duplicate"} 1\n');
  expect(text).toContain('brainpost_http_requests_total{route="ingress",status="200"} 2\n');
  expect(text).toContain('brainpost_http_requests_total{route="ingress",status="401"} 1\n');
  expect(text).toContain('brainpost_http_request_duration_seconds_bucket{route="ingress",le="+Inf"} 3\n');
  expect(text).toContain('brainpost_inbox_parked 0\n');
  for (const name of ['ws_1', 'chatgpt', 'Tea', 'evt_1']) expect(text).not.toContain(name);
});

test('whatever is asked for, there is one line for its status', async () => {
  const { ask } = await makeApi();
  const linesOf = async () => (await (await ask('GET /metrics')).text()).split('\n').length;
  await ask('GET /api/v1/nothing');
  await ask('GET /api/v1/nothing');
  await linesOf(); // counts itself
  const before = await linesOf();
  for (let i = 0; i < 20; i += 1) await ask(`GET /api/v1/nothing-${i}`);
  expect(await linesOf()).toBe(before);
});

test('is for the operator alone', async () => {
  const { ask, makeToken } = await makeApi();
  expect((await ask('GET /metrics', undefined, null)).status).toBe(401);
  expect((await ask('GET /metrics', undefined, await makeToken(['admin']))).status).toBe(403);
});
