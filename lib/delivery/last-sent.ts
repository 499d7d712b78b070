import type { SentView } from '../messages.ts';
import type { Database } from './database.ts';
import { recentDeliveries } from './outbox.ts';
import { type DeliveryRow, deliveryRowSchema } from './row.ts';
import { bodyApart } from './text-apart.ts';

/** What was tried and not delivered is looked for among so many of the newest: a queue may be long. */
const NEWEST = 50;

/** The request that was sent last, as it was sent; `null` when none is known, or when its event is gone. */
export async function lastSent(db: Database): Promise<SentView | null> {
  const rows = [...(await lastDelivered(db)), ...(await recentDeliveries(db, NEWEST))];
  const requests = rows.flatMap(({ eventId, title, sent }) => (sent ? [{ eventId, title, ...sent }] : []));
  const [last] = requests.toSorted((a, b) => b.atMs - a.atMs);
  const body = last && (await db.get('bodies', last.eventId));
  if (!last || body === undefined) return null;
  const { isApart, ...request } = last;
  return { ...request, body: isApart ? ((await bodyApart(body))?.body ?? body) : body };
}

async function lastDelivered(db: Database): Promise<DeliveryRow[]> {
  const cursor = await db.transaction('deliveries').store.index('delivered').openCursor(null, 'prev');
  return cursor ? [deliveryRowSchema.parse(cursor.value)] : [];
}
