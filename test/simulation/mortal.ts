import {
  IDBCursor as FakeCursor,
  IDBDatabase as FakeDatabase,
  IDBIndex as FakeIndex,
  IDBObjectStore as FakeObjectStore,
} from 'fake-indexeddb';

/** Thrown at whatever a dead worker still tries to do. Nothing it does after its death has an effect. */
export class WorkerDied extends Error {}

/**
 * One life of the extension's worker. It dies after a given number of steps; a step is an operation on the database, a
 * request, a wake-up that is set. Transactions that are not committed then are rolled back, as browsers do.
 */
export class Life {
  isOver = false;
  stepsLeft: number;
  readonly #transactions = new Set<IDBTransaction>();

  constructor(stepsLeft = Number.POSITIVE_INFINITY) {
    this.stepsLeft = stepsLeft;
  }

  step(): void {
    if (this.isOver) throw new WorkerDied();
    this.stepsLeft -= 1;
    if (this.stepsLeft > 0) return;
    this.end();
    throw new WorkerDied();
  }

  end(): void {
    this.isOver = true;
    for (const transaction of this.#transactions) {
      try {
        transaction.abort();
      } catch {
        // It had come to its end before.
      }
    }
  }

  watch(transaction: IDBTransaction): void {
    this.#transactions.add(transaction);
    const forget = () => this.#transactions.delete(transaction);
    transaction.addEventListener('complete', forget);
    transaction.addEventListener('abort', forget);
  }
}

const lives = new WeakMap<object, Life>();

/** From now on every operation on this connection is a step of that life. */
export function bindConnection(connection: object, life: Life): void {
  lives.set(connection, life);
}

type Method = (this: object, ...args: unknown[]) => unknown;
type Methods = Record<string, Method>;

function beforeEach(prototype: object, names: readonly string[], lifeOf: (self: never) => Life | undefined): void {
  const methods = prototype as Methods;
  for (const name of names) {
    const original = methods[name] as Method;
    methods[name] = function step(...args) {
      lifeOf(this as never)?.step();
      return original.apply(this, args);
    };
  }
}

/** Puts the steps into the fake IndexedDB. Once in a process. */
export function installMortality(): void {
  const ofStore = (store: IDBObjectStore) => lives.get(store.transaction.db);
  const reads = ['get', 'getKey', 'getAll', 'openCursor', 'openKeyCursor', 'count'];
  beforeEach(FakeObjectStore.prototype, [...reads, 'put', 'add', 'delete', 'clear'], ofStore);
  beforeEach(FakeIndex.prototype, reads, (index: IDBIndex) => ofStore(index.objectStore));
  beforeEach(FakeCursor.prototype, ['continue', 'update', 'delete'], ({ source }: IDBCursor) =>
    ofStore('objectStore' in source ? source.objectStore : source),
  );
  const database = FakeDatabase.prototype as unknown as Methods;
  const original = database['transaction'] as Method;
  database['transaction'] = function transaction(...args) {
    const life = lives.get(this);
    life?.step();
    const opened = original.apply(this, args) as IDBTransaction;
    life?.watch(opened);
    return opened;
  };
}
