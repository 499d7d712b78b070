import { utf8Bytes } from '../protocol/bytes.ts';
import type { BrainIngestData, Branch, Message } from '../protocol/event.ts';

/** What one event carries of a capture. */
export interface Piece {
  messages: Message[];
  branches: Branch[];
}

/** Envelope, ids, the facts of the capture and of the part: ASCII of known length, and room for a long session id. */
const ENVELOPE_BYTES = 2_048;

const jsonBytes = (value: unknown) => utf8Bytes(JSON.stringify(value)).length;

/** A message as the event carries it: its attachments and cited links stand a second time at the top. */
function messageBytes(message: Message): number {
  const links = (message.citations ?? []).map(({ url }) => url);
  return jsonBytes(message) + jsonBytes(message.attachments ?? []) + jsonBytes(links) + 1;
}

/**
 * Cuts a capture between messages into pieces whose events stay under a size. A message that is too long alone is a piece
 * of its own, over the limit: the receiver may take more than we like to send.
 * @returns one piece when it fits as it is
 */
export function splitCapture(data: BrainIngestData, maxBytes: number): Piece[] {
  const { messages, branches = [] } = data;
  if (jsonBytes(data) + ENVELOPE_BYTES <= maxBytes) return [{ messages, branches }];
  const fields = jsonBytes([data.conversation_title, data.url, data.session_id, data.labels]) + jsonBytes(data.url);
  const room = maxBytes - ENVELOPE_BYTES - fields;
  const pieces: Piece[] = fill(messages, room, messageBytes).map((some) => ({ messages: some, branches: [] }));
  const last = messages.slice(-1);
  const beside = branches.flatMap((branch) => cutBranch(branch, room - messageBytes(last[0] as Message)));
  // An event needs a message of the conversation; the last one carries what is beside.
  const carriers = fill(beside, room - messageBytes(last[0] as Message), jsonBytes);
  return [...pieces, ...carriers.map((some) => ({ messages: last, branches: some }))];
}

/** A branch that goes on after a cut starts at the message before it. */
function cutBranch(branch: Branch, room: number): Branch[] {
  let parentId = branch.parent_id;
  return fill(branch.messages, room, (message) => jsonBytes(message) + 1).map((messages) => {
    const piece = { ...branch, parent_id: parentId, messages };
    parentId = messages.at(-1)?.id ?? parentId;
    return piece;
  });
}

/** Puts things in order into groups that stay under a size; what is too large alone is a group alone. */
function fill<Item>(items: readonly Item[], room: number, sizeOf: (item: Item) => number): Item[][] {
  const groups: Item[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const size = sizeOf(item);
    if (used + size > room) {
      groups.push([]);
      used = 0;
    }
    groups.at(-1)?.push(item);
    used += size;
  }
  return groups;
}
