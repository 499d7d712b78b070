import type { PropertyValue } from './front-matter-properties.ts';
import type { Eol } from './note-text.ts';

/** Needs no quotes in YAML 1.1 or 1.2: starts with a letter, holds nothing that has a meaning. */
const PLAIN = /^[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*$/;
/** Words that YAML 1.1 takes for something else; Obsidian and many tools still read 1.1. */
const RESERVED = /^(?:y|yes|n|no|true|false|on|off|null)$/i;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;

/** `key: value` in the way Obsidian writes properties; lists with one item a line. Ends without a line end. */
export function renderProperty(key: string, value: PropertyValue, eol: Eol): string {
  if (!Array.isArray(value)) return `${key}: ${renderScalar(value as string | number)}`;
  if (value.length === 0) return `${key}: []`;
  return [`${key}:`, ...value.map((item) => `  - ${renderScalar(item)}`)].join(eol);
}

/** A date-time stays plain, so that Obsidian shows it as one. Everything that could be misread is quoted. */
export function renderScalar(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const isPlain = DATE_TIME.test(value) || (PLAIN.test(value) && !RESERVED.test(value));
  return isPlain ? value : quote(value);
}

/** JSON's string, and escaped what YAML does not allow or reads as a line end. */
function quote(value: string): string {
  return JSON.stringify(value.toWellFormed()).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
