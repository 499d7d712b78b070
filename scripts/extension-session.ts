import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { optionalSites, siteAt } from '../lib/sites/registry.ts';
import type { ConnectionInput, MessageMap } from '../lib/messages.ts';

/** A real browser with the built extension in it, driven from outside: for the demo, the capture command and the browser tests. */
export interface ExtensionSession {
  readonly context: BrowserContext;
  readonly extensionId: string;
  /** A page of the extension, in a tab of its own; commands are given through it. */
  readonly panel: Page;
  close(): Promise<void>;
}

export interface SessionOptions {
  browserPath: string;
  /** The built extension, unpacked. */
  extensionDir: string;
  /** Kept when given; else a temporary one that goes with the session. */
  profileDir?: string;
  headless?: boolean;
  /** Whoever opens it closes it when a signal comes; else the browser is closed at once and the process ended. */
  leavesSignals?: boolean;
  /** Leaves the page open that the extension shows when it is installed; else it is closed. */
  keepsWelcome?: boolean;
  /** Of the browser's own menus, and so of the extension: `de`. Else the machine's. */
  language?: string;
}

const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-default-browser-check',
  '--no-first-run',
];

export async function startExtension(options: SessionOptions): Promise<ExtensionSession> {
  const profile = options.profileDir ?? (await mkdtemp(join(tmpdir(), 'brainpost-profile-')));
  const isFirst = !existsSync(join(profile, 'Default'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: options.browserPath,
    handleSIGINT: !options.leavesSignals,
    handleSIGTERM: !options.leavesSignals,
    handleSIGHUP: !options.leavesSignals,
    headless: options.headless ?? true,
    ...(options.language && { env: { ...process.env, LANGUAGE: options.language }, locale: options.language }),
    viewport: options.headless === false ? null : { width: 1280, height: 800 },
    args: [
      ...QUIET,
      ...(options.language ? [`--lang=${options.language}`] : []),
      // Chromium refuses to start its sandbox as root, as in most containers.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--disable-extensions-except=${options.extensionDir}`,
      `--load-extension=${options.extensionDir}`,
    ],
  });
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  const extensionId = new URL(worker.url()).host;
  if (isFirst && !options.keepsWelcome) await closeWelcome(context, extensionId);
  const panel = await context.newPage();
  await panel.goto(`chrome-extension://${extensionId}/popup.html`);
  return {
    context,
    extensionId,
    panel,
    close: async () => {
      await context.close();
      if (!options.profileDir) await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Waits for the page that a new installation shows, so that it comes between nothing later. */
async function closeWelcome(context: BrowserContext, extensionId: string): Promise<void> {
  const url = `chrome-extension://${extensionId}/welcome.html`;
  const isWelcome = (page: Page) => page.url() === url;
  let page = context.pages().find(isWelcome);
  while (!page) {
    const next = context.pages().find(isWelcome) ?? (await context.waitForEvent('page'));
    await next.waitForURL(/./);
    if (isWelcome(next)) page = next;
  }
  await page.close();
}

/** Sends a message to the worker, as the extension's own pages do. The envelope is that of `lib/platform/messaging.ts`. */
export async function callWorker<K extends keyof MessageMap>(
  panel: Page,
  name: K,
  data?: Parameters<MessageMap[K]>[0],
): Promise<Awaited<ReturnType<MessageMap[K]>>> {
  const answer = await panel.evaluate(
    (message) => {
      const { runtime } = (
        globalThis as unknown as { chrome: { runtime: { sendMessage(m: unknown): Promise<unknown> } } }
      ).chrome;
      return runtime.sendMessage(message);
    },
    { name, data },
  );
  const { ok, value, error } = (answer ?? {}) as { ok?: boolean; value?: unknown; error?: string };
  if (!ok) throw new Error(`${name}: ${error ?? 'no answer'}`);
  return value as Awaited<ReturnType<MessageMap[K]>>;
}

/**
 * Answers in advance the question that the browser asks before the extension may talk to its endpoint. This is what the
 * browser's own page of extensions does when a person adds a site there; without a screen nobody could click "Allow".
 */
export async function allowHost(session: ExtensionSession, pattern: string): Promise<void> {
  const settings = await session.context.newPage();
  await settings.goto('chrome://extensions/');
  await settings.evaluate(
    ([id, host]) => {
      type Developer = { addHostPermission(id: string, host: string): Promise<void> };
      return (
        globalThis as unknown as { chrome: { developerPrivate: Developer } }
      ).chrome.developerPrivate.addHostPermission(id, host);
    },
    [session.extensionId, pattern] as const,
  );
  await settings.close();
}

/** Connects the extension and has it send a signed test event. Throws with the reason when the receiver does not take it. */
export async function pair(session: ExtensionSession, connectionString: string): Promise<void> {
  await connect(session, connectionString.replace('brainpost+', ''), { kind: 'string', text: connectionString });
}

/**
 * Has the receiver give the extension a key of its own, and the extension send a signed test event.
 * One that has a good key already keeps it.
 * @param makeCode makes a one-time code
 */
export async function pairByCode(
  session: ExtensionSession,
  endpoint: string,
  makeCode: () => Promise<string>,
): Promise<void> {
  const before = await callWorker(session.panel, 'connection:get');
  if (before?.endpoint === endpoint && (await callWorker(session.panel, 'connection:test')).ok) return;
  await connect(session, endpoint, { kind: 'code', endpoint, code: await makeCode() });
}

async function connect(session: ExtensionSession, address: string, input: ConnectionInput): Promise<void> {
  const { protocol, hostname } = new URL(address);
  const pattern = `${protocol}//${hostname}/*`;
  await allowHost(session, pattern);
  const { panel } = session;
  await requestOrigins(panel, [pattern]);
  const saved = await callWorker(panel, 'connection:save', input);
  if (!saved.ok) throw new Error(`The extension could not be connected: ${saved.problem}`);
  const test = await callWorker(panel, 'connection:test');
  if (!test.ok) throw new Error(`The receiver does not take the test event: ${test.reason}`);
}

/** Switches a site on that is off by default, as a person does in the popup. */
export async function switchSiteOn(session: ExtensionSession, url: URL): Promise<void> {
  const site = optionalSites.find(({ id }) => id === siteAt(url)?.id);
  if (!site) return;
  for (const pattern of site.matches) await allowHost(session, pattern);
  await requestOrigins(session.panel, site.matches);
  await callWorker(session.panel, 'sites:switch', { id: site.id, isOn: true });
}

/** Asks for what was allowed in advance, so nobody is asked; the browser still wants it put. */
async function requestOrigins(panel: Page, origins: readonly string[]): Promise<void> {
  await panel.bringToFront();
  await panel.evaluate(
    (asked) => {
      type Permissions = { request(of: object): Promise<boolean> };
      const { permissions } = (globalThis as unknown as { chrome: { permissions: Permissions } }).chrome;
      return permissions.request({ origins: asked });
    },
    [...origins],
  );
}

/** The id that the browser gave the tab of a page. */
export async function tabIdOf(session: ExtensionSession, page: Page): Promise<number> {
  const url = page.url();
  const id = await session.panel.evaluate(async (address) => {
    type Tabs = { query(of: object): Promise<{ id?: number; url?: string }[]> };
    const tabs = await (globalThis as unknown as { chrome: { tabs: Tabs } }).chrome.tabs.query({});
    return tabs.find((tab) => tab.url === address)?.id;
  }, url);
  if (id === undefined) throw new Error(`no tab shows ${url}`);
  return id;
}
