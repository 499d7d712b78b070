import type { ComponentChildren } from 'preact';

/** A text with the placeholders of some kinds, `[email-1]`, made visible. */
export function markPlaceholders(text: string, kinds: readonly string[]): ComponentChildren {
  if (kinds.length === 0) return text;
  // Kinds are words of lower-case letters, digits and dashes.
  const placeholder = new RegExp(`(\\[(?:${kinds.join('|')})-\\d+\\])`);
  return text.split(placeholder).map((part, i) => (i % 2 ? <mark key={i}>{part}</mark> : part));
}
