import { cleanText } from '../../markdown/clean-text.ts';
import { webAddress } from '../../markdown/web-address.ts';
import type { Citation } from '../../protocol/event.ts';
import type { ContentReference, ReferenceItem } from './references.ts';

/** U+E200 name (U+E202 argument)* U+E201; written as escapes, because the characters are invisible. */
const MARKER = /\uE200([^\uE200\uE201]*)\uE201/g;
const MARKER_LEFT_OVER = /[\uE200-\uE20F]/g;
/** Before 2025: 【11†source】. */
const OLD_MARKER = /【[^【】]*†[^【】]*】/g;
/** Unicode's invisible tag characters. */
const TAGS = /[\u{E0000}-\u{E007F}]/gu;

/** Whether any of these is left; most texts have none. All tags begin with the unit U+DB40. */
const UNRESOLVED = /[\uE200-\uE20F\u3010\uDB40]/;

/** References that stand beside the text (lists of sources, pictures, widgets), not in it. */
const BESIDE_THE_TEXT = new Set(['sources_footnote', 'nav_list', 'hidden', 'image_group', 'image_v2', 'video', 'file']);

/** The text of an answer with its markers turned into links and words. */
export function resolveMarkers(text: string, references: readonly ContentReference[]): string {
  let resolved = '';
  let done = 0;
  for (const { at, reference } of placesOf(text, references)) {
    if (at < done) continue;
    const before = text.slice(done, at);
    const words = wordsOf(reference);
    resolved += before + (/\s/.test(before.at(-1) ?? '') ? words.trimStart() : words);
    done = at + (reference.matched_text?.length ?? 0);
  }
  resolved += text.slice(done);
  if (!UNRESOLVED.test(resolved)) return resolved;
  return resolved
    .replace(MARKER, (_, inside: string) => markerWords(inside.split('\uE202')))
    .replace(MARKER_LEFT_OVER, '')
    .replace(OLD_MARKER, '')
    .replace(TAGS, '');
}

/** Where the references stand in the text, in its order. Where the data names a wrong place, the next that fits. */
function placesOf(
  text: string,
  references: readonly ContentReference[],
): { at: number; reference: ContentReference }[] {
  const next = new Map<string, number>();
  const places = references.map((reference) => {
    const matched = reference.matched_text ?? '';
    const start = reference.start_idx ?? -1;
    const isThere = start >= 0 && text.startsWith(matched, start);
    const at = matched.trim() === '' ? -1 : isThere ? start : text.indexOf(matched, next.get(matched) ?? 0);
    if (at >= 0) next.set(matched, at + matched.length);
    return { at, reference };
  });
  return places.filter(({ at }) => at >= 0).toSorted((a, b) => a.at - b.at);
}

/** Every source that the references name, each address once. */
export function citationsOf(references: readonly ContentReference[]): Citation[] {
  const found = new Map<string, Citation>();
  // The same source stands in many references, and reading an address takes time.
  const seen = new Set<string>();
  for (const item of references.flatMap((reference) => [reference, ...itemsOf(reference)])) {
    const reference = item.url ?? '';
    if (reference === '' || seen.has(reference)) continue;
    seen.add(reference);
    const url = webAddress(reference, 'https://chatgpt.com/');
    const title = cleanText(item.title ?? '').trim();
    if (url !== null && !found.has(url)) found.set(url, title === '' ? { url } : { title, url });
  }
  return [...found.values()];
}

function wordsOf(reference: ContentReference): string {
  const type = reference.type ?? '';
  if (BESIDE_THE_TEXT.has(type)) return '';
  if (reference.url) return link(reference);
  const items = (reference.items ?? []).filter((item) => item.url);
  if (items.length > 0) return items.map((item) => ` ${link(item)}`).join('');
  return reference.alt || reference.name || '';
}

function itemsOf({ items, sources, fallback_items: fallback }: ContentReference): ReferenceItem[] {
  const all = [...(items ?? []), ...(sources ?? []), ...(fallback ?? [])];
  return all.flatMap((item) => [item, ...(item.supporting_websites ?? [])]);
}

/** A marker that no reference explains. */
function markerWords([name, ...values]: string[]): string {
  if (name === 'url') return link({ title: values[0] ?? '', url: values[1] ?? '' });
  if (name === 'entity') return entityName(values[0] ?? '');
  return '';
}

/** `["kind", "name", …]` as JSON. */
function entityName(json: string): string {
  try {
    const parts: unknown = JSON.parse(json);
    return Array.isArray(parts) && typeof parts[1] === 'string' ? parts[1] : '';
  } catch {
    return '';
  }
}

function link({ title, attribution, url }: ReferenceItem): string {
  const address = webAddress(url ?? null, 'https://chatgpt.com/');
  const words = (attribution || title || (address === null ? '' : new URL(address).host)).replace(/\s+/g, ' ').trim();
  if (address === null) return words;
  return `[${words.replace(/[[\]\\]/g, String.raw`\$&`)}](${address.replace(/[()]/g, (sign) => (sign === '(' ? '%28' : '%29'))})`;
}
