import { cleanText } from '../../markdown/clean-text.ts';
import type { Attachment } from '../../protocol/event.ts';
import { type ApiAttachment, type ApiMessage, isRecord } from './api-message.ts';

/** Pictures among the parts of a message and the files uploaded with it, each once. */
export function attachmentsOf(node: ApiMessage): { attachments?: Attachment[] } {
  const found = new Map<string, Attachment>();
  for (const part of node.content.parts ?? []) {
    const pointer = isRecord(part) ? part['asset_pointer'] : null;
    if (typeof pointer !== 'string') continue;
    // sediment://file_…, file-service://file-…
    const id = pointer.replace(/^[\w-]+:\/\//, '').replace(/\?.*$/, '');
    const size = isRecord(part) && Number.isInteger(part['size_bytes']) ? { size: part['size_bytes'] as number } : {};
    found.set(id, { id, ...size });
  }
  // Tools attach what they worked with; only what a person uploaded belongs to the talk.
  for (const file of node.author.role === 'user' ? (node.metadata?.attachments ?? []) : []) {
    const id = file.id ?? file.name ?? '';
    if (id !== '') found.set(id, { ...found.get(id), ...describe(file) });
  }
  return found.size > 0 ? { attachments: [...found.values()] } : {};
}

function describe({ id, name, size, mime_type: mimeType }: ApiAttachment): Attachment {
  return {
    ...(id ? { id } : {}),
    ...(name ? { name: cleanText(name) } : {}),
    ...(mimeType ? { mime_type: mimeType } : {}),
    ...(size && Number.isInteger(size) ? { size } : {}),
  };
}
