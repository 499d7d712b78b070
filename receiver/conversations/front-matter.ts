import { isMap, isScalar, parseDocument } from 'yaml';
import { editProperties, type ReadYaml } from './front-matter-edit.ts';
import type { NoteProperties } from './front-matter-properties.ts';
import { renderProperty } from './front-matter-yaml.ts';
import type { Eol } from './note-text.ts';

/** A note's text in three parts; joined they are the note. */
interface NoteParts {
  /** A byte order mark and the line `---`; `''` without front matter. */
  readonly open: string;
  readonly yaml: string;
  /** The line `---` that ends it. */
  readonly close: string;
  readonly body: string;
}

const FRONT_MATTER = /^(\ufeff?---[ \t]*\r?\n)([\s\S]*?)(?<=\n)(---[ \t]*(?:\r?\n|$))/;

/** Takes a note apart. Obsidian's rule: front matter is what stands between two `---` lines, the first one on top. */
export function splitNote(text: string): NoteParts {
  const found = FRONT_MATTER.exec(text);
  if (!found) return { open: '', yaml: '', close: '', body: text };
  return { open: found[1] ?? '', yaml: found[2] ?? '', close: found[3] ?? '', body: text.slice(found[0].length) };
}

/** Value of one property of a note; `undefined` when it is not there or the front matter cannot be read. */
export function readProperty(text: string, key: keyof NoteProperties): unknown {
  const { yaml } = splitNote(text);
  // One value is parsed, not all of it: an id is found in front matter that is broken further down, too.
  const line = new RegExp(`^["']?${key}["']?[ \\t]*:.*(?:\\r?\\n[ \\t]+.*)*`, 'm').exec(yaml)?.[0];
  if (line === undefined) return undefined;
  const document = parseDocument(line, { logLevel: 'silent' });
  const value: unknown = document.errors.length ? undefined : document.get(key);
  return isScalar(value) ? value.value : value;
}

/**
 * Brings the properties of a note up to date. Keys of the person's, their order, comments and spelling stay byte for
 * byte: only the values that changed are replaced in place, and missing keys are added at the end.
 * @param text the whole note, `''` for a new one
 * @param eol line end of the note
 * @returns the front matter with its `---` lines, the body, and whether the front matter could be read as properties.
 * One that cannot is left as it is: guessing what was meant could lose it.
 */
export function updateFrontMatter(text: string, properties: NoteProperties, eol: Eol) {
  const { open, yaml, close, body } = splitNote(text);
  if (!open) return withNewFrontMatter(body, properties, eol);
  const edited = editYaml(yaml, properties, eol);
  return { frontMatter: open + (edited ?? yaml) + close, body, isReadable: edited !== null };
}

function withNewFrontMatter(body: string, properties: NoteProperties, eol: Eol) {
  const lines = Object.entries(properties).filter(([, value]) => value !== undefined);
  const yaml = lines.map(([key, value]) => renderProperty(key, value, eol) + eol).join('');
  const bom = body.startsWith('\ufeff') ? '\ufeff' : '';
  const frontMatter = `${bom}---${eol}${yaml}---${eol}`;
  return { frontMatter, body: body.slice(bom.length) || eol, isReadable: true };
}

function editYaml(yaml: string, properties: NoteProperties, eol: Eol): string | null {
  const before = readYaml(yaml);
  if (!before) return null;
  const edited = editProperties(yaml, before, { properties, eol });
  const after = readYaml(edited.yaml);
  // Anchors, odd indentation and the like: the edit stands only if everything reads as it should afterwards.
  const isRight = after && sortedJson(after.values) === sortedJson(edited.values);
  return isRight ? edited.yaml : null;
}

/** `null` when it is not YAML or no list of properties. */
function readYaml(yaml: string): ReadYaml | null {
  const document = parseDocument(yaml, { logLevel: 'silent' });
  const { contents } = document;
  const isEmpty = contents === null || (isScalar(contents) && contents.value === null);
  if (document.errors.length || !(isEmpty || (isMap(contents) && !contents.flow))) return null;
  try {
    return { document, values: (document.toJS() ?? {}) as Record<string, unknown> };
  } catch {
    // The parser refuses values that grow without bound by repeating others.
    return null;
  }
}

function sortedJson(values: Record<string, unknown>): string {
  return JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}
