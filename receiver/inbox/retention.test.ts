import { expect, test, vi } from 'vitest';
import { makeApi } from '../test-support/api.ts';

/** For work that goes on behind the requests. */
const SOON = { timeout: 10_000 };

const DAY_MS = 86_400_000;

test('bodies are forgotten after the days of their workspace, else of the receiver; what was accepted stays so', async () => {
  const { tell, send, clock, wake } = await makeApi({ retentionDays: 30 });
  const stateOf = async () => (await tell('GET /events/1')).body;
  await send();
  await vi.waitFor(async () => expect(await stateOf()).toMatchObject({ state: 'done' }), SOON);
  clock.now += 8 * DAY_MS;
  wake();
  await tell('GET /events');
  expect((await stateOf())['body']).not.toBeNull();
  await tell('PATCH ', { retention_days: 7 });
  wake();
  await vi.waitFor(async () => expect((await stateOf())['body']).toBeNull(), SOON);
  expect(await (await send()).json()).toMatchObject({ status: 'duplicate' });
  const { body } = await tell('GET /conversations');
  expect(body['items']).toHaveLength(1);
});
