import type { Store } from '../store/store.ts';
import type { Pass } from './waking-loop.ts';

const LOOK_EVERY_MS = 1000;

/** A pass that notices what commands wrote into the database while the receiver runs. @param onChange told that there may be work */
export function createOutsidePass(store: Store, onChange: () => void): Pass {
  let known: number | null = null;
  return async (now) => {
    const mark = await store.outsideMark();
    if (known !== null && mark !== known) onChange();
    known = mark;
    return now + LOOK_EVERY_MS;
  };
}
