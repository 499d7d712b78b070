import * as fc from 'fast-check';

export const DAY_MS = 86_400_000;
const KEY_MEMORY_DAYS = 7;

/** An event as far as the table of docs/protocol.md, section 1.5, looks at it. */
export interface ModelEvent {
  readonly workspaceId: string;
  readonly source: string;
  readonly eventId: string;
  readonly content: string;
  readonly key: string;
  /** Signed by Standard Webhooks as well, else by the body alone. */
  readonly isStrong: boolean;
}

export type ModelStep =
  /** In one batch, or at once. */
  | { readonly kind: 'accept'; readonly events: readonly ModelEvent[] }
  | { readonly kind: 'wait'; readonly days: number }
  | { readonly kind: 'reset pin'; readonly workspaceId: string; readonly source: string };

const workspaceId = fc.constantFrom('ws_1', 'ws_2');
const source = fc.constantFrom('chatgpt', 'claude');
const eventArbitrary = fc.record({
  workspaceId,
  source,
  eventId: fc.constantFrom('evt_1', 'evt_2', 'evt_3'),
  content: fc.constantFrom('a', 'b', 'c'),
  // Some are the id of another event, which is a key like any other.
  key: fc.constantFrom('evt_1', 'evt_2', 'k1', 'k2'),
  isStrong: fc.boolean(),
});

/** @param shape what the way in does not allow, or makes the same */
export function modelSteps(shape: (event: ModelEvent) => ModelEvent = (event) => event): fc.Arbitrary<ModelStep[]> {
  const step = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('accept' as const),
        events: fc.array(eventArbitrary.map(shape), { minLength: 1, maxLength: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), days: fc.constantFrom(1, 6, 8) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('reset pin' as const), workspaceId, source }) },
  );
  return fc.array(step, { minLength: 1, maxLength: 25 });
}

interface Remembered extends ModelEvent {
  readonly digest: string;
  readonly day: number;
}

/** The table as plainly as it can be said: a list of what was accepted, and which sources are pinned. */
export class DedupeModel {
  readonly accepted: Remembered[] = [];
  readonly #pinned = new Set<string>();
  readonly #digestOf: (event: ModelEvent) => string;
  #day = 0;

  /** @param digestOf the same for events whose bodies are the same bytes */
  constructor(digestOf: (event: ModelEvent) => string) {
    this.#digestOf = digestOf;
  }

  wait(days: number): void {
    this.#day += days;
  }

  resetPin(workspaceId: string, source: string): void {
    this.#pinned.delete(`${workspaceId}/${source}`);
  }

  /** @returns `accepted …` or `duplicate …` with the id that is answered, or the error */
  accept(event: ModelEvent): string {
    const place = `${event.workspaceId}/${event.source}`;
    if (!event.isStrong && this.#pinned.has(place)) return 'strong_signature_required';
    const outcome = this.#decide(event);
    if (outcome.startsWith('accepted')) {
      this.accepted.push({ ...event, digest: this.#digestOf(event), day: this.#day });
    }
    if (event.isStrong && / /.test(outcome)) this.#pinned.add(place);
    return outcome;
  }

  #decide(event: ModelEvent): string {
    const digest = this.#digestOf(event);
    const inWorkspace = this.accepted.filter((seen) => seen.workspaceId === event.workspaceId);
    const here = inWorkspace.filter((seen) => seen.source === event.source);
    const sameId = here.find((seen) => seen.eventId === event.eventId);
    if (sameId) return sameId.digest === digest ? `duplicate ${event.eventId}` : 'event_id_conflict';
    const sameBytes = inWorkspace.find((seen) => seen.digest === digest && (!event.isStrong || seen.key === event.key));
    if (sameBytes) return `duplicate ${sameBytes.eventId}`;
    const isRemembered = (seen: Remembered) => this.#day - seen.day < KEY_MEMORY_DAYS;
    if (here.some((seen) => seen.key === event.key && isRemembered(seen))) return 'idempotency_key_reuse';
    return `accepted ${event.eventId}`;
  }
}
