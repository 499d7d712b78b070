import type { Attachment } from '../../protocol/event.ts';
import { webAddress } from '../../markdown/web-address.ts';
import { countOf, isRecord, type Json, textOf } from '../api-values.ts';

/** Where the conversation lives, for the addresses of its files. */
export interface Place {
  readonly origin: string;
  /** null on a shared page. */
  readonly organization: string | null;
  readonly conversation: string;
}

/** Text that was pasted or read out of a file. */
export function pastedText(attachment: Json): Attachment {
  const mimeType = textOf(attachment['file_type']);
  return compact({
    id: textOf(attachment['id']),
    name: textOf(attachment['file_name']),
    // `txt` is the end of a file name.
    mime_type: mimeType.includes('/') ? mimeType : '',
    size: countOf(attachment['file_size']),
    text: textOf(attachment['extracted_content']),
  });
}

/** Uploads; some messages name the same file twice. */
export function uploads(files: readonly Json[], place: Place): Attachment[] {
  const read = files.map((file) => upload(file, place));
  return read.filter(({ id }, at) => id === undefined || read.findIndex((other) => other.id === id) === at);
}

function upload(file: Json, { origin }: Place): Attachment {
  const size = file['size_bytes'] ?? file['file_size'];
  return compact({
    id: textOf(file['file_uuid']) || textOf(file['uuid']),
    name: textOf(file['file_name']),
    mime_type: textOf(file['mime_type']),
    size: countOf(size),
    url: webAddress(servedAt(file), origin) ?? '',
  });
}

/** A picture that a tool made: only its preview is served. */
export function madeImage(image: Json, { origin, organization }: Place): Attachment {
  const id = textOf(image['file_uuid']);
  const path = id && organization ? `/api/${organization}/files/${id}/preview` : textOf(image['url']);
  return compact({ id, name: textOf(image['title']), url: webAddress(path, origin) ?? '' });
}

/** A file in the sandbox. */
export function sandboxFile(file: Json, { origin, organization, conversation }: Place): Attachment {
  const path = textOf(file['file_path']);
  const route = `/api/organizations/${organization}/conversations/${conversation}/wiggle/download-file`;
  return compact({
    id: textOf(file['uuid']),
    name: textOf(file['name']) || path.slice(path.lastIndexOf('/') + 1),
    mime_type: textOf(file['mime_type']),
    url: path && organization ? `${origin}${route}?path=${encodeURIComponent(path)}` : '',
  });
}

function servedAt(file: Json): string {
  const assets = ['document_asset', 'image_asset', 'preview_asset', 'thumbnail_asset'].map((key) => file[key]);
  const urls = assets.filter(isRecord).map(({ url }) => textOf(url));
  return [...urls, textOf(file['preview_url']), textOf(file['url'])].find((url) => url !== '') ?? '';
}

function compact(fields: Readonly<Record<string, unknown>>): Attachment {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '' && value !== null));
}
