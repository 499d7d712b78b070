import { type Document, isCollection, isMap, isNode, isScalar, isSeq, type Pair, type YAMLSeq } from 'yaml';
import { type NoteProperties, type PropertyValue, tagsOf, UNTITLED } from './front-matter-properties.ts';
import { renderProperty, renderScalar } from './front-matter-yaml.ts';
import type { Eol } from './note-text.ts';

/** Front matter as the parser gives it: its nodes with their places, and the values as plain data. */
export interface ReadYaml {
  readonly document: Document.Parsed;
  readonly values: Record<string, unknown>;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface Wanted {
  readonly properties: NoteProperties;
  readonly eol: Eol;
}

/** Lists that the person shares with Brainpost: entries are added, none is taken away. */
const SHARED_LISTS: ReadonlySet<string> = new Set(['tags', 'aliases']);

/**
 * Edits front matter in place.
 * @param read what `yaml` says, a block map or nothing
 * @returns the edited text, and every value it has to give when it is read again
 */
export function editProperties(yaml: string, read: ReadYaml, wanted: Wanted) {
  const current = read.values;
  const values = new Map(Object.entries(current));
  const edits: Edit[] = [];
  let added = '';
  for (const [key, value] of Object.entries(mergedWith(current, wanted.properties))) {
    if (value === undefined || isSame(current[key], value)) continue;
    values.set(key, value);
    const pair = pairOf(read.document, key);
    if (pair) edits.push(editOf(yaml, pair, { key, value, eol: wanted.eol }));
    else added += renderProperty(key, value, wanted.eol) + wanted.eol;
  }
  return { yaml: apply(yaml, edits) + added, values: Object.fromEntries(values) };
}

/**
 * What the note should say, given what it says.
 * A title that is replaced becomes an alias. A label becomes a tag when it is new in the note's own `labels`; a tag that
 * the person took out later does not come back.
 */
function mergedWith(
  current: Record<string, unknown>,
  properties: NoteProperties,
): Record<string, PropertyValue | undefined> {
  const formerTitle = typeof current.title === 'string' ? current.title.trim() : '';
  const isRenamed = !['', UNTITLED, properties.title].includes(formerTitle);
  const knownLabels = listOf(current.labels);
  const newLabels = properties.labels.filter((label) => !knownLabels.includes(label));
  return {
    ...properties,
    tags: extended(current.tags, tagsOf(newLabels)),
    aliases: extended(current.aliases, isRenamed ? [formerTitle] : []),
  };
}

function extended(current: unknown, additions: readonly string[]): readonly string[] | undefined {
  const list = listOf(current);
  const known = new Set(list.map((item) => item.toLowerCase()));
  const missing = additions.filter((item) => !known.has(item.toLowerCase()));
  return missing.length ? [...list, ...missing] : undefined;
}

/** Obsidian takes a single value, or several with commas, for a list. */
function listOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((item) => item !== null && item !== undefined).map(String);
  return typeof value === 'string' ? value.split(',').flatMap((part) => part.trim() || []) : [];
}

function isSame(current: unknown, value: PropertyValue): boolean {
  return JSON.stringify(current) === JSON.stringify(value);
}

function pairOf(document: Document.Parsed, key: string): Pair | undefined {
  if (!isMap(document.contents)) return undefined;
  return document.contents.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

function editOf(yaml: string, pair: Pair, to: { key: string; value: PropertyValue; eol: Eol }): Edit {
  const list = pair.value;
  if (SHARED_LISTS.has(to.key) && isListOfText(list) && Array.isArray(to.value)) {
    const items = to.value.slice(list.items.length).map((item: string) => renderScalar(item));
    return appendTo(yaml, list, { items, eol: to.eol });
  }
  const start = isNode(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
  return { start, end: endOfPair(yaml, pair), text: renderProperty(to.key, to.value, to.eol) };
}

/** One that can be appended to. Others, with numbers or empty items, are written anew. */
function isListOfText(node: unknown): node is YAMLSeq {
  const isList = isSeq(node) && node.items.length > 0;
  return isList && node.items.every((item) => isScalar(item) && typeof item.value === 'string');
}

function appendTo(yaml: string, list: YAMLSeq, to: { items: readonly string[]; eol: Eol }): Edit {
  const last = endOfNode(yaml, list);
  if (list.flow) return { start: last, end: last, text: to.items.map((item) => `, ${item}`).join('') };
  const dash = list.range?.[0] ?? 0;
  const indent = yaml.slice(yaml.lastIndexOf('\n', dash - 1) + 1, dash);
  const lineEnd = /[^\r\n]*/.exec(yaml.slice(last))?.[0].length ?? 0;
  const at = last + lineEnd;
  return { start: at, end: at, text: to.items.map((item) => `${to.eol}${indent}- ${item}`).join('') };
}

/** Where a value ends, without the comment and the line end behind it. */
function endOfPair(yaml: string, pair: Pair): number {
  const key = isNode(pair.key) ? (pair.key.range?.[1] ?? 0) : 0;
  const colon = yaml.indexOf(':', key) + 1;
  const value = isNode(pair.value) ? pair.value : null;
  const isFlow = isCollection(value) && value.flow === true;
  return Math.max(colon, isFlow ? (value.range?.[1] ?? 0) : endOfNode(yaml, value));
}

/** Of a list, where its last item ends. */
function endOfNode(yaml: string, node: unknown): number {
  const last = isCollection(node) ? (node.items.at(-1) ?? node) : node;
  const inner = last !== node && isCollection(last) ? endOfNode(yaml, last) : null;
  const end = inner ?? (isNode(last) ? (last.range?.[1] ?? 0) : 0);
  return yaml.slice(0, end).trimEnd().length;
}

function apply(yaml: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), yaml);
}
