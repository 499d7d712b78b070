import { beforeEach, expect, test } from 'vitest';
import { utf8Bytes } from '../../../lib/protocol/bytes.ts';
import { makeNewEvent, NOW, OPTIONS, type StoreUnderTest } from './fixtures.ts';

async function fill({ store }: StoreUnderTest): Promise<void> {
  const events = [
    makeNewEvent({ content: '1', eventId: 'evt_1' }),
    makeNewEvent({ content: '2', eventId: 'evt_2', source: 'github', eventType: 'push', proof: 'none' }),
    makeNewEvent({ content: '3', eventId: 'evt_3', workspaceId: 'ws_2' }),
    makeNewEvent({ content: '4', eventId: 'evt_4', sourceIdentifier: 'session' }),
  ];
  await store.acceptBatch(events, OPTIONS);
  const [first] = await store.claimInbox({ now: NOW, leaseMs: 1000, limit: 1, token: 't' });
  await store.parkInbox({ id: first?.id ?? 0, token: 't', error: 'x' });
}

/** `EventStore` */
export function testEvents(under: StoreUnderTest): void {
  const list = async (query = {}) => {
    const events = await under.store.listEvents({ workspaceId: 'ws_1', limit: 10, ...query });
    return events.map(({ eventId }) => eventId);
  };

  beforeEach(() => fill(under));

  test('are listed newest first, those of one workspace', async () => {
    expect(await list()).toEqual(['evt_4', 'evt_2', 'evt_1']);
    expect(await list({ limit: 2 })).toEqual(['evt_4', 'evt_2']);
    expect(await list({ workspaceId: 'ws_none' })).toEqual([]);
  });

  test.each([
    ['source', { source: 'github' }, ['evt_2']],
    ['type', { eventType: 'brain.ingest' }, ['evt_4', 'evt_1']],
    ['state', { state: 'parked' }, ['evt_1']],
    ['all of them', { source: 'chatgpt', eventType: 'brain.ingest', state: 'pending' }, ['evt_4']],
    ['what none has', { source: 'github', state: 'done' }, []],
  ])('are found by %s', async (_, query, expected) => {
    expect(await list(query)).toEqual(expected);
  });

  test('go on where a page ended', async () => {
    const [newest] = await under.store.listEvents({ workspaceId: 'ws_1', limit: 1 });
    expect(await list({ beforeId: newest?.id })).toEqual(['evt_2', 'evt_1']);
    expect(await list({ beforeId: newest?.id, limit: 1, source: 'chatgpt' })).toEqual(['evt_1']);
  });
}

/** `EventStore`: what is told of an event. */
export function testEventFields(under: StoreUnderTest): void {
  beforeEach(() => fill(under));

  test('tell what they are and how far they got', async () => {
    const events = await under.store.listEvents({ workspaceId: 'ws_1', limit: 10 });
    const common = { workspaceId: 'ws_1', receivedAt: NOW, attempts: 0, error: null, state: 'pending' };
    const capture = { ...common, source: 'chatgpt', sourceKind: 'webhook.chatgpt', eventType: 'brain.ingest' };
    expect(events.map(({ id: _id, ...event }) => event)).toEqual([
      { ...capture, eventId: 'evt_4', key: 'evt_4', sourceIdentifier: 'session', proof: 'body' },
      {
        ...common,
        source: 'github',
        sourceKind: 'webhook.chatgpt',
        eventType: 'push',
        eventId: 'evt_2',
        key: 'evt_2',
        sourceIdentifier: null,
        proof: 'none',
      },
      {
        ...capture,
        eventId: 'evt_1',
        key: 'evt_1',
        sourceIdentifier: null,
        proof: 'body',
        attempts: 1,
        error: 'x',
        state: 'parked',
      },
    ]);
  });
}

/** `EventStore`: one event. */
export function testFindEvent(under: StoreUnderTest): void {
  const idOf = async (eventId: string) => {
    const events = await under.store.listEvents({ workspaceId: 'ws_1', limit: 10 });
    return { workspaceId: 'ws_1', id: events.find((event) => event.eventId === eventId)?.id ?? 0 };
  };

  test('is found with its bytes and headers, in its workspace alone', async () => {
    await fill(under);
    const unkept = makeNewEvent({ content: '5', eventId: 'evt_5', body: null, headers: { 'user-agent': 'x' } });
    await under.store.acceptBatch([unkept], OPTIONS);
    const key = await idOf('evt_1');
    expect(await under.store.findEvent(key)).toMatchObject({ ...key, eventId: 'evt_1', state: 'parked', headers: {} });
    expect((await under.store.findEvent(key))?.body).toEqual(utf8Bytes('1'));
    expect(await under.store.findEvent({ ...key, workspaceId: 'ws_2' })).toBeNull();
    expect(await under.store.findEvent({ ...key, id: 99 })).toBeNull();
    const found = await under.store.findEvent(await idOf('evt_5'));
    expect(found).toMatchObject({ body: null, headers: { 'user-agent': 'x' } });
  });
}
