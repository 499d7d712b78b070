import { type Json, recordsOf, textOf } from '../api-values.ts';

/** What a marker in the text stands for; the names are those of ChatGPT's data. Seen 2026-10. */
export interface ContentReference extends ReferenceItem {
  readonly type?: string;
  readonly matched_text?: string;
  /** In UTF-16 units, markers counted; -1 in old data. */
  readonly start_idx?: number;
  readonly alt?: string;
  readonly name?: string;
  readonly items?: readonly ReferenceItem[];
  readonly sources?: readonly ReferenceItem[];
  readonly fallback_items?: readonly ReferenceItem[];
}

export interface ReferenceItem {
  readonly title?: string;
  readonly url?: string;
  readonly attribution?: string;
  readonly supporting_websites?: readonly ReferenceItem[];
}

const NO_ITEMS: readonly ReferenceItem[] = [];

export function referencesIn(metadata: Json): ContentReference[] {
  return recordsOf(metadata['content_references']).map((reference) => ({
    title: textOf(reference['title']),
    url: textOf(reference['url']),
    attribution: textOf(reference['attribution']),
    supporting_websites: itemsIn(reference['supporting_websites']),
    type: textOf(reference['type']),
    matched_text: textOf(reference['matched_text']),
    start_idx: typeof reference['start_idx'] === 'number' ? reference['start_idx'] : -1,
    alt: textOf(reference['alt']),
    name: textOf(reference['name']),
    items: itemsIn(reference['items']),
    sources: itemsIn(reference['sources']),
    fallback_items: itemsIn(reference['fallback_items']),
  }));
}

/** Before 2025: what `【11†source】` in the text stands for. */
export function oldCitationsIn(metadata: Json): ReferenceItem[] {
  return recordsOf(metadata['citations']).flatMap((citation) => recordsOf([citation['metadata']]).map(toItem));
}

function toItem(item: Json): ReferenceItem {
  return {
    title: textOf(item['title']),
    url: textOf(item['url']),
    attribution: textOf(item['attribution']),
    supporting_websites: itemsIn(item['supporting_websites']),
  };
}

function itemsIn(value: unknown): readonly ReferenceItem[] {
  return Array.isArray(value) && value.length > 0 ? recordsOf(value).map(toItem) : NO_ITEMS;
}
