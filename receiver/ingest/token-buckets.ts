/** More callers than this at once are not remembered; the ones longest unseen are let go. */
const MAX_BUCKETS = 10_000;
const MINUTE_MS = 60_000;

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** Token buckets by name, in memory: `perMinute` at once, filled up again over a minute. Times in UNIX milliseconds. */
export class TokenBuckets {
  readonly #perMinute: number;
  readonly #buckets = new Map<string, Bucket>();

  /** @param perMinute 0 is no limit */
  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** @returns seconds until a token is there, 0 when one is; takes none */
  waitSeconds(name: string, now: number): number {
    const tokens = this.#fill(name, now)?.tokens ?? 1;
    return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) * MINUTE_MS) / this.#perMinute / 1000);
  }

  take(name: string, now: number): void {
    const bucket = this.#fill(name, now);
    if (!bucket) return;
    bucket.tokens -= 1;
    this.#buckets.delete(name); // the map's order is that of the last use
    this.#buckets.set(name, bucket);
    if (this.#buckets.size > MAX_BUCKETS) this.#forgetOldest();
  }

  giveBack(name: string): void {
    const bucket = this.#buckets.get(name);
    if (bucket) bucket.tokens = Math.min(bucket.tokens + 1, this.#perMinute);
  }

  #fill(name: string, now: number): Bucket | null {
    if (this.#perMinute === 0) return null;
    const bucket = this.#buckets.get(name);
    if (!bucket) return { tokens: this.#perMinute, filledAt: now };
    const gained = (Math.max(now - bucket.filledAt, 0) * this.#perMinute) / MINUTE_MS;
    bucket.tokens = Math.min(bucket.tokens + gained, this.#perMinute);
    bucket.filledAt = now;
    return bucket;
  }

  #forgetOldest(): void {
    for (const oldest of this.#buckets.keys()) {
      this.#buckets.delete(oldest);
      return;
    }
  }
}
