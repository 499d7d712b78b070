import { type ExtensionSession, pairByCode, startExtension } from './extension-session.ts';

export interface PairedBrowserOptions {
  browserPath: string;
  /** The built extension, unpacked. */
  extensionDir: string;
  /** Of the receiver. */
  endpoint: string;
  /** Makes a one-time code, in case the browser of this profile has no good key yet. */
  makeCode: () => Promise<string>;
  /** Kept from one start to the next, so that people stay logged in to their chats. */
  profileDir: string;
}

export interface PairedBrowser {
  /** Resolves when the person has closed the window. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** In front, with every check green; the tab through which the extension was connected is of no use to anybody. */
async function showWelcome({ context, extensionId, panel }: ExtensionSession): Promise<void> {
  const url = `chrome-extension://${extensionId}/welcome.html`;
  const welcome = context.pages().find((page) => page.url() === url) ?? (await context.newPage());
  if (welcome.url() !== url) await welcome.goto(url);
  await welcome.bringToFront();
  for (const page of context.pages()) if (page === panel || page.url() === 'about:blank') await page.close();
}

/** Opens a window with the extension loaded and connected; resolves when that is done. */
export async function openPairedBrowser(options: PairedBrowserOptions): Promise<PairedBrowser> {
  const { endpoint, makeCode, ...browser } = options;
  const session = await startExtension({ ...browser, headless: false, leavesSignals: true, keepsWelcome: true });
  const closed = new Promise<void>((resolve) => void session.context.once('close', () => resolve()));
  try {
    await pairByCode(session, endpoint, makeCode);
    await showWelcome(session);
  } catch (error) {
    await session.close();
    throw error;
  }
  return { closed, close: () => session.close() };
}
