import { TokenBuckets } from '../ingest/token-buckets.ts';
import type { UserStore } from '../store/user-store.ts';
import { foldName } from '../store/user-store.ts';
import { isRightPassword } from './passwords.ts';

const TRIES_PER_MINUTE = 10;
/** Each takes 32 MB and a processor for a tenth of a second. */
const MAX_CHECKS = 2;

export type SignIn =
  | { ok: true; userId: string }
  | { ok: false; reason: 'wrong' }
  | { ok: false; reason: 'wait'; seconds: number };

/** Signing in by name and password. Whoever guesses has to wait: by address, and by the name that is guessed at. */
export class PasswordSignIn {
  readonly #store: UserStore;
  readonly #byAddress = new TokenBuckets(TRIES_PER_MINUTE);
  readonly #byName = new TokenBuckets(TRIES_PER_MINUTE);
  #checks = 0;

  constructor(store: UserStore) {
    this.#store = store;
  }

  async try(told: { name: string; password: string; address: string }, now: number): Promise<SignIn> {
    const { name, password, address } = told;
    const folded = foldName(name);
    const waits = [this.#byAddress.waitSeconds(address, now), this.#byName.waitSeconds(folded, now)];
    const seconds = Math.max(...waits, this.#checks >= MAX_CHECKS ? 1 : 0);
    if (seconds > 0) return { ok: false, reason: 'wait', seconds };
    this.#byAddress.take(address, now);
    this.#byName.take(folded, now);
    const user = await this.#store.findUserByName(name);
    if (!(await this.check(password, user?.passwordHash ?? null)) || !user) return { ok: false, reason: 'wrong' };
    this.#byAddress.giveBack(address);
    this.#byName.giveBack(folded);
    return { ok: true, userId: user.id };
  }

  /** As `isRightPassword`, counted. */
  async check(password: string, hash: string | null): Promise<boolean> {
    this.#checks += 1;
    try {
      return await isRightPassword(password, hash);
    } finally {
      this.#checks -= 1;
    }
  }
}
