// Primary result codes, https://sqlite.org/rescode.html
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

/** The file itself is broken. */
export function isCorruption(error: unknown): boolean {
  return [CORRUPT, NOTADB].includes(codeOf(error));
}

/** It takes a writer to open the file. */
export function needsWriter(error: unknown): boolean {
  return codeOf(error) === READONLY;
}

/** Disk, file or lock are at fault, and not the statement. */
export function isStorageFault(error: unknown): boolean {
  return [BUSY, LOCKED, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB].includes(codeOf(error)) || isClosed(error);
}

/** node:sqlite on a database that was closed meanwhile. */
function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE';
}

function codeOf(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
}
