import type { LogPage, LogStore } from '../log-store.ts';
import type { MemoryContext } from './context.ts';

export function createLogStore({ tables: { refusals, actions, workspaces }, run }: MemoryContext): LogStore {
  return {
    noteRefusals: (noted, keep) =>
      run(() => {
        for (const refusal of noted) refusals.push({ ...refusal, id: (refusals.at(-1)?.id ?? 0) + 1 });
        refusals.splice(0, Math.max(0, refusals.length - keep));
      }),
    listRefusals: (asked) =>
      run(() =>
        pageOf(refusals, asked, ({ workspaceId }) =>
          asked.workspaceId === null ? !workspaces.has(workspaceId) : workspaceId === asked.workspaceId,
        ),
      ),
    noteAction: (action) => run(() => void actions.push({ ...action, id: actions.length + 1 })),
    listActions: (asked) => run(() => pageOf(actions, asked, ({ workspaceId }) => workspaceId === asked.workspaceId)),
  };
}

function pageOf<Row extends { readonly id: number }>(
  rows: readonly Row[],
  { beforeId = Number.MAX_SAFE_INTEGER, limit }: LogPage,
  isAsked: (row: Row) => boolean,
): Row[] {
  return rows
    .filter((row) => row.id < beforeId && isAsked(row))
    .toReversed()
    .slice(0, limit);
}
