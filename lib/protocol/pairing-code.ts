/** The code of a pairing, apart from its schemas: the pages that take it load none. */

/** Nothing that looks like something else: no 0 and O, no 1, I and L, no U (for V). */
export const PAIRING_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
export const PAIRING_CODE_LENGTH = 8;
const PAIRING_CODE = new RegExp(`^[${PAIRING_ALPHABET}]{${PAIRING_CODE_LENGTH}}$`);

/** A code as it was typed, with spaces and dashes and in any case, in its one form. @returns `null` for what can be no code */
export function normalizePairingCode(text: string): string | null {
  const code = text.replaceAll(/[\s-]/g, '').toUpperCase();
  return PAIRING_CODE.test(code) ? code : null;
}
