import type { Webhook } from '../store/webhook-store.ts';

/** Attempts under way at once: to all targets together, and to one. */
const MOST_IN_ALL = 256;
const MOST_TO_ONE = 16;
/** A target that failed so often in a row gets one attempt at a time, until one succeeds. */
const FAILURES_UNTIL_ONE = 5;
const MINUTE_MS = 60_000;

interface Use {
  ratePerMinute: number;
  underWay: number;
  failuresInARow: number;
  /** Attempts that may begin by its rate; filled up over a minute. */
  tokens: number;
  filledAt: number;
}

type Rated = Pick<Webhook, 'id' | 'ratePerMinute'>;

/**
 * How many attempts may begin, so that a slow or dead target takes nothing from the others. Kept in memory: after a start
 * every target is taken for well.
 */
export class Capacity {
  readonly #uses = new Map<string, Use>();
  #underWay = 0;

  get free(): number {
    return MOST_IN_ALL - this.#underWay;
  }

  /** How many attempts of a webhook may begin now. */
  slotsOf({ id, ratePerMinute }: Rated, now: number): number {
    return slotsIn(this.#useOf(id, ratePerMinute, now));
  }

  /** Whether none may begin now. */
  isFull(id: string, now: number): boolean {
    const use = this.#uses.get(id);
    return use !== undefined && slotsIn(this.#useOf(id, use.ratePerMinute, now)) === 0;
  }

  /** When the next of those that are held up by their rate may begin one; `null` when none is. UNIX milliseconds. */
  nextTokenAt(now: number): number | null {
    const waits = [...this.#uses.values()].flatMap(({ tokens, ratePerMinute, filledAt }) =>
      tokens < 1 ? [filledAt + Math.ceil(((1 - tokens) * MINUTE_MS) / ratePerMinute)] : [],
    );
    return waits.length > 0 ? Math.max(now + 1, Math.min(...waits)) : null;
  }

  begin({ id, ratePerMinute }: Rated, now: number): void {
    const use = this.#useOf(id, ratePerMinute, now);
    use.underWay += 1;
    use.tokens -= 1;
    this.#underWay += 1;
  }

  /** @param succeeded `null`: the target was not asked */
  end(id: string, succeeded: boolean | null): void {
    const use = this.#uses.get(id);
    if (!use) return;
    use.underWay -= 1;
    if (succeeded !== null) use.failuresInARow = succeeded ? 0 : use.failuresInARow + 1;
    this.#underWay -= 1;
    // Without a rate, an idle and healthy target has nothing to be remembered for.
    if (use.underWay === 0 && use.failuresInARow === 0 && use.tokens === Number.POSITIVE_INFINITY)
      this.#uses.delete(id);
  }

  #useOf(id: string, ratePerMinute: number, now: number): Use {
    const most = ratePerMinute === 0 ? Number.POSITIVE_INFINITY : ratePerMinute;
    const use = this.#uses.get(id) ?? { ratePerMinute, underWay: 0, failuresInARow: 0, tokens: most, filledAt: now };
    use.ratePerMinute = ratePerMinute;
    const gained = (Math.max(now - use.filledAt, 0) * ratePerMinute) / MINUTE_MS;
    use.tokens = Math.min(use.tokens + gained, most);
    use.filledAt = now;
    this.#uses.set(id, use);
    return use;
  }
}

function slotsIn({ failuresInARow, underWay, tokens }: Use): number {
  const most = failuresInARow >= FAILURES_UNTIL_ONE ? 1 : MOST_TO_ONE;
  return Math.max(0, Math.min(most - underWay, Math.floor(Math.min(tokens, most))));
}
