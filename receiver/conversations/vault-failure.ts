/** What the system's error codes mean to a person. */
const SENTENCES: Readonly<Record<string, string>> = {
  EACCES: 'The vault cannot be written to: permission was denied',
  EPERM: 'The vault cannot be written to: permission was denied',
  EROFS: 'The vault cannot be written to: its disk is read-only',
  ENOSPC: 'The disk that holds the vault is full',
  EDQUOT: 'The disk quota for the vault is used up',
  EFBIG: 'The note is larger than the disk takes',
  ENOTDIR: 'A file stands where the vault needs a folder',
  EEXIST: 'A file stands where the vault needs a folder',
  EISDIR: 'A folder stands where the vault needs a file',
  ENAMETOOLONG: 'The folder of the vault lies so deep that the name of the note is too long for the disk',
  ENOENT: 'The vault was moved or taken away while the note was written',
  ELOOP: 'The folder of the vault is a link that leads in a circle',
  EMFILE: 'Too many files are open at once; the note will be written next time',
  EIO: 'The disk that holds the vault reports an error',
};

/** An outcome that a person can do something about. The message is a whole sentence and holds no title or text. */
export class VaultFailure extends Error {
  override readonly name = 'VaultFailure';
}

/**
 * Why a note could not be written, as a sentence for people.
 * @param root folder of the vault, as the person set it
 * @returns `null` when the error is no such outcome but a bug
 */
export function failureSentence(error: unknown, root: string): string | null {
  if (error instanceof VaultFailure) return error.message;
  if (!(error instanceof Error) || !('syscall' in error)) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  return `${SENTENCES[code] ?? `The note could not be written (${code})`} (vault: ${root}).`;
}

/** Whether the error says that nothing is there. A part of the path that is a file counts. */
export function isMissing(error: unknown): boolean {
  return hasCode(error, ['ENOENT', 'ENOTDIR']);
}

/** Whether a system error carries one of the codes. */
export function hasCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}
