import type { Message } from '../protocol/event.ts';
import type { Conversation } from '../sites/conversation.ts';
import { findRedactions, type Redaction, replaceRedactions } from './find-redactions.ts';
import type { Finders } from './finders.ts';

/** Keys whose values are no words of anybody: ids, kinds, times. */
const NOT_TEXT: ReadonlySet<string> = new Set(['id', 'parent_id', 'role', 'timestamp', 'model', 'mime_type', 'ref']);

/** Types of attachments whose text is code; that of all others is prose: what was read out of a document, say. */
const CODE =
  /^(?:text\/(?:html|css|javascript|jsx|typescript|xml|x-|vnd\.)|image\/svg|application\/(?:json|xml|javascript|typescript|x-|vnd\.ant\.(?:code|react|mermaid)))/;

export interface RedactionPlan {
  /** Each value once, in reading order. */
  values: { kind: string; value: string }[];
  /** How many places are replaced, by kind. */
  counts: Record<string, number>;
  /** Ids that were made from a text in which something is replaced: whoever guesses the text could tell by them. */
  tellingIds: string[];
  /** @param idOf another id for each telling one */
  apply(numberOf: (kind: string, value: string) => number, idOf: (id: string) => string): Conversation;
}

/**
 * Finds what to replace in everything that a conversation says: title, messages with reasoning, sources and attachments,
 * branches. Its own address and ids stay: they say which conversation it is. In other web addresses only what is surely
 * private is replaced, because digits in them are their own. Pure.
 */
export function planRedaction(conversation: Conversation, finders: Finders): RedactionPlan {
  const found = new Map<string, readonly Redaction[]>();
  const values = new Map<string, { kind: string; value: string }>();
  const counts: Record<string, number> = {};

  const find: Rewrite = (text, as) => {
    const redactions = redactionsOf(text, as, finders);
    found.set(`${as} ${text}`, redactions);
    for (const { kind, value } of redactions) {
      counts[kind] = (counts[kind] ?? 0) + 1;
      values.set(`${kind} ${value}`, { kind, value });
    }
    return text;
  };
  rewrite(conversation, find);
  const isChanged = (text: string | undefined) => (found.get(`markdown ${text ?? ''}`) ?? []).length > 0;
  const all = [conversation, ...(conversation.branches ?? [])].flatMap(({ messages }) => messages);
  const tellingIds = all.flatMap(({ id, content }) => (id?.startsWith(DERIVED) && isChanged(content) ? [id] : []));
  return {
    values: [...values.values()],
    counts,
    tellingIds,
    apply(numberOf, idOf) {
      const change: Rewrite = (text, as) => replaceRedactions(text, found.get(`${as} ${text}`) ?? [], numberOf);
      return renameMessages(rewrite(conversation, change), new Map(tellingIds.map((id) => [id, idOf(id)])));
    },
  };
}

/** Prefix of ids that were made from what a message says (docs/protocol.md, section 1.2). */
const DERIVED = 'derived:';

function renameMessages(conversation: Conversation, ids: ReadonlyMap<string, string>): Conversation {
  if (ids.size === 0) return conversation;
  const nameOf = (id: string) => ids.get(id) ?? id;
  const renamed = (message: Message): Message => ({
    ...message,
    ...(message.id !== undefined && { id: nameOf(message.id) }),
    ...(message.parent_id && { parent_id: nameOf(message.parent_id) }),
  });
  const { messages, branches } = conversation;
  return {
    ...conversation,
    messages: messages.map(renamed),
    ...(branches && {
      branches: branches.map((branch) => ({
        ...branch,
        parent_id: branch.parent_id && nameOf(branch.parent_id),
        messages: branch.messages.map(renamed),
      })),
    }),
  };
}

type TextKind = 'markdown' | 'code' | 'address';
type Rewrite = (text: string, as: TextKind) => string;

function redactionsOf(text: string, as: TextKind, { text: forText, address, inCode }: Finders): Redaction[] {
  if (as === 'code' && !inCode) return [];
  const finders = as === 'address' ? address : forText;
  return findRedactions({ text, finders, sparesCode: as === 'markdown' && !inCode });
}

function rewrite(conversation: Conversation, change: Rewrite): Conversation {
  const { title, messages, branches } = conversation;
  return {
    ...conversation,
    title: change(title, 'markdown'),
    messages: rewriteValue(messages, change),
    ...(branches && { branches: rewriteValue(branches, change) }),
  };
}

/** Everything in it that is text, wherever it stands: what a reader adds one day is not forgotten. */
function rewriteValue<T>(value: T, change: Rewrite): T {
  if (Array.isArray(value)) return value.map((item: unknown) => rewriteValue(item, change)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]: [string, unknown]) => {
    if (typeof inner !== 'string') return [key, rewriteValue(inner, change)] as const;
    return [key, NOT_TEXT.has(key) ? inner : change(inner, kindOf(key, value))] as const;
  });
  return Object.fromEntries(entries) as T;
}

function kindOf(key: string, owner: object): TextKind {
  if (key === 'url') return 'address';
  const isCode = 'mime_type' in owner && typeof owner.mime_type === 'string' && CODE.test(owner.mime_type);
  return key === 'text' && isCode ? 'code' : 'markdown';
}
