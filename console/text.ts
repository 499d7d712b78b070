import { type Filling, type PluralStem, pluralOf, speak, textOf } from '../lib/i18n/translate.ts';
import { form_hide, form_show } from '../public/_locales/en/messages.json';
import english from './locales/en.json';

/** The texts of the console, in a table of their own of the same form as those of the extension. */

export type ConsoleTextKey = keyof typeof english;

/** Texts that components of the extension bring along. */
const SHARED = { form_hide, form_show };

export function speakEnglish(): void {
  const table = new Map(Object.entries({ ...SHARED, ...english }));
  const isEnglish = navigator.language.split('-')[0] === 'en';
  speak({ tag: isEnglish ? navigator.language : 'en', text: (key) => table.get(key)?.message ?? '' });
}

/** A text with its `{names}` filled in. */
export const t = (key: ConsoleTextKey, filling?: Filling): string => textOf(key, filling);

/** The form of a text that goes with a number. */
export const plural = (key: PluralStem<ConsoleTextKey>, count: number): string => pluralOf(key, count);
