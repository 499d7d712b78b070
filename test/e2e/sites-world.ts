import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PreviewResult } from '../../lib/messages.ts';
import type { BrainIngestEvent } from '../../lib/protocol/event.ts';
import { callWorker, tabIdOf } from '../../scripts/extension-session.ts';
import { SimulatedSite } from '../sites/simulated-site.ts';
import type { SiteKind } from '../sites/site-kind.ts';
import { test as base, World } from './world.ts';

export type ReaderChoice = 'auto' | 'api' | 'dom';

/** One browser and one receiver for all tests of the simulated sites; each test has tabs of its own. */
export class SitesWorld extends World {
  readonly #open = new Set<SimulatedSite>();

  async openSite(kind: SiteKind): Promise<SimulatedSite> {
    const site = await SimulatedSite.in(await this.session.context.newPage(), kind);
    this.#open.add(site);
    return site;
  }

  async closeSites(): Promise<void> {
    for (const site of this.#open) await site.close();
    this.#open.clear();
  }

  tabIdOf(site: SimulatedSite): Promise<number> {
    return tabIdOf(this.session, site.tab);
  }

  /** Reads a page without sending anything. */
  async preview(site: SimulatedSite, use: ReaderChoice): Promise<PreviewResult> {
    return this.previewOf(await this.tabIdOf(site), use);
  }

  previewOf(tabId: number, use: ReaderChoice): Promise<PreviewResult> {
    return callWorker(this.session.panel, 'capture:preview', { tabId, use });
  }

  /** What was read; fails with the reason when nothing was. */
  async read(site: SimulatedSite, use: ReaderChoice): Promise<BrainIngestEvent['data']> {
    const result = await this.preview(site, use);
    if (!result.ok) throw new Error(`${use}: ${result.reason} ${result.detail ?? ''}`);
    return result.event.data;
  }

  /** Those of one chat. The same ids come up on several sites. */
  acceptedOf({ kind }: SimulatedSite, chatId: string): BrainIngestEvent['data'][] {
    const ofChat = this.accepted().filter(({ source, data }) => source === kind.id && data.session_id === chatId);
    return ofChat.map(({ data }) => data);
  }
}

export const test = base.extend<{ sites: SitesWorld }, { sharedSites: SitesWorld }>({
  sharedSites: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
    async ({}, use) => {
      const dir = await mkdtemp(join(tmpdir(), 'brainpost-sites-'));
      const world = new SitesWorld(dir);
      await world.startReceiver();
      await world.startBrowser();
      await world.pair();
      await use(world);
      await world.stop();
      await rm(dir, { recursive: true, force: true, maxRetries: 3 });
    },
    { scope: 'worker' },
  ],
  sites: async ({ sharedSites }, use) => {
    await use(sharedSites);
    await sharedSites.closeSites();
  },
});
