import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findBrowser } from './browser.ts';
import { ensureBuild } from './ensure-build.ts';
import { firstConnectionString, firstPairingCode, loginUrl } from './receiver-commands.ts';
import { openPairedBrowser, type PairedBrowser } from './open-browser.ts';
import { portOwner } from './port-owner.ts';
import { startReceiver } from './receiver-process.ts';

/** `npm start`: the built extension, a running receiver, and a browser in which the two are connected. */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const USAGE = 'Usage: npm start [-- --no-browser] [--port N] [--data DIR]';

interface StartOptions {
  readonly hasBrowser: boolean;
  readonly port: number;
  readonly dataDir: string;
}

const say = (text: string) => void process.stdout.write(`${text}\n`);

function readOptions(): StartOptions {
  const { values } = parseArgs({
    options: {
      'no-browser': { type: 'boolean', default: false },
      port: { type: 'string', default: process.env['BRAINPOST_PORT'] || '8787' },
      data: { type: 'string', default: process.env['BRAINPOST_DATA'] || join(ROOT, '.brainpost') },
    },
  });
  const port = Number(values.port);
  if (!/^\d{1,5}$/.test(values.port) || port > 65_535)
    throw new Error(`--port takes a number up to 65535, not ${values.port}.`);
  return { hasBrowser: !values['no-browser'], port, dataDir: resolve(values.data) };
}

async function main(): Promise<number> {
  const options = readOptions();
  await refuseTakenPort(options.port);
  const extensionDir = await ensureBuild();
  await ensureBuild('console');
  const stopAsked = nextSignal();
  const receiver = await startReceiver({ dataDir: options.dataDir, port: options.port, isLogShown: true });
  const receiverEnded = once(receiver.process, 'exit').then(() => 1);
  let browser: PairedBrowser | null = null;
  let isStopping = false;
  try {
    const port = Number(new URL(receiver.url).port);
    const place = { dataDir: options.dataDir, port };
    say(`\nReceiver: ${receiver.url}\nNotes:    ${process.env['BRAINPOST_VAULT'] || join(options.dataDir, 'vault')}`);
    say(
      `Console:  ${await loginUrl({ dataDir: options.dataDir, port })}\n          (signs you in, once, within the hour; after that the bare address does)`,
    );
    if (receiver.adminToken)
      say(`API:      ${receiver.adminToken} (the operator's token, shown this once: keep it to yourself)`);
    const makeCode = () => firstPairingCode(place);
    browser = options.hasBrowser ? await tryOpenBrowser(options, extensionDir, { url: receiver.url, makeCode }) : null;
    if (!browser) await explainByHand(extensionDir, receiver.url, place);
    void browser?.closed.then(() => isStopping || say('The browser was closed. The receiver keeps running.'));
    say('\nCtrl-C stops Brainpost.');
    const code = await Promise.race([stopAsked, receiverEnded]);
    if (code !== 0) say('The receiver has ended; see its log above.');
    return code;
  } finally {
    isStopping = true;
    await browser?.close();
    await receiver.stop();
  }
}

/** @returns 0 at the first signal. Later ones change nothing: Ctrl-C reaches every process of a terminal, and is passed on once more. */
function nextSignal(): Promise<number> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(0));
  });
}

async function refuseTakenPort(port: number): Promise<void> {
  const owner = await portOwner(port);
  const other = `choose another port: npm start -- --port ${port + 1}`;
  if (owner === 'brainpost')
    throw new Error(`Another Brainpost is running on port ${port}. Use it, stop it, or ${other}`);
  if (owner === 'other') throw new Error(`Port ${port} is used by another program. Stop that, or ${other}`);
}

/** A machine without a screen or a browser is no reason not to start: the extension can be loaded by hand. */
async function tryOpenBrowser(
  { dataDir }: StartOptions,
  extensionDir: string,
  receiver: { readonly url: string; readonly makeCode: () => Promise<string> },
): Promise<PairedBrowser | null> {
  try {
    const isScreenless = process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
    if (isScreenless) throw new Error('There is no screen here.');
    const { path } = await findBrowser();
    const profileDir = join(dataDir, 'browser');
    const { url: endpoint, makeCode } = receiver;
    const browser = await openPairedBrowser({ browserPath: path, extensionDir, endpoint, makeCode, profileDir });
    say(`Browser:  ${path}, with the extension loaded and connected`);
    return browser;
  } catch (error) {
    say(`\nNo browser was opened: ${(error as Error).message.split('\n')[0]}`);
    return null;
  }
}

async function explainByHand(extensionDir: string, url: string, place: { dataDir: string; port: number }) {
  say(`
To load the extension:
  1. Open chrome://extensions in Chrome, Edge, Brave or Chromium and switch on "Developer mode" (top right).
  2. Click "Load unpacked" and choose this folder:
     ${extensionDir}
  3. On the page that opens, type this code, good once and for ten minutes (npm run receiver -- pair prints another):
     ${await firstPairingCode(place)}   at ${url}
     or paste this connection string (it holds the secret: keep it to yourself):
     ${await firstConnectionString(place)}`);
}

process.exitCode = await main().catch((error: NodeJS.ErrnoException) => {
  const isUsage = error.code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`${error.message}\n${isUsage ? `${USAGE}\n` : ''}`);
  return 1;
});
process.exit();
