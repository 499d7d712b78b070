import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Bytes } from '../../lib/protocol/bytes.ts';
import type { Proof } from './scheme.ts';

/** What a provider's request is verified by. */
export interface PresetRequest {
  /** By lower-case name. */
  readonly header: (name: string) => string | undefined;
  readonly body: Bytes;
}

/** The way one provider signs its webhooks, and where it says what they are. */
export interface Preset {
  /** Headers that may come once only. */
  readonly securityHeaders: readonly string[];
  /**
   * Costs one HMAC over the body, also when no signature is there: its time must not tell how a source is set up.
   * @returns what the signature covers and the time that it binds (UNIX seconds), `null` when it is wrong or missing
   */
  verify(request: PresetRequest, secret: string): { proof: Proof; timestampSec: number | null } | null;
  /** What the provider calls the event, and its id of the delivery or event. */
  describe(request: Pick<PresetRequest, 'header'>, body: Readonly<Record<string, unknown>>): PresetEvent;
}

export interface PresetEvent {
  readonly eventType: string | undefined;
  readonly dedupeKey: string | undefined;
}

/** HMAC-SHA256 over the parts, one after the other. */
export function hmacSha256(secret: string, ...parts: readonly (string | Bytes)[]): Buffer {
  const digest = createHmac('sha256', secret);
  for (const part of parts) digest.update(part);
  return digest.digest();
}

/** In constant time; the length of a digest is no secret. */
export function isSameDigest(expected: Buffer, told: Buffer): boolean {
  return told.length === expected.length && timingSafeEqual(expected, told);
}

/** @returns `undefined` for what is no text */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
