import type english from '../../public/_locales/en/messages.json';

/** Texts in the user's language. Free of any browser API, so that views stay pure: whoever starts a page says where texts come from. */

export type TextKey = keyof typeof english;
/** A text that depends on a number has one key a plural form, `messages_one` and `messages_other`. */
export type PluralKey = PluralStem<TextKey>;
export type PluralStem<Keys> = Keys extends `${infer Stem}_other` ? Stem : never;
export type Filling = Readonly<Record<string, string | number>>;

export interface Language {
  /** Of the texts, as `Intl` takes it. */
  tag: string;
  /** `''` for a key that does not exist. */
  text(key: string): string;
}

let language: Language = { tag: 'en', text: (key) => key };

export function speak(next: Language): void {
  language = next;
}

/** For `Intl`. */
export const languageTag = (): string => language.tag;

/** A text with its `{names}` filled in. */
export function t(key: TextKey, filling: Filling = {}): string {
  return textOf(key, filling);
}

/** The same for a table of other keys. */
export function textOf(key: string, filling: Filling = {}): string {
  return fill(language.text(key), filling);
}

/** The form of a text that goes with a number; `{count}` is that number as the language writes it. */
export function plural(key: PluralKey, count: number, filling: Filling = {}): string {
  return pluralOf(key, count, filling);
}

/** The same for a table of other keys. */
export function pluralOf(key: string, count: number, filling: Filling = {}): string {
  const form = language.text(`${key}_${new Intl.PluralRules(language.tag).select(count)}`);
  return fill(form || language.text(`${key}_other`), { count: formatNumber(count), ...filling });
}

export const formatNumber = (value: number): string => new Intl.NumberFormat(language.tag).format(value);

/** Sentences one after the other; empty ones are left out, and scripts that write without spaces get none. */
export function joinSentences(...sentences: readonly string[]): string {
  return sentences
    .filter(Boolean)
    .reduce((before, next) => `${before}${/[。！？]$/.test(before) ? '' : ' '}${next}`, '')
    .trim();
}

function fill(text: string, filling: Filling): string {
  return text.replace(/\{(\w+)\}/g, (name, key: string) => String(filling[key] ?? name));
}
