/** A message as ChatGPT's own data has it: in share pages and in every answer of its API. Seen 2026-10. */
export interface ApiMessage {
  readonly id: string;
  readonly author: { readonly role: string };
  /** Unix seconds. */
  readonly create_time?: number | null;
  readonly content: ApiContent;
  /** `all`, else the tool that the model speaks to. */
  readonly recipient?: string | null;
  /** `final`, `commentary` (what the model says while it works), `analysis`. */
  readonly channel?: string | null;
  readonly metadata?: ApiMetadata | null;
}

interface ApiContent {
  readonly content_type: string;
  readonly parts?: readonly unknown[] | null;
  readonly text?: string | null;
  readonly thoughts?: readonly { readonly summary?: string | null; readonly content?: string | null }[] | null;
}

interface ApiMetadata {
  readonly is_visually_hidden_from_conversation?: boolean | null;
  readonly model_slug?: string | null;
  readonly parent_id?: string | null;
  readonly attachments?: readonly ApiAttachment[] | null;
  readonly content_references?: readonly ContentReference[] | null;
  readonly citations?:
    | readonly { readonly metadata?: { readonly title?: string | null; readonly url?: string | null } | null }[]
    | null;
}

export interface ApiAttachment {
  readonly id?: string | null;
  readonly name?: string | null;
  readonly size?: number | null;
  readonly mime_type?: string | null;
}

/** What a marker in the text stands for. */
export interface ContentReference {
  readonly type?: string | null;
  readonly matched_text?: string | null;
  /** In UTF-16 units, markers counted. */
  readonly start_idx?: number | null;
  readonly end_idx?: number | null;
  readonly alt?: string | null;
  readonly name?: string | null;
  readonly title?: string | null;
  readonly url?: string | null;
  readonly items?: readonly ReferenceItem[] | null;
  readonly sources?: readonly ReferenceItem[] | null;
  readonly fallback_items?: readonly ReferenceItem[] | null;
}

export interface ReferenceItem {
  readonly title?: string | null;
  readonly url?: string | null;
  readonly attribution?: string | null;
  readonly supporting_websites?: readonly ReferenceItem[] | null;
}

/** Whether the fields that every use needs are there. */
export function isApiMessage(value: unknown): value is ApiMessage {
  if (!isRecord(value) || typeof value['id'] !== 'string') return false;
  const { author, content } = value;
  return (
    isRecord(author) &&
    typeof author['role'] === 'string' &&
    isRecord(content) &&
    typeof content['content_type'] === 'string'
  );
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
