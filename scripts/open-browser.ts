import { pair, startExtension } from './extension-session.ts';

export interface PairedBrowserOptions {
  browserPath: string;
  /** The built extension, unpacked. */
  extensionDir: string;
  connectionString: string;
  /** Kept from one start to the next, so that people stay logged in to their chats. */
  profileDir: string;
}

export interface PairedBrowser {
  /** Resolves when the person has closed the window. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** Opens a window with the extension loaded and connected; resolves when that is done. */
export async function openPairedBrowser(options: PairedBrowserOptions): Promise<PairedBrowser> {
  const { connectionString, ...browser } = options;
  const session = await startExtension({ ...browser, headless: false, leavesSignals: true });
  const closed = new Promise<void>((resolve) => void session.context.once('close', () => resolve()));
  try {
    await pair(session, connectionString);
  } catch (error) {
    await session.close();
    throw error;
  }
  return { closed, close: () => session.close() };
}
