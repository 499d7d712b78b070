import { expect } from '@playwright/test';
import type { ElementHandle, Page } from 'puppeteer-core';
import { ensureBuild } from '../../scripts/ensure-build.ts';
import { puppeteerTab } from '../sites/puppeteer-tab.ts';
import { SimulatedSite } from '../sites/simulated-site.ts';
import type { SiteKind } from '../sites/site-kind.ts';
import { FirefoxSession } from './firefox-session.ts';
import { Gate } from './gate.ts';
import { ReceiverWorld } from './receiver-world.ts';

/** A chat page in Firefox. */
export interface FirefoxChat {
  readonly page: Page;
  readonly site: SimulatedSite;
  readonly chatId: string;
}

/** A receiver behind a gate and a Firefox with the extension, not connected yet. */
export class FirefoxWorld extends ReceiverWorld {
  gate!: Gate;
  session!: FirefoxSession;

  async start(firefoxPath: string): Promise<void> {
    await this.startReceiver();
    this.gate = await Gate.before(this.receiver.url);
    this.session = await FirefoxSession.start(firefoxPath, await ensureBuild('firefox'));
  }

  /** Connects as a person does: opens the popup, types code and address, clicks. */
  async connect(): Promise<void> {
    const popup = await this.session.openPage('popup.html', 'form');
    const [code, address] = await popup.$$('form input');
    await code?.type(await this.pairingCode());
    await address?.evaluate((input) => input.select());
    await address?.type(this.gate.url);
    await popup.locator('form [type=submit]').click();
    await popup.waitForSelector('::-p-text(It works)');
    await popup.close();
  }

  /** Opens a chat with one question and its answer. The word is in both. */
  async openChat(kind: SiteKind, seed: string, word: string): Promise<FirefoxChat> {
    const page = await this.session.browser.newPage();
    const site = await SimulatedSite.in(puppeteerTab(page), kind);
    const said = [{ text: `Where do ${word}s grow?` }, { text: `A **${word}** grows in *deep* soil.` }];
    const chat = site.addChat(seed, `About ${word}s`, said);
    await site.visit(chat.id);
    return { page, site, chatId: chat.id };
  }

  async notesWith(word: string): Promise<string[]> {
    return [...(await this.notes()).values()].filter((text) => text.includes(word));
  }

  async stop(): Promise<void> {
    await this.session?.close();
    this.gate?.close();
    await this.receiver?.stop();
  }
}

export async function clickSend({ page }: FirefoxChat): Promise<void> {
  await page.locator('brainpost-button >>> .send').click();
}

/** Waits until the button says it. */
export async function expectButton({ page }: FirefoxChat, kind: string | RegExp, timeout = 15_000): Promise<void> {
  const said = async () => {
    const button = (await page.$('brainpost-button >>> .brainpost')) as ElementHandle<HTMLElement> | null;
    return button?.evaluate(({ dataset }) => dataset['kind']);
  };
  await expect.poll(said, { timeout }).toMatch(kind);
}
