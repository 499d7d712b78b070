import { generateSecret, importSigningKeys, type SigningKeys } from '../../lib/protocol/secret.ts';
import type { Store } from '../store/store.ts';

const MAX_IMPORTED = 1000;

/** Finds the keys that a workspace's requests may be signed with. Imported keys are kept; which are live is asked each time. */
export class KeyRing {
  readonly #store: Store;
  readonly #imported = new Map<string, Promise<SigningKeys | null>>();
  readonly #dummySecret = generateSecret();

  constructor(store: Store) {
    this.#store = store;
  }

  /** @returns the live keys; for an unknown workspace one that nobody has, so that a request to it costs the same */
  async find(workspaceId: string, now: number): Promise<readonly SigningKeys[]> {
    const workspace = await this.#store.findWorkspace(workspaceId, now);
    const secrets = workspace?.secrets.length ? workspace.secrets : [this.#dummySecret];
    const keys = await Promise.all(secrets.map((secret) => this.#import(secret)));
    return keys.filter((key) => key !== null);
  }

  #import(secret: string): Promise<SigningKeys | null> {
    const known = this.#imported.get(secret);
    if (known) return known;
    if (this.#imported.size >= MAX_IMPORTED) this.#imported.clear();
    const imported = importSigningKeys(secret);
    this.#imported.set(secret, imported);
    return imported;
  }
}
