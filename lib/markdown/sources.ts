import { hostLabel } from './cited-link.ts';
import { cleanText } from './clean-text.ts';
import type { ChipRule, MarkdownRules } from './rules.ts';
import { webAddress } from './web-address.ts';

/** Where an answer says it has something from. */
export type Source = {
  title?: string;
  url: string;
};

/** The sources behind all citation chips of an element, each address once, in reading order. */
export function findSources(root: Element, rules: MarkdownRules): Source[] {
  const chips = rules.chips ?? [];
  if (chips.length === 0) return [];
  const found = new Map<string, Source>();
  for (const chip of root.querySelectorAll(chips.map((rule) => rule.chip).join(', '))) {
    const rule = chips.find((candidate) => chip.matches(candidate.chip));
    for (const { title, url } of rule ? readChip(chip, rule, root.ownerDocument.baseURI) : []) {
      if (!found.has(url)) found.set(url, title === '' ? { url } : { title, url });
    }
  }
  return [...found.values()];
}

export interface ChipSource {
  readonly title: string;
  readonly url: string;
  /** The few words that stand for the source in the text. */
  readonly label: string;
}

/** The sources of one chip; none when it leads nowhere on the web. */
export function readChip(chip: Element, rule: ChipRule, base: string): ChipSource[] {
  const shown = rule.label === undefined ? '' : oneLine(chip.querySelector(rule.label)?.textContent ?? '');
  const listed = rule.payload === undefined ? linksOf(chip) : listedIn(chip, rule.payload);
  return listed.flatMap((source, place) => {
    const url = webAddress(source.url, base);
    if (url === null) return [];
    if (rule.isNamedByHost) return [{ title: '', url, label: hostLabel(url) }];
    const title = oneLine(source.title);
    return [{ title, url, label: (place === 0 && shown) || oneLine(source.attribution) || title || new URL(url).host }];
  });
}

type Listed = Record<'title' | 'url' | 'attribution', string>;

function linksOf(chip: Element): Listed[] {
  const links = chip.matches('a[href]') ? [chip] : [...chip.querySelectorAll('a[href]')];
  return links.map((link) => ({
    // "+2" counts the sources that are not shown.
    title: (link.textContent ?? '').trim().replace(/\+\d+$/, ''),
    url: link.getAttribute('href') ?? '',
    attribution: '',
  }));
}

function listedIn(chip: Element, attribute: string): Listed[] {
  const holder = chip.hasAttribute(attribute) ? [chip] : [...chip.querySelectorAll(`[${attribute}]`)];
  const items = holder.flatMap((element) => parseList(element.getAttribute(attribute) ?? ''));
  return items.map((item) => ({
    title: stringAt(item, 'title'),
    url: stringAt(item, 'url'),
    attribution: stringAt(item, 'attribution'),
  }));
}

function stringAt(item: unknown, key: string): string {
  const value = typeof item === 'object' && item !== null ? Reflect.get(item, key) : null;
  return typeof value === 'string' ? value : '';
}

/** Page data: anything else than a list in JSON holds no sources. */
function parseList(json: string): unknown[] {
  try {
    const list: unknown = JSON.parse(json);
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

function oneLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim();
}
