import type { Bytes } from '../../lib/protocol/bytes.ts';
import type { Proof, Scheme } from '../verification/scheme.ts';

/** The inbox, the side of those who send; a part of `Store`. */
export interface AcceptStore {
  /**
   * Decides the table of docs/protocol.md, section 1.5, for each event in order and stores the accepted ones, all in one
   * transaction. A strong signature of ours pins its source to `strict`. Notes when key and source were last used.
   * @returns one outcome for each event, in the same order
   */
  acceptBatch(events: readonly NewEvent[], options: AcceptOptions): Promise<readonly AcceptOutcome[]>;
}

export interface AcceptOptions {
  readonly now: number;
  /** How long an idempotency key is remembered. */
  readonly keyMemoryMs: number;
}

/** A verified event that is to be stored. */
export interface NewEvent {
  readonly workspaceId: string;
  readonly source: string;
  /** `webhook.{source}` */
  readonly sourceKind: string;
  readonly eventType: string;
  readonly eventId: string;
  /** Idempotency key of the request; `''` when it has none. */
  readonly key: string;
  /** For correlation only. */
  readonly sourceIdentifier: string | null;
  /** How it was verified. */
  readonly scheme: Scheme;
  readonly proof: Proof;
  /** The key it was signed with, where it was one of `KeyStore`. */
  readonly keyId: string | null;
  /** SHA-256 of the raw body, 32 bytes. */
  readonly bodyDigest: Bytes;
  /** The bytes as they came; `null` when their content must not be kept. */
  readonly body: Bytes | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly receivedAt: number;
}

export type AcceptOutcome =
  | { readonly status: 'accepted' | 'duplicate'; readonly eventId: string }
  | {
      readonly status: 'refused';
      readonly error: 'event_id_conflict' | 'idempotency_key_reuse' | 'strong_signature_required';
    };

/** The signatures that a source's policy is about; the schemes of other providers have but one strength. */
export function isSignedOurWay({ scheme }: Pick<NewEvent, 'scheme'>): boolean {
  return scheme === 'iw' || scheme === 'standard';
}

/**
 * No signature says which source it is meant for, so the same signed bytes are a duplicate everywhere in the workspace: under
 * the same key where our strong signature binds it, else whatever the key.
 * @returns that key, `''` when it does not matter, `null` when the bytes are not signed
 */
export function boundKeyOf({ scheme, proof, key }: Pick<NewEvent, 'scheme' | 'proof' | 'key'>): string | null {
  if (proof === 'strong' && isSignedOurWay({ scheme })) return key;
  return proof === 'strong' || proof === 'body' ? '' : null;
}
