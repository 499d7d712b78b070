import { chatgptSite } from './chatgpt/site.ts';
import { claudeSite } from './claude/site.ts';
import { geminiSite } from './gemini/site.ts';
import type { Site } from './site.ts';

/** Every chat site under its id. Adding one is its folder, a line here and a line in `readers.ts`. */
const registered = {
  chatgpt: chatgptSite,
  claude: claudeSite,
  gemini: geminiSite,
} satisfies Record<string, Site>;

export type SiteId = keyof typeof registered;
export type RegisteredSite = Site & { readonly id: SiteId };

// The keys are the ids: registry.test.ts.
export const sites = Object.values(registered) as RegisteredSite[];

/** Match patterns of all sites, for the content scripts. */
export const siteMatches: string[] = sites.flatMap(({ matches }) => [...matches]);

/** The site an address belongs to; null for the rest of the web. */
export function siteAt(url: URL): RegisteredSite | null {
  return sites.find(({ matches }) => matches.some((pattern) => new URL(pattern).origin === url.origin)) ?? null;
}
