import { expect, test } from 'vitest';
import type { NewEvent } from '../accept-store.ts';
import { DAY_MS, makeNewEvent, NOW, OPTIONS, type StoreUnderTest } from './fixtures.ts';

/** `InboxStore`, the side of those who send. */
export function testAccepting(under: StoreUnderTest): void {
  const accept = async (...events: NewEvent[]) => under.store.acceptBatch(events, OPTIONS);
  const accepted = { status: 'accepted', eventId: 'evt_1' };
  const duplicate = { status: 'duplicate', eventId: 'evt_1' };

  test('decides each event of a batch in order', async () => {
    const outcomes = await accept(
      makeNewEvent(),
      makeNewEvent(),
      makeNewEvent({ content: 'b' }),
      makeNewEvent({ content: 'c', eventId: 'evt_2', key: 'evt_1' }),
      makeNewEvent({ content: 'c', eventId: 'evt_2' }),
    );
    expect(outcomes).toEqual([
      accepted,
      duplicate,
      { status: 'refused', error: 'event_id_conflict' },
      { status: 'refused', error: 'idempotency_key_reuse' },
      { status: 'accepted', eventId: 'evt_2' },
    ]);
  });

  test('keeps workspaces and sources apart', async () => {
    await accept(makeNewEvent({ proof: 'strong' }));
    expect(await accept(makeNewEvent({ workspaceId: 'ws_2' }))).toEqual([accepted]);
    expect(await accept(makeNewEvent({ source: 'claude', content: 'b', proof: 'strong' }))).toEqual([accepted]);
  });

  test('forgets a key after its time, an event never', async () => {
    await accept(makeNewEvent({ key: 'k' }));
    const later = { ...OPTIONS, now: NOW + 8 * DAY_MS };
    const second = makeNewEvent({ content: 'b', eventId: 'evt_2', key: 'k' });
    expect(await under.store.acceptBatch([second], { ...OPTIONS, now: NOW + 6 * DAY_MS })).toMatchObject([
      { status: 'refused' },
    ]);
    expect(await under.store.acceptBatch([second, makeNewEvent()], later)).toMatchObject([
      { status: 'accepted' },
      duplicate,
    ]);
  });

  test('stores nothing of a batch that fails', async () => {
    const broken = makeNewEvent({ workspaceId: 'ws_none', content: 'b', eventId: 'evt_2' });
    await expect(accept(makeNewEvent(), broken)).rejects.toThrow();
    expect(await accept(makeNewEvent())).toEqual([accepted]);
  });
}

/** `AcceptStore`: what follows from how a request was verified. */
export function testProof(under: StoreUnderTest): void {
  const accept = async (...events: NewEvent[]) => under.store.acceptBatch(events, OPTIONS);
  const accepted = { status: 'accepted', eventId: 'evt_1' };
  const duplicate = { status: 'duplicate', eventId: 'evt_1' };

  test('pins a source that signed strongly, and refuses it the weaker signature from then on', async () => {
    expect(await accept(makeNewEvent({ proof: 'strong' }))).toEqual([accepted]);
    expect(await under.store.findSource('ws_1', 'chatgpt')).toMatchObject({ policy: 'strict', pinnedAt: NOW });
    expect(await accept(makeNewEvent())).toEqual([{ status: 'refused', error: 'strong_signature_required' }]);
    expect(await accept(makeNewEvent({ proof: 'strong' }))).toEqual([duplicate]);
    await under.store.setSource('ws_1', 'chatgpt', { policy: 'compat' });
    expect(await under.store.findSource('ws_1', 'chatgpt')).toMatchObject({ policy: 'compat', pinnedAt: null });
    expect(await accept(makeNewEvent())).toEqual([duplicate]);
  });

  test("does not hold the policy against other providers' schemes, nor are they pinned", async () => {
    await under.store.setSource('ws_1', 'chatgpt', { policy: 'strict' });
    expect(await accept(makeNewEvent({ scheme: 'github' }))).toEqual([accepted]);
    const signed = makeNewEvent({ source: 'slack', content: 'b', scheme: 'slack', proof: 'strong' });
    expect(await accept(signed)).toEqual([accepted]);
    expect(await under.store.findSource('ws_1', 'slack')).toMatchObject({ policy: 'compat', pinnedAt: null });
  });

  test('takes no body for known because somebody sent it unsigned', async () => {
    for (const proof of ['none', 'token'] as const) {
      const unsigned = makeNewEvent({ source: 'form', eventId: `x_${proof}`, scheme: 'none', proof });
      expect(await accept(unsigned)).toMatchObject([{ status: 'accepted' }]);
    }
    expect(await accept(makeNewEvent())).toEqual([accepted]);
  });

  test('notes when a source and a key were last used, once in a minute', async () => {
    const keyOf = async () => (await under.store.listKeys('ws_1'))[0];
    const key = await keyOf();
    const use = async (eventId: string, now: number) =>
      under.store.acceptBatch([makeNewEvent({ eventId, content: eventId, keyId: key?.id ?? null })], {
        ...OPTIONS,
        now,
      });
    for (const [after, noted] of [
      [0, 0],
      [59_999, 0],
      [60_000, 60_000],
    ] as const) {
      await use(`evt_${after}`, NOW + after);
      expect((await keyOf())?.lastUsedAt).toBe(NOW + noted);
      expect((await under.store.findSource('ws_1', 'chatgpt'))?.lastSeenAt).toBe(NOW + noted);
    }
  });
}

/** `AcceptStore`: the same signed bytes again, under another id, key or source. */
export function testSameBytes(under: StoreUnderTest): void {
  const accept = async (...events: NewEvent[]) => under.store.acceptBatch(events, OPTIONS);
  const accepted = { status: 'accepted', eventId: 'evt_1' };
  const duplicate = { status: 'duplicate', eventId: 'evt_1' };

  test('takes a body-only body that was accepted anywhere in the workspace for a duplicate', async () => {
    await accept(makeNewEvent());
    expect(await accept(makeNewEvent({ source: 'stripe', eventId: 'evt_9' }))).toEqual([duplicate]);
  });

  test('takes a strongly signed body for a duplicate in another source only under the same key', async () => {
    await accept(makeNewEvent({ proof: 'strong', key: 'k' }));
    const elsewhere = { source: 'stripe', proof: 'strong' } as const;
    expect(await accept(makeNewEvent({ ...elsewhere, eventId: 'evt_9', key: 'k' }))).toEqual([duplicate]);
    const other = makeNewEvent({ ...elsewhere, eventId: 'evt_9', key: 'k9' });
    expect(await accept(other)).toEqual([{ status: 'accepted', eventId: 'evt_9' }]);
  });

  test("takes a body that a provider signed for a duplicate whatever the key, which its signature doesn't cover", async () => {
    const signed = { source: 'slack', scheme: 'slack', proof: 'strong' } as const;
    await accept(makeNewEvent({ ...signed, key: '' }));
    expect(await accept(makeNewEvent({ ...signed, eventId: 'evt_9', key: 'k9' }))).toEqual([duplicate]);
  });

  test('never takes events without a key for one another', async () => {
    const keyless = { scheme: 'none', proof: 'none', key: '' } as const;
    const outcomes = await accept(makeNewEvent(keyless), makeNewEvent({ ...keyless, eventId: 'evt_2' }));
    expect(outcomes).toEqual([accepted, { status: 'accepted', eventId: 'evt_2' }]);
  });
}
