import { describe, expect, test } from 'vitest';
import { makeReceiver } from '../test-support/receiver.ts';
import { makeEvent } from '../test-support/signed-request.ts';

const MAX_EVENTS = 500;

/** SQLite itself says that it is full or read-only, as it does when the disk is; the rest is as ever. */
describe('1.4 a store that cannot be written', () => {
  const makeBig = (i: number) =>
    makeEvent({ event_id: `evt_${i}`, type: 'tea.made', data: { text: `${i} `.repeat(4000) } });

  test('1.4 full: 503 with a time to come back, nothing acknowledged, and it recovers by itself', async () => {
    const { send, store, database } = await makeReceiver({ ratePerMinute: 0 });
    const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
    database.exec(`PRAGMA max_page_count = ${pages + 200}`);
    const accepted: number[] = [];
    const refused: number[] = [];
    for (let i = 0; i < MAX_EVENTS && refused.length < 10; i++) {
      const response = await send(makeBig(i));
      (response.status === 200 ? accepted : refused).push(i);
      if (response.status === 200) continue;
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('5');
      expect(await response.json()).toMatchObject({ error: 'unavailable' });
    }
    expect(refused).toHaveLength(10);
    expect((await store.listEvents({ workspaceId: 'ws_1', limit: 1000 })).length).toBe(accepted.length);

    database.exec('PRAGMA max_page_count = 1000000');
    const statusOf = async (i: number) => ((await (await send(makeBig(i))).json()) as { status: string }).status;
    for (const i of accepted) expect(await statusOf(i)).toBe('duplicate');
    for (const i of refused) expect(await statusOf(i)).toBe('accepted');
  });

  test('1.4 read-only: 503, what is known stays readable, and it recovers by itself', async () => {
    const { send, app, database } = await makeReceiver();
    expect((await send()).status).toBe(200);
    database.exec('PRAGMA query_only = ON');
    const response = await send(makeBig(2));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await send(makeEvent(), { secret: 'another secret text' })).status).toBe(401);
    expect((await app.request('/healthz')).status).toBe(200);
    database.exec('PRAGMA query_only = OFF');
    expect((await send(makeBig(2))).status).toBe(200);
  });
});
