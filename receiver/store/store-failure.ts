/** The storage does not do its part: full, locked, unreadable, gone. The same call may succeed later. */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure';
}
