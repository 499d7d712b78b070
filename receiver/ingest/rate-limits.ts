import { TokenBuckets } from './token-buckets.ts';

/** Who sends; the limits are held against both. */
export interface Caller {
  readonly workspaceId: string;
  readonly address: string;
}

/**
 * Limits per workspace and, a tenth of it, per address whose requests fail to verify (docs/protocol.md, section 7).
 * A request that fails to verify counts against its address alone: strangers cannot use up a workspace's share.
 */
export class RateLimits {
  readonly #workspaces: TokenBuckets;
  readonly #failures: TokenBuckets;

  /** @param perMinute 0 is no limit */
  constructor(perMinute: number) {
    this.#workspaces = new TokenBuckets(perMinute);
    this.#failures = new TokenBuckets(Math.ceil(perMinute / 10));
  }

  /** Lets a request in, or not. @returns 0, or after how many seconds to try again */
  admit({ workspaceId, address }: Caller, now: number): number {
    const waitSeconds = Math.max(this.waitOf(address, now), this.#workspaces.waitSeconds(workspaceId, now));
    if (waitSeconds === 0) this.#workspaces.take(workspaceId, now);
    return waitSeconds;
  }

  /** For an address alone, while the workspace is not known. @returns 0, or after how many seconds to try again */
  waitOf(address: string, now: number): number {
    return this.#failures.waitSeconds(address, now);
  }

  /** The request did not verify. */
  blame({ workspaceId, address }: Caller, now: number): void {
    this.#workspaces.giveBack(workspaceId);
    this.#failures.take(address, now);
  }
}
