import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { topicsSchema } from '../outbox/topics.ts';
import type { Settings } from '../settings.ts';
import type { OutboxEvent } from '../store/outbox-store.ts';
import type { Store } from '../store/store.ts';
import { matchesEventType } from '../webhooks/event-filter.ts';
import { openData } from './data-folder.ts';
import { type Forwarder, createForwarder } from './forward-event.ts';

const LOOK_EVERY_MS = 300;
const BATCH = 100;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30_000;
const CURSOR = /^[0-9]{1,15}$/;

export interface ListenCommand {
  readonly workspaceId: string;
  /** `chat.*,webhook.github.*`; all when left out. */
  readonly topics: string | undefined;
  /** Where each event is posted, signed; printed when left out. */
  readonly forward: string | undefined;
}

export interface ListenOutput {
  /** One event as JSON. */
  readonly print: (line: string) => void;
  /** For the person who watches. */
  readonly say: (line: string) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * `listen WORKSPACE`: what happens, as it happens, from the outbox of the data folder; the receiver runs meanwhile, or not.
 * Events that are forwarded go one after the other, each until it was taken; the next time it goes on where it stopped.
 * @returns one sentence when it cannot begin, `null` when it was ended
 */
export async function listen(settings: Settings, command: ListenCommand, output: ListenOutput): Promise<string | null> {
  const { workspaceId } = command;
  const topics = topicsSchema.safeParse(command.topics);
  if (!topics.success) return `--topics ${topics.error.issues[0]?.message}.`;
  const opened = openData(settings.dataDir);
  if (!opened.ok) return opened.message;
  const { store } = opened;
  try {
    const [key] = await store.findLiveKeys(workspaceId, null, Date.now());
    if (!key) return `There is no workspace ${JSON.stringify(workspaceId)}; see workspace list.`;
    const forwarder = command.forward === undefined ? null : await createForwarder(command.forward, key.secret);
    if (forwarder && !forwarder.ok) return forwarder.message;
    const place = forwarder && new Place(settings.dataDir, command);
    const after = place?.read() ?? (await store.lastOutboxId());
    const take = forwarder
      ? untilTaken(forwarder.post, output)
      : async (event: OutboxEvent) => output.print(event.payload);
    output.say(`Listening to ${topics.data.join(', ')} of ${workspaceId}; Ctrl-C ends it.`);
    for await (const events of follow(store, { workspaceId, after, signal: output.signal })) {
      for (const event of events) {
        if (output.signal.aborted) break;
        if (matchesEventType(topics.data, event.type)) await take(event);
        if (!output.signal.aborted) place?.write(event.id);
      }
    }
    return null;
  } finally {
    await store.close();
  }
}

async function* follow(
  store: Store,
  { workspaceId, after, signal }: { workspaceId: string; after: number; signal: AbortSignal },
): AsyncGenerator<readonly OutboxEvent[]> {
  let cursor = after;
  while (!signal.aborted) {
    const events = await store.readOutbox({ after: cursor, limit: BATCH, workspaceId });
    cursor = events.at(-1)?.id ?? cursor;
    if (events.length > 0) yield events;
    else await setTimeout(LOOK_EVERY_MS, undefined, { signal }).catch(() => null); // ended
  }
}

function untilTaken(post: Forwarder['post'], { say, signal }: ListenOutput): (event: OutboxEvent) => Promise<void> {
  return async (event) => {
    for (let waitMs = FIRST_RETRY_MS; !signal.aborted; waitMs = Math.min(waitMs * 2, LAST_RETRY_MS)) {
      const result = await post(event);
      say(`${event.type} ${event.eventId}: ${result.said}`);
      if (result.ok) return;
      await setTimeout(waitMs, undefined, { signal }).catch(() => null); // ended
    }
  };
}

/** How far a forwarding came, kept in a file of its own. */
class Place {
  readonly #path: string;

  constructor(dataDir: string, command: ListenCommand) {
    const name = createHash('sha256').update(JSON.stringify(command)).digest('hex').slice(0, 16);
    this.#path = join(dataDir, `listen-${name}.cursor`);
  }

  /** `null` the first time. */
  read(): number | null {
    try {
      const text = readFileSync(this.#path, 'utf8').trim();
      return CURSOR.test(text) ? Number(text) : null;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  write(id: number): void {
    writeFileSync(`${this.#path}.new`, String(id), { mode: 0o600 });
    renameSync(`${this.#path}.new`, this.#path);
  }
}
