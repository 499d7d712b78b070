import { randomBytes } from 'node:crypto';
import type { Bytes } from '../../lib/protocol/bytes.ts';

const LIFETIME_MS = 24 * 3_600_000;
/** Of a workspace; one more takes the place of the oldest. */
const MOST_INSPECTORS = 5;
/** Of one inspector; older ones make room. */
const MOST_REQUESTS = 50;
const MOST_BYTES = 4 * 1024 * 1024;
/** Of one body. */
export const MAX_INSPECTED_BYTES = 1024 * 1024;

/** An address that takes whatever is sent to it, and shows it. */
export interface Inspector {
  /** The last part of its address: who does not know it cannot send there. */
  readonly id: string;
  readonly workspaceId: string;
  /** UNIX milliseconds, as all times. */
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface InspectedRequest {
  /** Counts up within its inspector. */
  readonly id: number;
  readonly at: number;
  readonly method: string;
  /** What stood after `?`. */
  readonly query: string;
  /** As they came, also those that came twice. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Of the sender. */
  readonly address: string;
  /** `null`: more than `MAX_INSPECTED_BYTES`. */
  readonly body: Bytes | null;
}

interface Kept {
  readonly inspector: Inspector;
  /** Oldest first. */
  readonly requests: InspectedRequest[];
  lastId: number;
}

/** Inspectors are held in memory alone: what somebody tries out, with its tokens, is never on a disk, and gone with the receiver. */
export class Inspectors {
  /** Oldest first. */
  readonly #all = new Map<string, Kept>();

  create(workspaceId: string, now: number): Inspector {
    const [oldest, ...others] = this.list(workspaceId, now).toReversed();
    if (oldest && others.length + 1 >= MOST_INSPECTORS) this.#all.delete(oldest.id);
    const id = randomBytes(24).toString('base64url');
    const inspector = { id, workspaceId, createdAt: now, expiresAt: now + LIFETIME_MS };
    this.#all.set(id, { inspector, requests: [], lastId: 0 });
    return inspector;
  }

  /** Newest first. */
  list(workspaceId: string, now: number): readonly Inspector[] {
    for (const [id, { inspector }] of this.#all) if (inspector.expiresAt <= now) this.#all.delete(id);
    const all = [...this.#all.values()].map(({ inspector }) => inspector);
    return all.filter((inspector) => inspector.workspaceId === workspaceId).toReversed();
  }

  /** @returns `null` when there is none, or not any more */
  find(id: string, now: number): Inspector | null {
    const inspector = this.#all.get(id)?.inspector ?? null;
    return inspector && inspector.expiresAt > now ? inspector : null;
  }

  remove(id: string): void {
    this.#all.delete(id);
  }

  /** Keeps a request and lets go of the oldest ones that there is no room for. */
  note(id: string, request: Omit<InspectedRequest, 'id'>): void {
    const kept = this.#all.get(id);
    if (!kept) return;
    const { requests } = kept;
    kept.lastId += 1;
    requests.push({ ...request, id: kept.lastId });
    while (requests.length > MOST_REQUESTS || sizeOf(requests) > MOST_BYTES) requests.shift();
  }

  /** Newest first. */
  requestsOf(id: string): readonly InspectedRequest[] {
    return this.#all.get(id)?.requests.toReversed() ?? [];
  }
}

function sizeOf(requests: readonly InspectedRequest[]): number {
  return requests.reduce((sum, { body }) => sum + (body?.length ?? 0), 0);
}
