import type { Attachment } from '../../protocol/event.ts';
import { type Json, textOf } from '../api-values.ts';

/** A document that Claude wrote, as it is after a message. */
interface Document {
  readonly attachment: Attachment & { readonly text: string };
  /** The message that changed it last. */
  readonly changedBy: string;
}

/** What is written with one call of a tool. */
interface Write {
  readonly key: string;
  readonly name?: string;
  readonly mimeType?: string;
  /** The whole text, or what replaces `old`. */
  readonly text: string;
  readonly old?: string;
}

/** The documents of a conversation up to some message: what tools write and change is done again here. */
export class Documents {
  readonly #documents: Map<string, Document>;

  constructor(before?: Documents) {
    this.#documents = new Map(before ? before.#documents : []);
  }

  /** Its name when the call wrote a document; null when the tool is another one, or changes what is not there. */
  apply(tool: string, input: Json, messageId: string): string | null {
    const write = tool === 'artifacts' ? artifactWrite(input) : fileWrite(input);
    return write && this.write(write, messageId);
  }

  write({ key, name, mimeType, text, old }: Write, messageId: string): string | null {
    const before = this.#documents.get(key)?.attachment;
    if (old !== undefined && !before?.text.includes(old)) return null;
    const whole = old === undefined ? text : (before?.text ?? '').replace(old, () => text);
    const title = name || before?.name || key;
    const type = mimeType || before?.mime_type;
    const attachment = { id: key, name: title, ...(type ? { mime_type: type } : {}), text: whole };
    this.#documents.set(key, { attachment, changedBy: messageId });
    return title;
  }

  /** Those that no later message changed. */
  lastChangedBy(messageId: string): Attachment[] {
    return [...this.#documents.values()]
      .filter(({ changedBy }) => changedBy === messageId)
      .map(({ attachment }) => attachment);
  }
}

/** `artifacts`: create, update (a replacement) and rewrite. */
function artifactWrite(input: Json): Write | null {
  const name = textOf(input['title']);
  const key = textOf(input['id']) || name;
  if (key === '') return null;
  const named = { key, name, mimeType: textOf(input['type']) };
  if (input['command'] === 'update') return { ...named, text: textOf(input['new_str']), old: textOf(input['old_str']) };
  return typeof input['content'] === 'string' ? { ...named, text: input['content'] } : null;
}

/** Tools of the sandbox: `create_file` and `Write` give a whole text, `str_replace` and `Edit` a replacement. */
function fileWrite(input: Json): Write | null {
  const key = firstText(input, ['path', 'file_path', 'filename']);
  if (key === '') return null;
  const name = key.slice(key.lastIndexOf('/') + 1);
  const old = input['old_str'] ?? input['old_string'];
  const text = typeof old === 'string' ? (input['new_str'] ?? input['new_string'] ?? '') : wholeText(input);
  if (typeof text !== 'string') return null;
  return { key, name, text, ...(typeof old === 'string' ? { old } : {}) };
}

function wholeText(input: Json): unknown {
  return input['file_text'] ?? input['content'];
}

function firstText(input: Json, keys: readonly string[]): string {
  return keys.map((key) => textOf(input[key])).find((text) => text !== '') ?? '';
}
