import { chatgptReader } from './chatgpt/dom-reader.ts';
import { claudeReader } from './claude/dom-reader.ts';
import { geminiReader } from './gemini/dom-reader.ts';
import type { SiteId } from './registry.ts';
import type { SiteReader } from './site.ts';

/** The heavy half of every site; loaded when a page is read for the first time. */
export const readers: Record<SiteId, SiteReader> = {
  chatgpt: chatgptReader,
  claude: claudeReader,
  gemini: geminiReader,
};
