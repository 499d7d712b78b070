import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Attachment, BrainIngestEvent, Message } from '../../lib/protocol/event.ts';
import { digestOfRef } from '../../lib/protocol/paths.ts';
import { type BlobParts, openBlob } from '../blobs/open-blob.ts';
import { StoreFailure } from '../store/store-failure.ts';

/** Bytes that the texts of one event may have together: they are held in memory. */
const MAX_BYTES = 64 * 1024 * 1024;

type Read = (attachment: Attachment) => Promise<string>;

/**
 * Puts the texts back that were delivered apart (docs/protocol.md, section 1.6), so that nobody behind has to know of them.
 * @throws StoreFailure when one is not there, or damaged: the event is tried again, and in the end parked for a person to see
 */
export async function resolveTexts(event: BrainIngestEvent, blobs: BlobParts): Promise<BrainIngestEvent> {
  const { messages, branches = [] } = event.data;
  if (![messages, ...branches.map((branch) => branch.messages)].some((some) => some.some(isApart))) return event;
  const read = createRead(event.workspace_id, blobs);
  const data = { ...event.data, messages: await resolveAll(messages, read) };
  if (branches.length) {
    data.branches = [];
    for (const branch of branches) data.branches.push({ ...branch, messages: await resolveAll(branch.messages, read) });
  }
  return { ...event, data };
}

const isApart = ({ attachments = [] }: Message) => attachments.some(({ holds }) => holds !== undefined);

async function resolveAll(messages: readonly Message[], read: Read): Promise<Message[]> {
  const resolved: Message[] = [];
  for (const message of messages) resolved.push(isApart(message) ? await resolve(message, read) : message);
  return resolved;
}

async function resolve({ attachments = [], ...message }: Message, read: Read): Promise<Message> {
  const left: Attachment[] = [];
  for (const attachment of attachments) {
    const { holds, ref: _ref, ...rest } = attachment;
    if (holds === undefined) left.push(attachment);
    else if (holds === 'text') left.push({ ...rest, text: await read(attachment) });
    else message[holds] = await read(attachment);
  }
  // Without a word of attachments, what is known of them stays.
  return left.length ? { ...message, attachments: left } : message;
}

function createRead(workspaceId: string, blobs: BlobParts): Read {
  let bytesLeft = MAX_BYTES;
  return async ({ ref = '' }) => {
    const digest = digestOfRef(ref);
    const blob = digest === null ? null : await openBlob(blobs, workspaceId, digest);
    if (!blob) throw new StoreFailure('the text of a message is not stored');
    bytesLeft -= blob.record.sizeBytes;
    if (bytesLeft < 0) throw new StoreFailure('the texts of an event are too long');
    const bytes = await buffer(blob.bytes);
    if (createHash('sha256').update(bytes).digest('hex') !== digest)
      throw new StoreFailure('the text of a message is damaged');
    return bytes.toString('utf8'); // with its byte order mark, if it has one
  };
}
