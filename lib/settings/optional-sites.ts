import type { OptionalSiteView } from '../messages.ts';
import { hasHosts } from '../platform/permissions.ts';
import { isSiteRegistered, registerSite, unregisterSite } from '../platform/site-scripts.ts';
import { optionalSites } from '../sites/registry.ts';

/** Sites that are off until the user switches them on. The browser's own list of scripts and permissions is the setting. */
export async function listOptionalSites(): Promise<OptionalSiteView[]> {
  return Promise.all(
    optionalSites.map(async ({ id, name, matches }) => ({
      id,
      name,
      matches: [...matches],
      isOn: (await isSiteRegistered(id)) && (await hasHosts(matches)),
    })),
  );
}

/** The permission for its pages has to be there already: only a page can ask for it, inside a click. */
export async function switchSite(id: string, isOn: boolean): Promise<void> {
  const site = optionalSites.find((one) => one.id === id);
  if (!site) return;
  if (isOn && (await hasHosts(site.matches))) await registerSite(id, site.matches);
  else await unregisterSite(id);
}

/** Match patterns of the optional sites that are on. */
export async function switchedOnMatches(): Promise<string[]> {
  const sites = await listOptionalSites();
  return sites.filter(({ isOn }) => isOn).flatMap(({ matches }) => matches);
}
