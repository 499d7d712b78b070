import { cleanText } from '../../markdown/clean-text.ts';
import type { Attachment } from '../../protocol/event.ts';
import { parseJson } from '../api-json.ts';
import { isRecord, type Json, recordsOf, textOf } from '../api-values.ts';
import { type ApiMessage, soleText } from './api-message.ts';
import { edited, isRewrite } from './canvas-edit.ts';

const CREATE = 'canmore.create_textdoc';
const UPDATE = 'canmore.update_textdoc';

interface Draft {
  /** `''` when no answer names it. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Null when an edit could not be repeated. */
  readonly text: string | null;
  readonly changedBy: string;
}

/** Whether a message writes a document in the canvas or tells that one was written. */
export function isCanvasNode({ recipient, name }: ApiMessage): boolean {
  return recipient.startsWith('canmore.') || /^canmore(?:\.|$)/.test(name);
}

/**
 * The documents at the end of a path, by the message that changed each last. Only the calls that write them are in the
 * data, so the calls are repeated: `create_textdoc`, then every `update_textdoc`. Seen 2026-09.
 */
export function canvasDocuments(path: readonly ApiMessage[]): Map<string, Attachment[]> {
  const nodes = path.filter(isCanvasNode);
  const drafts = new Map<string, Draft>();
  let current = '';
  for (const [place, node] of nodes.entries()) {
    const next = nodes[place + 1];
    const answer = recordsOf([next?.role === 'tool' ? next.metadata['canvas'] : null])[0] ?? {};
    if (answer['is_failure'] === true) continue;
    // A call does not name its document, its answer does; without one it is the document that was written last.
    const id = textOf(answer['textdoc_id']);
    const key = node.recipient === CREATE ? id || node.id : drafts.has(id) ? id : current;
    const draft = written(drafts.get(key), node);
    if (draft === null) continue;
    current = key;
    drafts.set(key, { ...draft, id: id || draft.id, name: textOf(answer['title']) || draft.name });
  }
  const found = new Map<string, Attachment[]>();
  for (const draft of drafts.values())
    found.set(draft.changedBy, [...(found.get(draft.changedBy) ?? []), described(draft)]);
  return found;
}

/** The document after a call; null when the call writes nothing. */
function written(before: Draft | undefined, node: ApiMessage): Draft | null {
  if (node.recipient !== CREATE && node.recipient !== UPDATE) return null;
  const parsed = parseJson(soleText(node));
  const call: Json = parsed.ok && isRecord(parsed.value) ? parsed.value : {};
  if (node.recipient === CREATE) {
    const { name, type, content } = call;
    if (typeof content !== 'string') return null;
    return { id: '', name: textOf(name), type: textOf(type), text: content, changedBy: node.id };
  }
  if (!before) return null;
  const text = before.text === null && !isRewrite(call['updates']) ? null : edited(before.text ?? '', call['updates']);
  return { ...before, text, changedBy: node.id };
}

function described({ id, name, type, text }: Draft): Attachment {
  return {
    ...(id === '' ? {} : { id }),
    ...(name === '' ? {} : { name: cleanText(name) }),
    mime_type: mimeTypeOf(type),
    ...(text === null ? {} : { text: cleanText(text) }),
  };
}

const MIME_TYPES: Readonly<Record<string, string>> = {
  document: 'text/markdown',
  'code/css': 'text/css',
  'code/html': 'text/html',
  'code/javascript': 'text/javascript',
  'code/json': 'application/json',
};

/** `document`, `code/<language>` */
function mimeTypeOf(type: string): string {
  const language = /^code\/([a-z]+)$/.exec(type)?.[1] ?? 'other';
  return MIME_TYPES[type] ?? (language === 'other' ? 'text/plain' : `text/x-${language}`);
}
