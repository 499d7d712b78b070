import { createHash } from 'node:crypto';
import type { BrainIngestEvent, Message } from '../../lib/protocol/event.ts';
import { type CaptureFacts, readCaptureFacts } from './capture-facts.ts';
import { mergeCompleteness } from './completeness.ts';
import type { StoredConversation } from './conversation.ts';
import type { ConversationKey, ConversationState, OpenCapture, ProjectedMessage } from './conversation-state.ts';
import { hasSameContent, mergeMessages } from './merge-messages.ts';
import { type PlacedMessage, placeMessages } from './place-messages.ts';

/** Captures whose parts never all came are forgotten after this many others. */
const MAX_OPEN_CAPTURES = 8;

/** Where an event's conversation is kept. */
export function conversationKeyOf(event: BrainIngestEvent): ConversationKey {
  return { workspaceId: event.workspace_id, source: event.source, sessionId: event.data.session_id };
}

/**
 * Takes one event into its conversation. Pure, and the same event twice changes nothing the second time.
 * @param current what is known so far, `null` for a new conversation
 * @returns the next state; its `revision` is the old one when a reader would see no difference
 */
export function projectEvent(current: ConversationState | null, event: BrainIngestEvent): ConversationState {
  const facts = readCaptureFacts(event);
  const stored = current?.messages ?? [];
  const branchAt = current?.branchAt ?? null;
  const isFull = facts.completeness === 'complete' && !facts.isDelta;
  const { placed, isAnchored } = placeMessages(
    stored.filter((message) => message.isCurrent),
    facts.completeness === 'selection' ? withoutKnownWords(stored, event.data.messages) : event.data.messages,
    isFull && facts.part.count === 1,
  );
  const { wholeBranch, openCaptures } = isFull
    ? gatherParts(current?.openCaptures ?? [], placed, facts)
    : { wholeBranch: null, openCaptures: current?.openCaptures ?? [] };
  const messages = mergeMessages({ stored, placed, facts, branchAt, wholeBranch });
  const branch = messages.filter((message) => message.isCurrent);
  const isNewest = facts.at >= (current?.fieldsAt ?? 0);
  const isWhole = wholeBranch !== null && facts.at >= (branchAt ?? 0);

  const fields = mergeFields(current, event, { branch, isNewest });
  const next: ConversationState = {
    conversation: { ...fields, completeness: mergeCompleteness(current, branch, { facts, isWhole, isAnchored }) },
    links: union(isNewest && event.data.url ? [event.data.url] : [], current?.links, event.data.links),
    messages,
    fieldsAt: Math.max(facts.at, current?.fieldsAt ?? 0),
    branchAt: isWhole ? facts.at : branchAt,
    openCaptures,
    revision: current?.revision ?? 0,
  };
  return isVisiblyChanged(current, next) ? stamp(next, event) : next;
}

/** Of a selection, what stands in a message that is there already adds nothing to it. */
function withoutKnownWords(stored: readonly ProjectedMessage[], messages: readonly Message[]): Message[] {
  const known = stored.map(({ role, content }) => ({ role, words: wordsOf(content) }));
  return messages.filter(({ role, content }) => {
    const words = wordsOf(content);
    return !known.some((message) => message.role === role && message.words.includes(words));
  });
}

/** Signs of Markdown are left out: half of a list or a table is written in another way than the whole. */
function wordsOf(content: string): string {
  return content.replaceAll(/[\s\\*_`#>|~-]/g, '');
}

/** A capture in parts defines the branch only when its last part is in, whatever order they come in. */
function gatherParts(open: readonly OpenCapture[], placed: readonly PlacedMessage[], facts: CaptureFacts) {
  const { captureId, index, count } = facts.part;
  const before = open.find((capture) => capture.captureId === captureId);
  const parts = [...new Set([...(before?.parts ?? []), index])];
  const messageIds = union(
    before?.messageIds,
    placed.map((one) => one.id),
  );
  const others = open.filter((capture) => capture !== before);
  if (parts.length < count) {
    return { wholeBranch: null, openCaptures: [...others, { captureId, parts, messageIds }].slice(-MAX_OPEN_CAPTURES) };
  }
  // A snapshot that carries fewer messages than it counted is not the whole conversation, whatever it calls itself.
  const isShort = facts.totalMessages !== null && messageIds.length < facts.totalMessages;
  return { wholeBranch: isShort ? null : new Set(messageIds), openCaptures: others };
}

function mergeFields(
  current: ConversationState | null,
  event: BrainIngestEvent,
  { branch, isNewest }: { branch: readonly ProjectedMessage[]; isNewest: boolean },
): Omit<StoredConversation, 'completeness'> {
  const old = current?.conversation;
  const { data } = event;
  const told = isNewest ? data : { conversation_title: undefined, url: undefined };
  const key = conversationKeyOf(event);
  const happenedAt = toUtc(event.timestamp);
  const firstCaptureAt = old && old.createdAt < happenedAt ? old.createdAt : happenedAt;
  return {
    id: old?.id ?? conversationIdOf(key),
    ...key,
    title: told.conversation_title?.trim() || old?.title || data.conversation_title?.trim() || '',
    url: told.url ?? old?.url ?? data.url ?? null,
    labels: union(old?.labels, data.labels),
    models: union(
      branch.flatMap((message) => message.model ?? []),
      old?.models,
    ),
    messageCount: branch.length,
    createdAt: branch[0]?.timestamp ?? firstCaptureAt,
    updatedAt: old?.updatedAt ?? happenedAt,
  };
}

/** Derived: a database that is built again from its events has the same ids. */
export function conversationIdOf({ workspaceId, source, sessionId }: ConversationKey): string {
  const digest = createHash('sha256').update(JSON.stringify([workspaceId, source, sessionId]));
  return `conv_${digest.digest('hex').slice(0, 32)}`;
}

function isVisiblyChanged(current: ConversationState | null, next: ConversationState): boolean {
  if (!current || current.messages.length !== next.messages.length) return true;
  const view = (state: ConversationState) => JSON.stringify([state.conversation, state.links]);
  if (view(current) !== view(next)) return true;
  const known = new Map(current.messages.map((message) => [message.id, message]));
  return next.messages.some((message) => {
    const old = known.get(message.id);
    return !old || (old !== message && !hasSameContent(old, message));
  });
}

function stamp(state: ConversationState, event: BrainIngestEvent): ConversationState {
  const happenedAt = toUtc(event.timestamp);
  const updatedAt = state.conversation.updatedAt > happenedAt ? state.conversation.updatedAt : happenedAt;
  return { ...state, conversation: { ...state.conversation, updatedAt }, revision: state.revision + 1 };
}

function union(...lists: readonly (readonly string[] | undefined)[]): string[] {
  return [...new Set(lists.flatMap((list) => list ?? []))];
}

function toUtc(timestamp: string): string {
  return new Date(timestamp).toISOString();
}
