import { sha256Hex, utf8Bytes } from '../protocol/bytes.ts';
import { canonicalJson } from '../protocol/canonical-json.ts';
import type { BrainIngestData } from '../protocol/event.ts';
import { narrowData } from './build-event.ts';
import type { Ledger } from './ledger.ts';

/** Keys that no message id can be. What is said of the conversation as a whole goes with its title. */
const TITLE = '\0title';
const BRANCHES = '\0branches';

/** Enough to tell two versions of one message apart. */
const HASH_DIGITS = 16;

const hashOf = async (value: unknown) => (await sha256Hex(utf8Bytes(canonicalJson(value)))).slice(0, HASH_DIGITS);

/**
 * What a capture says, piece by piece: message id -> hash of the message, its position included.
 * @returns `null` when messages lack an id or a position or share an id: then nothing can be left out
 */
export async function hashesOf(data: BrainIngestData): Promise<Map<string, string> | null> {
  const { messages, branches } = data;
  const ids = new Set(messages.map(({ id }) => id));
  if (ids.size < messages.length || messages.some(({ id, index }) => id === undefined || index === undefined))
    return null;
  const pieces: [string, unknown][] = messages.map((message) => [message.id ?? '', message]);
  const named = [data.conversation_title ?? '', data.url ?? ''];
  pieces.push([TITLE, data.labels?.length ? [...named, data.labels] : named]);
  if (branches) pieces.push([BRANCHES, branches]);
  return new Map(await Promise.all(pieces.map(async ([key, value]) => [key, await hashOf(value)] as const)));
}

/** The hashes of what an event carries of a capture. */
export function carriedOf(data: BrainIngestData, whole: ReadonlyMap<string, string> | null): Map<string, string> {
  const ids = data.messages.map(({ id }) => id ?? '');
  return new Map(ids.flatMap((id) => (whole?.has(id) ? [[id, whole.get(id) ?? '']] : [])));
}

export interface Delta {
  data: BrainIngestData;
  /** What the endpoint surely has. */
  leftOut: Map<string, string>;
}

/**
 * The capture without what the endpoint surely has and without what it refused for good. When only the title, the
 * branches or the length are new, the last message carries them: an event needs one.
 * @returns the capture in full where nothing can be left out
 */
export function withoutKnown(data: BrainIngestData, whole: Map<string, string> | null, ledger: Ledger): Delta {
  const isComplete = data.capture?.completeness === 'complete';
  const full = { data, leftOut: new Map<string, string>() };
  if (!whole) return full;
  // Of a branch that is not known as a whole nothing can be left out: what stands in between is not known either.
  const sure = isComplete && !ledger.isSureComplete ? new Map<string, string>() : ledger.sure;
  const isIn = (known: ReadonlyMap<string, string>, key: string) => whole.has(key) && known.get(key) === whole.get(key);
  const leftOut = new Map([...whole].filter(([key]) => isIn(sure, key)));
  const messages = data.messages.filter(({ id = '' }) => !leftOut.has(id) && !isIn(ledger.refused, id));
  if (messages.length === data.messages.length) return full;
  const carried = messages.length ? messages : data.messages.slice(-1);
  const branches = leftOut.has(BRANCHES) ? [] : (data.branches ?? []);
  return { data: narrowData(data, { messages: carried, branches }, { snapshot: 'delta' }), leftOut };
}

/** Whether the endpoint still surely has what was left out of a capture. */
export function coversKept(ledger: Ledger, leftOut: ReadonlyMap<string, string>): boolean {
  return [...leftOut].every(([key, hash]) => ledger.sure.get(key) === hash);
}
