import { sha256Hex, utf8Bytes } from '../protocol/bytes.ts';
import {
  type ConversationRef,
  conversationDatabase,
  conversationKey,
  dropSurplus,
} from '../settings/conversation-database.ts';

/** Conversations whose numbers are kept. Beyond that the longest unused go; captured again, they count from 1 anew. */
const MAX_CONVERSATIONS = 20_000;

/** 64 bits: enough to tell the values of one conversation apart. */
const HASH_DIGITS = 16;

export interface RedactedValue {
  kind: string;
  value: string;
}

/**
 * The numbers of values in a conversation, so that the same value is `[email-1]` in every capture of it. What is kept are
 * salted hashes: the values are in no database.
 * @param values new ones get the next number of their kind, in this order
 */
export async function redactionNumbers(
  of: ConversationRef,
  values: readonly RedactedValue[],
  { nowMs, max = MAX_CONVERSATIONS }: { nowMs: number; max?: number },
): Promise<(kind: string, value: string) => number> {
  const key = await conversationKey(of);
  const hashes = await Promise.all(values.map((one) => hashOf(key, one)));
  const tx = (await conversationDatabase()).transaction('redactions', 'readwrite');
  const stored = await tx.store.get(key);
  const numbers = { ...stored?.numbers };
  const last = { ...stored?.last };
  for (const [index, { kind }] of values.entries()) {
    const hash = hashes[index] ?? '';
    if (numbers[hash] !== undefined) continue;
    last[kind] = (last[kind] ?? 0) + 1;
    numbers[hash] = last[kind];
  }
  await tx.store.put({ numbers, last, usedAtMs: nowMs }, key);
  await dropSurplus(tx.store, max);
  await tx.done;

  const byValue = new Map(values.map(({ kind, value }, index) => [`${kind} ${value}`, numbers[hashes[index] ?? '']]));
  return (kind, value) => byValue.get(`${kind} ${value}`) ?? 0;
}

/** Ids for messages whose own would tell what they said; the same in every capture. */
export async function untellingIds(of: ConversationRef, ids: readonly string[]): Promise<(id: string) => string> {
  const key = await conversationKey(of);
  const hashed = await Promise.all(ids.map(async (id) => [id, await hashOf(key, { kind: 'id', value: id })] as const));
  const byId = new Map(hashed.map(([id, hash]) => [id, `derived:${hash}`]));
  return (id) => byId.get(id) ?? id;
}

async function hashOf(conversation: string, { kind, value }: RedactedValue): Promise<string> {
  return (await sha256Hex(utf8Bytes(JSON.stringify([conversation, kind, value])))).slice(0, HASH_DIGITS);
}
