import { z } from 'zod';
import { SOURCE } from '../../lib/protocol/event.ts';
import { WORKSPACE_ID } from '../../lib/protocol/workspace-id.ts';
import type { Settings } from '../settings.ts';
import { openData } from './data-folder.ts';
import type { CommandResult } from './workspace.ts';

const time = z
  .union(
    [z.iso.datetime({ offset: true }), z.iso.date()],
    'must be a time such as 2026-11-21T09:30:00Z or a day such as 2026-11-21',
  )
  .transform((text) => Date.parse(text));

/** What of the command line says which events. */
const replaySchema = z.object({
  workspaceId: z.string().regex(WORKSPACE_ID, 'must be the id of a workspace'),
  eventId: z.string().optional(),
  source: z.string().regex(SOURCE, 'must be the name of a source').optional(),
  state: z.enum(['done', 'failed', 'parked'], 'must be done, failed or parked').optional(),
  from: time.optional(),
  to: time.optional(),
});

export type ReplayCommand = Readonly<Record<keyof z.infer<typeof replaySchema>, string | undefined>>;

/** `replay WORKSPACE [EVENT]`; may run while the receiver runs, which then works the events off. */
export async function replay(settings: Settings, command: ReplayCommand): Promise<CommandResult> {
  const parsed = replaySchema.safeParse(command);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, message: `${String(issue?.path[0])} ${issue?.message}.` };
  }
  const query = Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined));
  const opened = openData(settings.dataDir);
  if (!opened.ok) return opened;
  const { store } = opened;
  try {
    const { workspaceId } = parsed.data;
    if (!(await store.findWorkspace(workspaceId)))
      return { ok: false, message: `There is no workspace ${JSON.stringify(workspaceId)}; see workspace list.` };
    const count = await store.replayInbox({ workspaceId, ...query, now: Date.now() });
    if (count === 0)
      return { ok: false, message: 'No event matches that is done, failed or parked and still has its body.' };
    return { ok: true, lines: [`${count} ${count === 1 ? 'event' : 'events'} to be worked off again`] };
  } finally {
    await store.close();
  }
}
