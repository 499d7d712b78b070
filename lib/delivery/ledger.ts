/**
 * What the endpoint is known to have of one conversation, so that an automatic capture sends only what is new.
 * Maps go from message id (or a `\0` key for title and branches) to a content hash. Pure: `outbox.ts` keeps it.
 */
export interface Ledger {
  /** As of the last delivered event. */
  confirmed: Map<string, string>;
  /** Whether `confirmed` is the whole current branch: then what is missing from it is missing at the endpoint. */
  isComplete: boolean;
  /**
   * What the endpoint has whichever of the undelivered events arrive and whichever die: the part of `confirmed` that all
   * of them leave alone. A delta leaves out this and nothing else.
   */
  sure: Map<string, string>;
  isSureComplete: boolean;
  /** Nothing is on its way: the endpoint has `sure` and nothing beyond it. */
  isSettled: boolean;
  /** Messages that the endpoint refused as too large; automatic captures leave them out until they change. */
  refused: Map<string, string>;
  /** Row of the last delivered event. */
  sequence: number;
  /** A capture of which some parts are delivered. */
  open: { captureId: string; indexes: number[] } | null;
}

/** What one event tells the endpoint, kept beside its body until it is pruned. */
export interface Manifest {
  /** The conversation as captured, sent or left out; `null` when its messages cannot be told apart by id. */
  whole: Map<string, string> | null;
  /** What this event carries of it. */
  carries: Map<string, string>;
  /** A capture of the complete conversation; a lesser one takes nothing away from what the endpoint has. */
  isComplete: boolean;
  part: { captureId: string; index: number; count: number };
}

export const EMPTY_LEDGER: Readonly<Ledger> = {
  confirmed: new Map(),
  isComplete: false,
  sure: new Map(),
  isSureComplete: false,
  isSettled: true,
  refused: new Map(),
  sequence: 0,
  open: null,
};

/** With one more event on its way: nothing that it may change is sure any more. */
export function withPending(ledger: Ledger, { whole, isComplete }: Manifest): Ledger {
  if (!whole) return { ...ledger, sure: new Map(), isSureComplete: false, isSettled: false };
  const isKept = (id: string, hash: string) => (isComplete ? whole.get(id) === hash : (whole.get(id) ?? hash) === hash);
  const sure = new Map([...ledger.sure].filter(([id, hash]) => isKept(id, hash)));
  return { ...ledger, sure, isSureComplete: ledger.isSureComplete && isComplete, isSettled: false };
}

/** The endpoint has the event. */
export function withDelivered(ledger: Ledger, manifest: Manifest): Ledger {
  const { whole, part } = manifest;
  if (!whole) return { ...ledger, confirmed: new Map(), isComplete: false, open: null };
  const before = ledger.open?.captureId === part.captureId ? ledger.open.indexes : [];
  const indexes = [...new Set([...before, part.index])];
  if (indexes.length < part.count) {
    const open = { captureId: part.captureId, indexes };
    return { ...ledger, confirmed: confirmedByPart(ledger, manifest, whole), isComplete: false, open };
  }
  const arrived = new Map([...whole].filter(([id, hash]) => ledger.refused.get(id) !== hash));
  const confirmed = manifest.isComplete ? arrived : new Map([...ledger.confirmed, ...arrived]);
  return { ...ledger, confirmed, isComplete: manifest.isComplete, open: null };
}

/** Parts of a complete capture may already have put aside what is not in it. */
function confirmedByPart(ledger: Ledger, { carries, isComplete }: Manifest, whole: ReadonlyMap<string, string>) {
  const kept = isComplete ? [...ledger.confirmed].filter(([id]) => whole.has(id)) : ledger.confirmed;
  return new Map([...kept, ...carries]);
}

/** The endpoint has something else than thought: everything is sent again. */
export function withNothingKnown(ledger: Ledger): Ledger {
  const { isSettled, refused, sequence } = ledger;
  return { ...EMPTY_LEDGER, isSettled, refused, sequence };
}

/** A message that the endpoint takes in no form. */
export function withRefused(ledger: Ledger, { carries }: Manifest): Ledger {
  return { ...ledger, refused: new Map([...ledger.refused, ...carries]) };
}

/** Nothing is on its way any more: what is confirmed is sure. */
export function whenSettled(ledger: Ledger): Ledger {
  return { ...ledger, sure: ledger.confirmed, isSureComplete: ledger.isComplete, isSettled: true };
}

/** Whether the endpoint surely has all of a capture, and nothing in its branch beyond it. */
export function coversAll(ledger: Ledger, { whole, isComplete }: Pick<Manifest, 'whole' | 'isComplete'>): boolean {
  if (!whole) return false;
  const told = [...whole].filter(([id, hash]) => ledger.refused.get(id) !== hash);
  if (!told.every(([id, hash]) => ledger.sure.get(id) === hash)) return false;
  return !isComplete || (ledger.isSettled && ledger.isSureComplete && ledger.sure.size === told.length);
}
