import { beforeEach, describe, expect, test } from 'vitest';
import { deliverOne, drain } from './deliver.ts';
import { loadEndpointState } from './endpoint-state.ts';
import { claim, countUndelivered, findDelivery } from './outbox.ts';
import type { DeliveryRow } from './row.ts';
import { enter } from './settle.ts';
import { LEASE_MS } from './state.ts';
import { submit } from './submit.ts';
import {
  accepted,
  ENDPOINT,
  failing,
  sampleConversation,
  type TestWorld,
  testWorld,
  unreachable,
  WORKSPACE,
} from './test-context.ts';
import { releaseLeases } from './upkeep.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await testWorld();
});

/** Puts an event into the outbox without a successful delivery. */
async function queue(sessionId: string): Promise<string> {
  world.answers = [unreachable];
  const conversation = sampleConversation({ sessionId, url: `https://chatgpt.com/c/${sessionId}` });
  const result = await submit(world.context, { conversation, mode: 'manual', extensionVersion: '1.0.0' });
  world.requests.length = 0;
  world.clock.nowMs += 60_000;
  if (!result.ok) throw new Error(result.reason);
  return result.eventId;
}
const stateOf = async (eventId: string) => (await findDelivery(world.context.db, eventId))?.state;

describe('drain', () => {
  test('a wrong secret holds the endpoint after one attempt and burns nothing', async () => {
    const ids = [await queue('a'), await queue('b'), await queue('c')];
    world.answers = [failing(401, { error: 'invalid_signature' })];
    await deliverOne(world.context, ids[0] ?? '');
    world.requests.length = 0;
    await drain(world.context);
    const comeBackAtMs = world.wakeUps.at(-1);
    expect(world.requests).toHaveLength(0);
    expect(comeBackAtMs).toBe(world.clock.nowMs + 30 * 60_000);
    expect(await countUndelivered(world.context.db)).toBe(3);
  });

  test('a held endpoint is probed with one event, and the rest follows when it is let in', async () => {
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) await queue(id);
    world.answers = [failing(403)];
    await drain(world.context);
    expect(world.requests.length).toBeLessThanOrEqual(4); // one for each lane that was already on its way
    world.requests.length = 0;
    world.clock.nowMs += 30 * 60_000;
    await drain(world.context);
    expect(world.requests).toHaveLength(1);
    world.clock.nowMs += 30 * 60_000;
    world.answers = [accepted];
    await drain(world.context);
    expect(await countUndelivered(world.context.db)).toBe(0);
  });

  test('corrects for a wrong clock and sends again at once', async () => {
    const id = await queue('a');
    const serverTime = Math.floor(world.clock.nowMs / 1000) - 7200;
    world.answers = [failing(401, { error: 'invalid_timestamp', server_time: serverTime }), accepted];
    await drain(world.context);
    expect(await stateOf(id)).toBe('delivered');
    expect(world.requests[1]?.headers.get('x-iw-timestamp')).toBe(String(serverTime));
    expect((await loadEndpointState(world.context.db, ENDPOINT)).clockOffsetSec).toBe(-7200);
  });

  test('a refused event is given up with its reason and the others go on', async () => {
    const [bad, good] = [await queue('a'), await queue('b')];
    world.answers = [failing(422, { error: 'invalid_payload' }), accepted];
    await drain(world.context);
    expect(new Set([await stateOf(bad), await stateOf(good)])).toEqual(new Set(['dead', 'delivered']));
  });

  test('waits as long as the receiver asks', async () => {
    const id = await queue('a');
    world.answers = [
      () => Response.json({ error: 'rate_limited' }, { status: 429, headers: { 'retry-after': '120' } }),
    ];
    await drain(world.context);
    const comeBackAtMs = world.wakeUps.at(-1);
    expect(comeBackAtMs).toBe(world.clock.nowMs + 120_000);
    expect(await stateOf(id)).toBe('waiting');
  });

  test('once the endpoint is there again, what could not reach it goes at once; what it asked to wait waits on', async () => {
    const asked = () => Response.json({ error: 'rate_limited' }, { status: 429, headers: { 'retry-after': '7200' } });
    const limited = await queue('limited');
    world.answers = [asked];
    await drain(world.context);
    for (const id of ['a', 'b', 'c', 'd', 'e']) await queue(id);
    world.answers = [unreachable];
    for (let tries = 0; tries < 6; tries += 1) {
      await drain(world.context);
      world.clock.nowMs += 10 * 60_000;
    }
    const waiting = await queue('waits long');
    world.clock.nowMs -= 60_000;
    world.answers = [accepted];
    await drain(world.context);
    expect(await stateOf(waiting)).toBe('delivered');
    expect(await stateOf(limited)).toBe('waiting');
    expect(await countUndelivered(world.context.db)).toBe(1);
  });

  test('without permission for the endpoint nothing is sent and the endpoint is held', async () => {
    await queue('a');
    world.context.isPermitted = async () => false;
    await drain(world.context);
    expect(world.requests).toHaveLength(0);
    expect((await loadEndpointState(world.context.db, ENDPOINT)).hold?.reason).toBe('permission_missing');
  });

  test('what was captured for another workspace waits for that workspace', async () => {
    await queue('a');
    world.answers = [accepted];
    world.context.loadConnection = async () => ({ endpoint: ENDPOINT, workspaceId: 'ws_other' });
    await drain(world.context);
    expect(world.requests).toHaveLength(0);
    expect(await countUndelivered(world.context.db)).toBe(1);
  });
});

describe('lease', () => {
  const take = (token: string) =>
    claim(world.context.db, { token, nowMs: world.clock.nowMs, workspaceId: WORKSPACE, endpoint: ENDPOINT });
  const settleDelivered = async (row: DeliveryRow) => {
    const ending = { kind: 'delivered', how: 'accepted' } as const;
    const ended = { ending, sent: null, endpoint: ENDPOINT, nowMs: world.clock.nowMs, random: 0 };
    const [entered] = await enter(world.context.db, [{ attempt: { taken: row, ended }, next: null }]);
    return entered?.row ?? null;
  };

  test('an event under way cannot be claimed twice', async () => {
    await queue('a');
    expect(await take('one')).not.toBeNull();
    expect(await take('two')).toBeNull();
  });

  test('a dead worker frees its event when the lease runs out, and can no longer settle it', async () => {
    const id = await queue('a');
    const dead = await take('dead');
    world.clock.nowMs += LEASE_MS;
    const heir = await take('heir');
    expect(heir?.row.eventId).toBe(id);
    expect(dead && (await settleDelivered(dead.row))).toBeNull();
    expect(await stateOf(id)).toBe('sending');
    expect(heir && (await settleDelivered(heir.row))?.state).toBe('delivered');
  });

  test('a worker that starts takes over at once what the one before left under way', async () => {
    const id = await queue('a');
    const before = await take('before');
    await releaseLeases(world.context.db, 'another', world.clock.nowMs);
    const heir = await take('heir');
    expect(heir?.row.eventId).toBe(id);
    expect(before && (await settleDelivered(before.row))).toBeNull();
  });

  test('nobody sends without a lease: not even once more, after the clock was corrected', async () => {
    await queue('a');
    const serverTime = Math.floor(world.clock.nowMs / 1000) - 7200;
    const wrongClock = failing(401, { error: 'invalid_timestamp', server_time: serverTime });
    let isTakenOver = false;
    world.answers = [
      async () => {
        await releaseLeases(world.context.db, 'another', world.clock.nowMs);
        isTakenOver = (await take('another')) !== null;
        return wrongClock();
      },
      accepted,
    ];
    await drain(world.context);
    expect(isTakenOver).toBe(true);
    expect(world.requests).toHaveLength(1);
  });
});
