import { browser } from 'wxt/browser';
import { speak, type TextKey } from '../i18n/translate.ts';

/** Keys come from the texts' own list of keys (`TextKey`), plural forms among them. */
type BrowserKey = Parameters<typeof browser.i18n.getMessage>[0];

/**
 * Texts come from the browser, in the language of its own menus or else in English.
 * @param ahead read at once: a content script whose extension was updated cannot ask for more
 */
export function speakBrowserLanguage(ahead: readonly TextKey[] = []): void {
  const read = new Map<string, string>();
  const text = (key: string): string => {
    const known = read.get(key);
    if (known !== undefined) return known;
    const found = browser.i18n.getMessage(key as BrowserKey);
    read.set(key, found);
    return found;
  };
  speak({ tag: tagOf(text('language')), text });
  for (const key of ahead) text(key);
}

/** The user's own variant of the language, `en-GB`, because it decides how dates look. */
function tagOf(language: string): string {
  const ui = browser.i18n.getUILanguage();
  return ui.split('-')[0] === language.split('-')[0] ? ui : language;
}

/** Tells the page's language and direction to the browser and to screen readers. */
export function labelDocument(title: string): void {
  document.documentElement.lang = browser.i18n.getMessage('language');
  document.documentElement.dir = browser.i18n.getMessage('@@bidi_dir');
  document.title = title;
}
