import { aistudioReader } from './aistudio/dom-reader.ts';
import { chatgptReader } from './chatgpt/dom-reader.ts';
import { claudeReader } from './claude/dom-reader.ts';
import { copilotReader } from './copilot/dom-reader.ts';
import { deepseekReader } from './deepseek/dom-reader.ts';
import { geminiReader } from './gemini/dom-reader.ts';
import { grokReader } from './grok/dom-reader.ts';
import { metaReader } from './meta/dom-reader.ts';
import { mistralReader } from './mistral/dom-reader.ts';
import { perplexityReader } from './perplexity/dom-reader.ts';
import { qwenReader } from './qwen/dom-reader.ts';
import type { SiteId } from './registry.ts';
import type { SiteReader } from './site.ts';

/** The heavy half of every site; loaded when a page is read for the first time. */
export const readers: Record<SiteId, SiteReader> = {
  chatgpt: chatgptReader,
  claude: claudeReader,
  gemini: geminiReader,
  perplexity: perplexityReader,
  deepseek: deepseekReader,
  grok: grokReader,
  mistral: mistralReader,
  copilot: copilotReader,
  meta: metaReader,
  qwen: qwenReader,
  aistudio: aistudioReader,
};
