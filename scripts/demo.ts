import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatConnectionString } from '../lib/protocol/connection.ts';
import { generateSecret } from '../lib/protocol/secret.ts';
import { findBrowser } from './browser.ts';
import { ensureBuild } from './ensure-build.ts';
import { pair, startExtension } from './extension-session.ts';
import { startReceiver } from './receiver-process.ts';
import { serveSavedPage } from './serve-saved-page.ts';

/** From a chat page to a note on disk, without a window: a bundled sample page, a real browser, one click. */

const PAGE = fileURLToPath(new URL('../test/pages/chatgpt.html', import.meta.url));
const URL_OF_PAGE = 'https://chatgpt.com/c/0f5b7f9e-4f52-4a55-9a0e-2f60a1c5d000';
const WORKSPACE = 'ws_demo';
/** What the note must hold, or the demo has failed. */
const EXPECTED = [
  'Sourdough for beginners',
  'How long should my dough rise at these temperatures?',
  '| 26 °C',
  '```python\ndef rise_hours(celsius: float) -> float:\n    return 10 * 0.5 ** ((celsius - 20) / 8)\n```',
  '[Q10 rule](https://example.com/q10)',
];
const NOTE_WITHIN_MS = 10_000;

const step = (text: string) => process.stdout.write(`${text}\n`);

async function main(): Promise<number> {
  const dataDir = resolve('.brainpost', 'demo');
  await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true });

  const browser = await findBrowser();
  step(`1. Browser: ${browser.path}`);
  const extensionDir = await ensureBuild();
  step(`2. Extension: ${extensionDir}`);
  const secret = generateSecret();
  const receiver = await startReceiver({ dataDir, env: { BRAINPOST_WORKSPACE: WORKSPACE, BRAINPOST_SECRET: secret } });
  try {
    step(`3. Receiver: ${receiver.url}, data in ${dataDir}`);
    const session = await startExtension({ browserPath: browser.path, extensionDir });
    try {
      await pair(session, formatConnectionString({ endpoint: receiver.url, workspaceId: WORKSPACE, secret }));
      step('4. Paired: the extension holds the key, and the receiver has verified a signed test event');
      const page = await session.context.newPage();
      await serveSavedPage(page, { url: URL_OF_PAGE, html: PAGE });
      await page.goto(URL_OF_PAGE);
      step(`5. Opened ${URL_OF_PAGE}`);
      const clickedAtMs = Date.now();
      await page.getByRole('button', { name: 'Send to Second Brain' }).click();
      await page
        .locator('brainpost-button')
        .getByText(/^saved/i)
        .first()
        .waitFor();
      step(`6. Clicked "Send to Second Brain": saved after ${Date.now() - clickedAtMs} ms`);
      return await checkNote(join(dataDir, 'vault'));
    } finally {
      await session.close();
    }
  } finally {
    await receiver.stop();
  }
}

async function checkNote(vault: string): Promise<number> {
  const path = await waitForNote(vault);
  if (!path) {
    step(`No note appeared in ${vault} within ${NOTE_WITHIN_MS / 1000} seconds.`);
    return 1;
  }
  const note = await readFile(path, 'utf8');
  const missing = EXPECTED.filter((text) => !note.includes(text));
  for (const text of missing) step(`The note lacks: ${JSON.stringify(text)}`);
  step(`7. The note${missing.length ? ' is wrong' : ''}: ${path}`);
  return missing.length ? 1 : 0;
}

async function waitForNote(vault: string): Promise<string | null> {
  const until = Date.now() + NOTE_WITHIN_MS;
  while (Date.now() < until) {
    const files = await readdir(vault, { recursive: true }).catch(() => []);
    const note = files.find((file) => file.endsWith('.md'));
    if (note) return join(vault, note);
    await new Promise((wake) => setTimeout(wake, 50));
  }
  return null;
}

process.exitCode = await main();
