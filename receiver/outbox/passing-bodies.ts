import { z } from 'zod';
import { log } from '../log.ts';
import { withPayload } from './outbox-event.ts';

/** Long enough for whoever listens, and for the one attempt of a webhook. */
const HOLD_MS = 60_000;
const MAX_BYTES = 32 * 1024 * 1024;

/** What an event's envelope says of a body that is not kept. */
export interface RenderOnly {
  readonly render_only: true;
  /** Lower-case hex. */
  readonly body_sha256: string;
}

const renderOnlyEvent = z.object({
  workspace_id: z.string(),
  data: z.object({ render_only: z.literal(true), body_sha256: z.string() }),
});

interface Held {
  readonly text: string;
  readonly until: number;
}

/**
 * Bodies that are render only, in memory alone, on their way to whoever listens and to webhooks (docs/protocol.md, section 5).
 * A minute later, or when the receiver stops, only what the outbox says of them is left.
 */
export class PassingBodies {
  readonly #clock: () => number;
  /** Oldest first. */
  readonly #held = new Map<string, Held>();
  #bytes = 0;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** @param of.body JSON in UTF-8 @param of.bodyDigest SHA-256 */
  hold(of: { workspaceId: string; body: Uint8Array; bodyDigest: Uint8Array }): void {
    const key = keyOf(of.workspaceId, Buffer.from(of.bodyDigest).toString('hex'));
    this.#drop(key);
    const held = { text: new TextDecoder().decode(of.body), until: this.#clock() + HOLD_MS };
    this.#held.set(key, held);
    this.#bytes += of.body.length;
    // Also when nobody asks for it any more, and whatever becomes of the clock.
    setTimeout(() => this.#held.get(key) === held && this.#drop(key), HOLD_MS).unref();
    this.#forget();
  }

  /**
   * An event of the outbox with its body, where that is render only and still here.
   * @param payload the event as JSON text
   * @returns `isGone`: it has a body that is not here any more
   */
  complete(payload: string): { payload: string; isRenderOnly: boolean; isGone: boolean } {
    const told = readRenderOnly(payload);
    if (!told) return { payload, isRenderOnly: false, isGone: false };
    this.#forget();
    const held = this.#held.get(keyOf(told.workspace_id, told.data.body_sha256));
    return { payload: withPayload(payload, held?.text ?? null), isRenderOnly: true, isGone: held === undefined };
  }

  #forget(): void {
    const now = this.#clock();
    for (const [key, { until }] of this.#held) {
      if (until > now && this.#bytes <= MAX_BYTES) return;
      if (until > now) log.warn('render_only_dropped', { reason: 'too many at once' });
      this.#drop(key);
    }
  }

  #drop(key: string): void {
    const held = this.#held.get(key);
    if (!held) return;
    this.#held.delete(key);
    this.#bytes -= Buffer.byteLength(held.text);
  }
}

/** Whether the body of an event of the outbox was not kept. @param payload the event as JSON text */
export function isRenderOnly(payload: string): boolean {
  return readRenderOnly(payload) !== null;
}

function readRenderOnly(payload: string) {
  // Nearly all are not: they are not parsed for that.
  if (!payload.includes('"render_only":true')) return null;
  return renderOnlyEvent.safeParse(JSON.parse(payload)).data ?? null;
}

function keyOf(workspaceId: string, sha256: string): string {
  return `${workspaceId}/${sha256}`;
}
