import { cleanText } from '../../markdown/clean-text.ts';
import type { Attachment } from '../../protocol/event.ts';
import { countOf, isRecord, type Json, recordsOf, textOf } from '../api-values.ts';
import { type ApiMessage, partsOf } from './api-message.ts';

/** Pictures and recordings among the parts of a message and the files uploaded with it, each once. */
export function attachmentsOf(node: ApiMessage): { attachments?: Attachment[] } {
  const found = new Map<string, Attachment>();
  const add = (attachment: Attachment): void => {
    const id = attachment.id ?? attachment.name ?? '';
    if (id !== '') found.set(id, { ...found.get(id), ...attachment });
  };
  for (const part of recordsOf(partsOf(node))) for (const asset of assetsIn(part)) add(asset);
  for (const picture of drawnByCode(node)) add(picture);
  // Tools attach what they worked with; only what a person uploaded belongs to the talk.
  if (node.role === 'user') for (const file of recordsOf(node.metadata['attachments'])) add(describe(file));
  return found.size > 0 ? { attachments: [...found.values()] } : {};
}

/** A picture or a recording; talk with a camera holds several of them, one inside the other. */
function assetsIn(part: Json): Attachment[] {
  const inside = [part['audio_asset_pointer'], part['video_container_asset_pointer']].filter(isRecord);
  return [...assetAt(part['asset_pointer'], part), ...inside.flatMap(assetsIn)];
}

/** `sediment://file_…`, `file-service://file-…` */
function assetAt(pointer: unknown, { size_bytes: bytes, format }: Json): Attachment[] {
  const id = textOf(pointer)
    .replace(/^[\w-]+:\/\//, '')
    .replace(/\?.*$/, '');
  if (id === '') return [];
  const size = countOf(bytes);
  const mimeType = /^(?:wav|mp3|ogg|webm|aac)$/.test(textOf(format)) ? `audio/${textOf(format)}` : '';
  return [{ id, ...(size ? { size } : {}), ...(mimeType ? { mime_type: mimeType } : {}) }];
}

/** Pictures that a program of the model drew. */
function drawnByCode({ type, metadata }: ApiMessage): Attachment[] {
  const { aggregate_result: result } = metadata;
  if (type !== 'execution_output' || !isRecord(result)) return [];
  return recordsOf(result['messages']).flatMap((drawn) => assetAt(drawn['image_url'], drawn));
}

function describe({ id, name, size, mime_type: mimeType }: Json): Attachment {
  const bytes = countOf(size);
  return {
    ...(textOf(id) ? { id: textOf(id) } : {}),
    ...(textOf(name) ? { name: cleanText(textOf(name)) } : {}),
    ...(textOf(mimeType) ? { mime_type: textOf(mimeType) } : {}),
    ...(bytes ? { size: bytes } : {}),
  };
}
