import { aistudioSite } from './aistudio/site.ts';
import { chatgptSite } from './chatgpt/site.ts';
import { claudeSite } from './claude/site.ts';
import { copilotSite } from './copilot/site.ts';
import { deepseekSite } from './deepseek/site.ts';
import { geminiSite } from './gemini/site.ts';
import { grokSite } from './grok/site.ts';
import { metaSite } from './meta/site.ts';
import { mistralSite } from './mistral/site.ts';
import { perplexitySite } from './perplexity/site.ts';
import { qwenSite } from './qwen/site.ts';
import type { Site } from './site.ts';

/** Every chat site under its id. Adding one is its folder, a line here and a line in `readers.ts`. */
const registered = {
  chatgpt: chatgptSite,
  claude: claudeSite,
  gemini: geminiSite,
  perplexity: perplexitySite,
  deepseek: deepseekSite,
  grok: grokSite,
  mistral: mistralSite,
  copilot: copilotSite,
  meta: metaSite,
  qwen: qwenSite,
  aistudio: aistudioSite,
} satisfies Record<string, Site>;

export type SiteId = keyof typeof registered;
export type RegisteredSite = Site & { readonly id: SiteId };

// The keys are the ids: registry.test.ts.
export const sites = Object.values(registered) as RegisteredSite[];

/** Match patterns of the sites that are always on, for the content scripts in the manifest. */
export const siteMatches: string[] = sites
  .filter(({ isOptional }) => !isOptional)
  .flatMap(({ matches }) => [...matches]);

/** Sites that the user may switch on. Their match patterns are what to ask the browser for and where to put the scripts. */
export const optionalSites: readonly RegisteredSite[] = sites.filter(({ isOptional }) => isOptional);

/** The site an address belongs to; null for the rest of the web. */
export function siteAt(url: URL): RegisteredSite | null {
  return sites.find(({ matches }) => matches.some((pattern) => new URL(pattern).origin === url.origin)) ?? null;
}
