import { expect, test } from 'vitest';
import type { NewAction, NewRefusal } from '../log-store.ts';
import { NOW, type StoreUnderTest } from './fixtures.ts';

const refusal = (change: Partial<NewRefusal> = {}): NewRefusal => ({
  at: NOW,
  workspaceId: 'ws_1',
  path: '/webhooks/v1/ws_1/chatgpt',
  error: 'invalid_signature',
  detail: '',
  isVerified: false,
  address: '192.0.2.1',
  userAgent: 'curl/8',
  ...change,
});
const action = (change: Partial<NewAction> = {}): NewAction => ({
  at: NOW,
  workspaceId: 'ws_1',
  actorKind: 'user',
  actorId: 'usr_1',
  actorName: 'Ann',
  action: 'DELETE /api/v1/workspaces/{ws}/webhooks/{id}',
  target: '/api/v1/workspaces/ws_1/webhooks/wh_1',
  ...change,
});

/** `LogStore` */
export function testLogs(under: StoreUnderTest): void {
  test('refusals are listed by workspace, newest first and page by page, those of unknown workspaces apart', async () => {
    const isVerified = true;
    await under.store.noteRefusals([refusal(), refusal({ workspaceId: 'ws_none' })], 10);
    await under.store.noteRefusals([refusal({ error: 'invalid_payload', detail: 'data: no', isVerified })], 10);
    const listed = await under.store.listRefusals({ workspaceId: 'ws_1', limit: 9 });
    expect(listed.map(({ id: _id, ...one }) => one)).toEqual([
      refusal({ error: 'invalid_payload', detail: 'data: no', isVerified }),
      refusal(),
    ]);
    const page = { workspaceId: 'ws_1', beforeId: listed[0]?.id, limit: 1 };
    expect(await under.store.listRefusals(page)).toEqual([listed[1]]);
    const unknown = await under.store.listRefusals({ workspaceId: null, limit: 9 });
    expect(unknown.map(({ workspaceId }) => workspaceId)).toEqual(['ws_none']);
    expect(await under.store.listRefusals({ workspaceId: 'ws_2', limit: 9 })).toEqual([]);
  });

  test('of refusals the newest stay', async () => {
    await under.store.noteRefusals(
      [1, 2, 3].map((at) => refusal({ at })),
      2,
    );
    await under.store.noteRefusals([refusal({ at: 4 })], 2);
    const listed = await under.store.listRefusals({ workspaceId: 'ws_1', limit: 9 });
    expect(listed.map(({ at }) => at)).toEqual([4, 3]);
  });

  test('actions are listed by workspace, newest first and page by page', async () => {
    for (const at of [1, 2, 3]) await under.store.noteAction(action({ at }));
    await under.store.noteAction(action({ workspaceId: null, actorKind: 'operator' }));
    const [newest, ...others] = await under.store.listActions({ workspaceId: 'ws_1', limit: 9 });
    expect(newest).toEqual({ ...action({ at: 3 }), id: newest?.id });
    expect(others.map(({ at }) => at)).toEqual([2, 1]);
    const page = { workspaceId: 'ws_1', beforeId: newest?.id, limit: 1 };
    expect((await under.store.listActions(page)).map(({ at }) => at)).toEqual([2]);
    expect(await under.store.listActions({ workspaceId: null, limit: 9 })).toMatchObject([{ actorKind: 'operator' }]);
  });
}
