import type { ComponentChild } from 'preact';
import { t, type TextKey } from '../lib/i18n/translate.ts';

/** A text whose `{names}` are elements, wherever the language puts them. */
export function richText(key: TextKey, parts: Readonly<Record<string, ComponentChild>>): ComponentChild[] {
  return t(key)
    .split(/\{(\w+)\}/)
    .map((piece, index) => (index % 2 === 0 ? piece : parts[piece]));
}
