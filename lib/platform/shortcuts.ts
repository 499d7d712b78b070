import { browser } from 'wxt/browser';
import { t } from '../i18n/translate.ts';

export interface Shortcut {
  /** What it does. */
  name: string;
  /** `''` for none: the user took it away, or another extension has it. */
  keys: string;
}

/** The commands of the manifest, with the keys that the user has for them now. */
export async function listShortcuts(): Promise<Shortcut[]> {
  const commands = await browser.commands.getAll();
  return commands.map(({ description, shortcut }) => ({
    name: description || t('command_open'),
    keys: shortcut ?? '',
  }));
}

/** What opens the browser's own page of shortcuts. Firefox has a call for it since 137; Chromium a page; others neither. */
export function shortcutSettings(): (() => Promise<void>) | null {
  const { openShortcutSettings: open } = browser.commands as { openShortcutSettings?: () => Promise<void> };
  if (open) return () => open();
  if (import.meta.env.FIREFOX) return null;
  return async () => void (await browser.tabs.create({ url: 'chrome://extensions/shortcuts' }));
}

/** Listens for the keys of one command. */
export function onCommand(name: string, listener: () => void): void {
  browser.commands.onCommand.addListener((pressed) => {
    if (pressed === name) listener();
  });
}
