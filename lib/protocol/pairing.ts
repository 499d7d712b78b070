import { z } from 'zod';
import { WORKSPACE_ID } from './event.ts';

/** Pairing: a short code that people can type is exchanged, once, for a key of the device's own (docs/protocol.md, section 1.8). */

/** Nothing that looks like something else: no 0 and O, no 1, I and L, no U (for V). */
export const PAIRING_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
export const PAIRING_CODE_LENGTH = 8;
const PAIRING_CODE = new RegExp(`^[${PAIRING_ALPHABET}]{${PAIRING_CODE_LENGTH}}$`);
const MAX_DEVICE_NAME_LENGTH = 100;

/** Of a device, for people. */
export const deviceNameSchema = z.string().trim().min(1).max(MAX_DEVICE_NAME_LENGTH);

export const pairRequestSchema = z.strictObject({
  code: z.string().max(100),
  /** What the device calls itself; a name that the code was made with counts more. */
  name: deviceNameSchema.optional(),
});

/** 201. The secret is told this once. */
export const pairAnswerSchema = z.looseObject({
  workspace_id: z.string().regex(WORKSPACE_ID),
  key_id: z.string(),
  name: z.string(),
  secret: z.string().min(1),
});

export function pairUrl(endpoint: string): string {
  return `${endpoint}/api/v1/pair`;
}

/** A code as it was typed, with spaces and dashes and in any case, in its one form. @returns `null` for what can be no code */
export function normalizePairingCode(text: string): string | null {
  const code = text.replaceAll(/[\s-]/g, '').toUpperCase();
  return PAIRING_CODE.test(code) ? code : null;
}
