import type { Database } from '../../lib/delivery/database.ts';
import { deliveryRowSchema } from '../../lib/delivery/row.ts';
import { isUndelivered } from '../../lib/delivery/state.ts';
import type { Conversation } from '../../lib/sites/conversation.ts';
import type { ReceiverEnd } from './receiver-end.ts';
import type { Expectation } from './schedule.ts';
import type { Witness } from './witness.ts';

interface End {
  receiver: ReceiverEnd;
  witness: Witness;
  expectations: readonly Expectation[];
}

/** What has to hold when everything that was to happen has happened. */
export async function checkEnd({ receiver, witness, expectations }: End): Promise<void> {
  const db = await witness.db();
  if (!db.objectStoreNames.contains('deliveries')) return; // every worker died before it could make the database
  await checkRows(db, witness);
  for (const expectation of expectations) {
    const { last, lane, talk } = expectation;
    const head = await db.get('heads', lane);
    if (!last) continue;
    if (!head) {
      witness.blame(`${lane} was kept and is gone`);
      continue;
    }
    const rows = await Promise.all(head.eventIds.map((id) => db.getFromIndex('deliveries', 'eventId', id)));
    if (rows.some((row) => !row)) witness.blame(`an event of ${lane} was kept and is gone`);
    if (rows.some((row) => row?.state !== 'delivered')) continue; // given up with a reason; what arrived before stands
    const wrong = differenceOf(last, await receiver.branchOf(talk.sessionId), talk.oversize);
    if (wrong) witness.blame(`${talk.sessionId}: ${wrong}`);
  }
}

async function checkRows(db: Database, witness: Witness): Promise<void> {
  const rows = (await db.getAll('deliveries')).map((row) => deliveryRowSchema.parse(row));
  for (const row of rows) {
    const { eventId, state, reason } = row;
    if (isUndelivered(state)) witness.blame(`${eventId} was forgotten: ${state}`);
    if (state === 'dead' && reason === null) witness.blame(`${eventId} was given up without a reason`);
    if (state === 'dead' && reason === 'rejected' && !witness.refused.has(eventId))
      witness.blame(`${eventId} was given up`);
    if (state === 'delivered' && !witness.isAccepted(eventId))
      witness.blame(`${eventId} is called delivered and is not`);
  }
  const counts = await db.get('counts', 'counts');
  const delivered = rows.filter(({ state }) => state === 'delivered').length;
  if ((counts?.delivered ?? 0) !== delivered || (counts?.undelivered ?? 0) !== 0) witness.blame('the counts are wrong');
}

/** @returns in words how the receiver's conversation differs from the captured one; `null` when it does not */
function differenceOf(
  { messages, completeness }: Conversation,
  branch: readonly { id: string; content: string }[] | null,
  oversize: ReadonlySet<string>,
): string | null {
  const show = (list: readonly { id?: string | undefined; content: string }[]) =>
    list.map(({ id, content }) => `${id}=${content.slice(0, 6)}`).join(' ');
  const wanted = messages.filter(({ id = '' }) => !oversize.has(id));
  if (!branch) return wanted.length ? 'the receiver has nothing' : null;
  const hasOversize = oversize.size > 0;
  const text = show(wanted);
  const same = show(branch) === text;
  if (same) return null;
  const there = new Set(branch.map(({ id, content }) => `${id}=${content.slice(0, 6)}`));
  const isAllThere = wanted.every(({ id, content }) => there.has(`${id}=${content.slice(0, 6)}`));
  if (isAllThere && (completeness !== 'complete' || hasOversize)) return null;
  return `captured ${text}, received ${show(branch)}`;
}
