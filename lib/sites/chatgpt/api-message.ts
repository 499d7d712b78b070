import { isRecord, type Json, listOf, textOf } from '../api-values.ts';

/** A message as ChatGPT's own data has it, in share pages and in every answer of its API, checked once. Seen 2026-10. */
export interface ApiMessage {
  readonly id: string;
  /** `user`, `assistant`, `tool`, `system`. */
  readonly role: string;
  /** Of a tool; else empty. */
  readonly name: string;
  /** Unix seconds; null for data without a clock. */
  readonly createTime: number | null;
  /** `finished_successfully`, `in_progress`. */
  readonly status: string;
  /** `content_type` of the content. */
  readonly type: string;
  readonly content: Json;
  /** `all`, else the tool that the model speaks to. */
  readonly recipient: string;
  /** `final`, `commentary` (what the model says while it works), `analysis`. */
  readonly channel: string;
  readonly metadata: Json;
}

/** Null when the fields that every use needs are not there. */
export function toApiMessage(value: unknown): ApiMessage | null {
  if (!isRecord(value) || !isRecord(value['author']) || !isRecord(value['content'])) return null;
  const { id, author, content, create_time: createTime, metadata } = value;
  const role = textOf(author['role']);
  // Exports leave the type of plain text out.
  const type = textOf(content['content_type']) || (Array.isArray(content['parts']) ? 'text' : '');
  if (typeof id !== 'string' || id === '' || role === '' || type === '') return null;
  return {
    id,
    role,
    type,
    content,
    name: textOf(author['name']),
    createTime: typeof createTime === 'number' ? createTime : null,
    status: textOf(value['status']),
    recipient: textOf(value['recipient']) || 'all',
    channel: textOf(value['channel']),
    metadata: isRecord(metadata) ? metadata : {},
  };
}

export function partsOf({ content }: ApiMessage): readonly unknown[] {
  return listOf(content['parts']);
}

/** The one text of a call or a result, which stands in `text` or is the first part. */
export function soleText(message: ApiMessage): string {
  return textOf(message.content['text']) || textOf(partsOf(message)[0]);
}

const ROLES = new Set(['user', 'assistant', 'tool', 'system']);

/** Whether words may be in it that are not found where they should be: an author or parts of another shape. Seen 2026-11. */
export function isStrange({ role, type, content }: ApiMessage): boolean {
  if (!ROLES.has(role)) return true;
  const { parts } = content;
  if (type !== 'text' && type !== 'multimodal_text') return false;
  return !Array.isArray(parts) || parts.some((part) => typeof part !== 'string' && !isRecord(part));
}

/** Never shown, whatever its kind. */
export function isHidden({ role, type, metadata }: ApiMessage): boolean {
  // What the person told about themselves, and what the site remembers.
  const isPrivate = type === 'user_editable_context' || type === 'model_editable_context';
  return isPrivate || role === 'system' || metadata['is_visually_hidden_from_conversation'] === true;
}

/** Whether the model speaks to the person, not to a tool. */
export function isForPeople({ recipient }: ApiMessage): boolean {
  return recipient === 'all';
}
