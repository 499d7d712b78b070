import { expect, test } from 'vitest';
import { makeNewEvent, OPTIONS, type StoreUnderTest } from './fixtures.ts';

/** `SourceStore` */
export function testSources(under: StoreUnderTest): void {
  test('are unknown until they are set up or heard of, and listed by name', async () => {
    expect(await under.store.findSource('ws_1', 'slack')).toBeNull();
    expect(await under.store.setSource('ws_1', 'slack', { scheme: 'slack', secret: 'slack-secret' })).toEqual({
      ok: true,
    });
    const slack = { source: 'slack', scheme: 'slack', policy: 'compat', pinnedAt: null, lastSeenAt: null };
    const more = { secret: 'slack-secret', allowedAddresses: null };
    expect(await under.store.findSource('ws_1', 'slack')).toEqual({ ...slack, ...more });
    await under.store.acceptBatch([makeNewEvent()], OPTIONS);
    expect((await under.store.listSources('ws_1')).map(({ source }) => source)).toEqual(['chatgpt', 'slack']);
    expect(await under.store.listSources('ws_2')).toEqual([]);
  });

  test('keep what a change does not name', async () => {
    await under.store.setSource('ws_1', 'slack', { scheme: 'slack', secret: 'slack-secret' });
    await under.store.setSource('ws_1', 'slack', { policy: 'strict' });
    const allowedAddresses = ['192.0.2.0/24', '::1'];
    await under.store.setSource('ws_1', 'slack', { allowedAddresses });
    await under.store.setSource('ws_1', 'slack', { secret: 'other-secret' });
    const expected = { scheme: 'slack', policy: 'strict', secret: 'other-secret', allowedAddresses };
    expect(await under.store.findSource('ws_1', 'slack')).toMatchObject(expected);
    await under.store.setSource('ws_1', 'slack', { scheme: null, secret: null, allowedAddresses: null });
    const cleared = { scheme: null, secret: null, allowedAddresses: null };
    expect(await under.store.findSource('ws_1', 'slack')).toMatchObject(cleared);
  });

  test('share no secret with another workspace', async () => {
    const secretOf = async (workspaceId: string, secret: string) =>
      under.store.setSource(workspaceId, 'github', { scheme: 'github', secret });
    expect(await secretOf('ws_1', 'secret-2')).toEqual({ ok: false, reason: 'secret_taken' });
    expect(await secretOf('ws_1', 'secret-1')).toEqual({ ok: true });
    expect(await secretOf('ws_2', 'secret-1')).toEqual({ ok: false, reason: 'secret_taken' });
    expect(await secretOf('ws_none', 'x')).toEqual({ ok: false, reason: 'no_workspace' });
    expect(await under.store.findSource('ws_2', 'github')).toBeNull();
  });

  test('that belong to somebody cannot be thrown open', async () => {
    const open = async (source: string) => under.store.setSource('ws_1', source, { scheme: 'none' });
    const owned = { ok: false, reason: 'source_owned' };
    await under.store.setSource('ws_1', 'github', { scheme: 'github', secret: 'github-secret' });
    await under.store.acceptBatch([makeNewEvent()], OPTIONS);
    const key = {
      id: 'key_s',
      workspaceId: 'ws_1',
      name: '',
      kind: 'workspace',
      secret: 'secret-s',
      createdAt: 0,
    } as const;
    await under.store.createKey({ ...key, source: 'slack' });
    expect(await open('github')).toEqual(owned);
    expect(await open('chatgpt')).toEqual(owned);
    expect(await open('slack')).toEqual(owned);
    expect(await open('form')).toEqual({ ok: true });
    await under.store.acceptBatch([makeNewEvent({ source: 'form', scheme: 'none', proof: 'none' })], OPTIONS);
    expect(await open('form')).toEqual({ ok: true });
  });
}
