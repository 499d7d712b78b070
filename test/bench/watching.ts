import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callWorker, type ExtensionSession } from '../../scripts/extension-session.ts';
import { serveSavedPage } from '../../scripts/serve-saved-page.ts';
import { longPage } from './long-page.ts';
import { extensionCpuMsDuring } from './main-thread.ts';
import { median } from './median.ts';

const LENGTHS = [10, 1000] as const;
const ROUNDS = 5;
/** How long an answer is watched. */
const SECONDS = 8;
const WORDS_PER_SECOND = 30;

/** The composer with the button that stops an answer, and an answer that grows; both as the page's own script does it. */
const STREAMING = `<form><div id="prompt-textarea" contenteditable="true"></div><button type="button" data-testid="send-button">Send</button></form>
<script>
globalThis.beginAnswer = () => {
  const send = document.querySelector('[data-testid="send-button"]');
  send.dataset.testid = 'stop-button';
  const paragraph = [...document.querySelectorAll('.markdown.prose')].at(-1).appendChild(document.createElement('p'));
  let words = 0;
  globalThis.answering = setInterval(() => paragraph.append('word ' + (words += 1) + ' '), ${1000 / WORDS_PER_SECOND});
};
</script>`;

/**
 * What the extension computes on the page's main thread while an answer streams, on a long and on a short page in turns.
 * Prints medians and their ratio.
 */
export async function benchWatching(session: ExtensionSession): Promise<void> {
  const automatic = { default: 'on' as const, bySite: {}, excludedProjects: [], excludedTitles: [] };
  await callWorker(session.panel, 'preferences:save', { automatic });
  const dir = await mkdtemp(join(tmpdir(), 'brainpost-watching-'));
  const shares = new Map<number, number[]>(LENGTHS.map((turns) => [turns, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const turns of LENGTHS) {
      const html = join(dir, `${turns}.html`);
      await writeFile(html, longPage(turns, STREAMING));
      shares.get(turns)?.push(await cpuShare(session, html, round * 10_000 + turns));
    }
  }
  await rm(dir, { recursive: true });
  const [short = 0, long = 0] = LENGTHS.map((turns) => median(shares.get(turns) ?? []));
  console.log(
    `watching while an answer streams: ${(100 * short).toFixed(3)} % of one core on a page of ${LENGTHS[0]} turns, ` +
      `${(100 * long).toFixed(3)} % on one of ${LENGTHS[1]}; ratio ${(long / short).toFixed(2)}; ceilings 1 % and 1.2`,
  );
}

/** The part of one core that the extension takes in the page. */
async function cpuShare(session: ExtensionSession, html: string, number: number): Promise<number> {
  const url = `https://chatgpt.com/c/00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const page = await session.context.newPage();
  await serveSavedPage(page, { url, html, scripts: true });
  await page.goto(url);
  await page.locator('brainpost-button').waitFor({ state: 'attached' });
  // Until the chat that was opened has been captured and nothing but watching is left to do.
  await page.waitForTimeout(4_000);
  await page.evaluate(() => (globalThis as unknown as { beginAnswer(): void }).beginAnswer());
  await page.waitForTimeout(500);
  const cpuMs = await extensionCpuMsDuring(page, session.extensionId, () => page.waitForTimeout(SECONDS * 1000));
  await page.close();
  return cpuMs / 1000 / SECONDS;
}
