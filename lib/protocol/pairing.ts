import { z } from 'zod';
import { WORKSPACE_ID } from './workspace-id.ts';

/** Pairing: a short code that people can type is exchanged, once, for a key of the device's own (docs/protocol.md, section 1.8). */

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
