import { type Browser, launch, type Page } from 'puppeteer-core';

/** `gecko.id` in wxt.config.ts. */
const EXTENSION_ID = 'brainpost@brainpost';
/** Firefox makes up a host for the extension's pages, other in every profile, unless it is told one. */
const PAGES_HOST = '3b0c5a0e-6f6b-4f0e-9d55-2f60a1c5d000';

const PREFERENCES = {
  'extensions.webextensions.uuids': JSON.stringify({ [EXTENSION_ID]: PAGES_HOST }),
  // The click that asks for a permission is a real one; without a screen nobody could then click "Allow".
  'extensions.webextOptionalPermissionPrompts': false,
};

/** What a page of the browser itself can do with extensions. */
interface Policy {
  WebExtensionPolicy: {
    getByID(id: string): { extension: { terminateBackground(how: object): Promise<void>; backgroundState: string } };
  };
}

/** What the extension's own pages can do. */
interface Extension {
  browser: {
    tabs: { query(of: { url: string }): Promise<{ id: number }[]> };
    sidebarAction: { isOpen(of: object): Promise<boolean> };
  };
}

interface Console {
  Services: { console: { getMessageArray(): unknown[] } };
}

/** A real Firefox with the built extension in it, hosts of its manifest granted as an installation grants them. */
export class FirefoxSession {
  readonly browser: Browser;
  readonly #ownPage: Page;

  private constructor(browser: Browser, ownPage: Page) {
    this.browser = browser;
    this.#ownPage = ownPage;
  }

  static async start(path: string, extensionDir: string): Promise<FirefoxSession> {
    const browser = await launch({
      browser: 'firefox',
      executablePath: path,
      headless: true,
      // Else pages of extensions and of the browser itself are out of reach.
      args: ['--remote-allow-system-access'],
      extraPrefsFirefox: PREFERENCES,
    });
    await browser.installExtension(extensionDir);
    const ownPage = await browser.newPage();
    await open(ownPage, 'about:debugging');
    return new FirefoxSession(browser, ownPage);
  }

  /** A page of the extension, in a tab. @param sign what it shows when it is ready, a selector */
  async openPage(name: string, sign: string): Promise<Page> {
    const page = await this.browser.newPage();
    await open(page, `moz-extension://${PAGES_HOST}/${name}`);
    await page.waitForSelector(sign);
    return page;
  }

  /** As the extension itself numbers tabs. */
  async tabIdOf(url: string): Promise<number> {
    const page = await this.openPage('queue.html', '.filter');
    const ids = await page.evaluate(
      async (wanted) =>
        (await (globalThis as unknown as Extension).browser.tabs.query({ url: wanted })).map(({ id }) => id),
      `${url}*`,
    );
    await page.close();
    const [id] = ids;
    if (id === undefined) throw new Error('there is no such tab');
    return id;
  }

  async isSidebarOpen(): Promise<boolean> {
    const page = await this.openPage('queue.html', '.filter');
    const isOpen = await page.evaluate(() => (globalThis as unknown as Extension).browser.sidebarAction.isOpen({}));
    await page.close();
    return isOpen;
  }

  /** Stops the extension's event page at once, as the browser does after 30 seconds of rest. */
  async stopEventPage(): Promise<void> {
    const state = await this.#ownPage.evaluate(async (id) => {
      const { extension } = (globalThis as unknown as Policy).WebExtensionPolicy.getByID(id);
      await extension.terminateBackground({ disableResetIdleForTest: true, ignoreDevToolsAttached: true });
      return extension.backgroundState;
    }, EXTENSION_ID);
    if (state !== 'stopped') throw new Error(`the event page is ${state}`);
  }

  /** What the extension's own scripts left in the browser's console as an error or a warning. */
  complaints(): Promise<string[]> {
    return this.#ownPage.evaluate((origin) => {
      const { Services } = globalThis as unknown as Console;
      const messages = Services.console.getMessageArray().map(String);
      return messages.filter((text) => text.includes(origin));
    }, `moz-extension://${PAGES_HOST}`);
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}

/**
 * Such a page lives in another process than the empty one it replaces: the driver never hears that it has loaded, and
 * what is asked while one gives way to the other fails.
 */
async function open(page: Page, url: string): Promise<void> {
  void page.goto(url, { timeout: 0 }).catch(() => null);
  const isThere = (start: string) => document.readyState === 'complete' && location.href.startsWith(start);
  while (!(await page.evaluate(isThere, url).catch(() => false))) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
