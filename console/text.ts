import { type Filling, type PluralStem, pluralOf, speak, textOf } from '../lib/i18n/translate.ts';
import english from './locales/en.json';

/** The texts of the console, in tables of their own of the same form as those of the extension. */

export type ConsoleTextKey = keyof typeof english;
type Table = Readonly<Record<string, { message: string }>>;

/** Besides English; each is loaded by whoever reads it alone. */
const OTHERS: Readonly<Record<string, () => Promise<{ default: Table }>>> = {
  de: () => import('./locales/de.json'),
  es: () => import('./locales/es.json'),
  ja: () => import('./locales/ja.json'),
  zh: () => import('./locales/zh_CN.json'),
};
/** Of Chinese there is the simplified one. */
const TRADITIONAL = /^zh-(Hant|TW|HK|MO)/i;

/**
 * Speaks the first of the person's languages that there are texts in, else English.
 * @param tags as in `navigator.languages`
 */
export async function speakLanguageOf(tags: readonly string[]): Promise<void> {
  const [tag = 'en'] = tags.filter((one) => textsOf(one) !== undefined);
  // English where its file cannot be had: the views say what is wrong with the receiver.
  const own = await textsOf(tag)?.().catch(() => null);
  const table: Table = own ?? english;
  const spoken = own ? tag : 'en';
  document.documentElement.lang = spoken;
  speak({ tag: spoken, text: (key) => table[key]?.message ?? '' });
}

function textsOf(tag: string): (() => Promise<Table>) | undefined {
  const [language = ''] = tag.split('-');
  if (language === 'en') return async () => english;
  const load = TRADITIONAL.test(tag) ? undefined : OTHERS[language];
  return load && (async () => (await load()).default);
}

/** A text with its `{names}` filled in. */
export const t = (key: ConsoleTextKey, filling?: Filling): string => textOf(key, filling);

/** The form of a text that goes with a number. */
export const plural = (key: PluralStem<ConsoleTextKey>, count: number): string => pluralOf(key, count);
