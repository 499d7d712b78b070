import { countOf, isRecord, type Json, recordsOf, textOf } from '../api-values.ts';

/** A conversation with all its branches, as both of Claude's APIs give it. Last seen 2026-10. */
export interface Tree {
  readonly title: string;
  /** The site does not keep it. */
  readonly isTemporary: boolean;
  /** The end of the branch that the site regards as current; `''` when it does not say. */
  readonly leafId: string;
  /** In the order of the answer, each id once. */
  readonly messages: readonly TreeMessage[];
  readonly byId: ReadonlyMap<string, TreeMessage>;
  /** Those that follow a message, oldest first; null: those that begin the conversation. */
  readonly children: ReadonlyMap<string | null, readonly TreeMessage[]>;
  /** Messages that could not be read, or not all of it, or that came twice. */
  readonly oddities: number;
}

export interface TreeMessage {
  readonly id: string;
  /** null: the conversation begins here. `undefined`: the answer knows no parents. */
  readonly parentId: string | null | undefined;
  /** `system`: nobody said it; only its place in the tree counts. */
  readonly role: 'user' | 'assistant' | 'system';
  /** Grows with time, over all branches. */
  readonly index: number;
  readonly createdAt: string;
  readonly stopReason: string;
  readonly model: string;
  readonly blocks: readonly Json[];
  readonly attachments: readonly Json[];
  readonly files: readonly Json[];
}

/** The parent of every first message. */
const ROOT = '00000000-0000-4000-8000-000000000000';
const ROLES: Readonly<Record<string, TreeMessage['role']>> = {
  human: 'user',
  assistant: 'assistant',
  system: 'system',
};

/** The tree in an answer to `chat_conversations/<id>` or `chat_snapshots/<id>`; null when it has another shape. */
export function parseTree(answer: unknown): Tree | null {
  if (!isRecord(answer) || !Array.isArray(answer['chat_messages'])) return null;
  const listed = answer['chat_messages'].map(parseMessage);
  const unknown = recordsOf(answer['chat_messages']).filter(({ sender }) => ROLES[textOf(sender)] === undefined);
  const byId = new Map<string, TreeMessage>();
  for (const message of listed) if (message && !byId.has(message.id)) byId.set(message.id, message);
  if (listed.length > 0 && [...byId.values()].every(({ role }) => role === 'system')) return null;
  return {
    title: textOf(answer['name']) || textOf(answer['snapshot_name']),
    isTemporary: answer['is_temporary'] === true,
    leafId: textOf(answer['current_leaf_message_uuid']),
    messages: [...byId.values()],
    byId,
    children: childrenIn([...byId.values()]),
    oddities:
      listed.length - byId.size + unknown.length + recordsOf(answer['chat_messages']).filter(isMalformed).length,
  };
}

function parseMessage(raw: unknown, place: number): TreeMessage | null {
  if (!isRecord(raw)) return null;
  const id = textOf(raw['uuid']);
  if (id === '') return null;
  return {
    id,
    role: ROLES[textOf(raw['sender'])] ?? 'system',
    parentId: 'parent_message_uuid' in raw ? parentOf(textOf(raw['parent_message_uuid'])) : undefined,
    index: countOf(raw['index']) ?? place,
    createdAt: textOf(raw['created_at']),
    stopReason: textOf(raw['stop_reason']),
    model: textOf(raw['model']),
    blocks: blocksOf(raw),
    attachments: recordsOf(raw['attachments']),
    files: [...recordsOf(raw['files']), ...recordsOf(raw['files_v2'])],
  };
}

function childrenIn(messages: readonly TreeMessage[]): Tree['children'] {
  const children = new Map<string | null, TreeMessage[]>();
  for (const message of messages.toSorted((one, other) => one.index - other.index)) {
    const parentId = message.parentId ?? null;
    const siblings = children.get(parentId);
    if (siblings) siblings.push(message);
    else children.set(parentId, [message]);
  }
  return children;
}

function parentOf(id: string): string | null {
  return id === '' || id === ROOT ? null : id;
}

/** Whether words may be in it that are not found where they should be. An empty message is none: it may be a divider. */
function isMalformed({ content, text }: Json): boolean {
  if (!Array.isArray(content)) return typeof text !== 'string';
  return content.some((block) => !isRecord(block) || (block['type'] === 'text' && typeof block['text'] !== 'string'));
}

/** `text` is what messages had before they had blocks; shared conversations still have it alone. */
function blocksOf(raw: Json): Json[] {
  const blocks = recordsOf(raw['content']);
  const hasContent = blocks.some(({ type, text }) => type !== 'text' || textOf(text) !== '');
  return hasContent ? blocks : [{ type: 'text', text: textOf(raw['text']) }];
}
