import { generateSecret, importSigningKeys, type SigningKeys } from '../protocol/secret.ts';
import type { Conversation } from '../sites/conversation.ts';
import { Bookkeeper } from './bookkeeper.ts';
import { openOutbox } from './database.ts';
import type { DeliveryContext } from './deliver.ts';
import { Loops } from './loops.ts';
import type { DeliveryRow } from './row.ts';

/** For tests: delivery over the (fake) IndexedDB with a clock and a network that the test holds in its hands. */

export const ENDPOINT = 'http://127.0.0.1:8787';
export const WORKSPACE = 'ws_test';

export interface TestWorld {
  context: DeliveryContext;
  clock: { nowMs: number };
  requests: Request[];
  settledRows: DeliveryRow[];
  /** What the next requests get; the last one is used again. */
  answers: (() => Response | Promise<Response>)[];
  /** When a worker is to be woken, as last asked for. */
  wakeUps: number[];
}

let keys: SigningKeys | null = null;

export async function testWorld(): Promise<TestWorld> {
  const db = await openOutbox();
  const stores = [...db.objectStoreNames];
  const tx = db.transaction(stores, 'readwrite');
  await Promise.all(stores.map((name) => tx.objectStore(name).clear()));
  await tx.done;
  keys ??= await importSigningKeys(generateSecret());

  const clock = { nowMs: Date.parse('2026-11-21T09:00:00Z') };
  const world: Omit<TestWorld, 'context'> = { clock, requests: [], settledRows: [], answers: [accepted], wakeUps: [] };
  const context: DeliveryContext = {
    db,
    workerId: 'worker',
    now: () => clock.nowMs,
    random: () => 0.5,
    fetch: async (input, init) => {
      world.requests.push(new Request(input, init));
      const answer = world.answers.length > 1 ? world.answers.shift() : world.answers[0];
      if (!answer) throw new Error('no answer is set');
      return answer();
    },
    loadConnection: async () => ({ endpoint: ENDPOINT, workspaceId: WORKSPACE }),
    loadKeys: async () => keys,
    isPermitted: async () => true,
    wakeAt: async (atMs) => void world.wakeUps.push(atMs),
    changed: (row) => void world.settledRows.push(row),
    loops: new Loops(),
    books: new Bookkeeper(db),
  };
  return Object.assign(world, { context });
}

export const accepted = () => Response.json({ status: 'accepted', event_id: 'evt_any' });
export const duplicate = () => Response.json({ status: 'duplicate', event_id: 'evt_any' });
export const failing =
  (status: number, body: object = { error: 'any' }) =>
  () =>
    Response.json(body, { status });
export const unreachable = () => Promise.reject(new TypeError('Failed to fetch'));

export function sampleConversation(change: Partial<Conversation> = {}): Conversation {
  return {
    source: 'chatgpt',
    sessionId: 'session-1',
    title: 'Sourdough',
    url: 'https://chatgpt.com/c/session-1',
    messages: [
      { role: 'user', content: 'How long does it rise?', id: 'm1', index: 0 },
      { role: 'assistant', content: 'About **eight** hours.', id: 'm2', index: 1 },
    ],
    reader: 'dom',
    layout: 'chatgpt/2026-09',
    completeness: 'complete',
    ...change,
  };
}
