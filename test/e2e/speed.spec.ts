import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { serveSavedPage } from '../../scripts/serve-saved-page.ts';
import { expectState, sendButton, test } from './world.ts';

const ROUNDS = 9;
const PAIRS = 10;

/** Measured and printed, not asserted: machines differ and are shared. */
test('from click to "saved" on a page of 20 messages', async ({ world }) => {
  await world.pair();
  const dir = await mkdtemp(join(tmpdir(), 'brainpost-speed-'));
  const first: number[] = [];
  const again: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const html = join(dir, 'page.html');
    await writeFile(html, pageOf(round));
    const tab = await world.session.context.newPage();
    await serveSavedPage(tab, { url: `https://claude.ai/chat/5f6b7a80-1c2d-4e3f-8a9b-00000000010${round}`, html });
    await tab.goto(`https://claude.ai/chat/5f6b7a80-1c2d-4e3f-8a9b-00000000010${round}`);
    await sendButton(tab).waitFor();
    first.push(await clickToSavedMs(tab));
    await tab
      .locator('[data-cds="Prose"] p')
      .first()
      .evaluate((p) => p.append(' Edited.'));
    again.push(await clickToSavedMs(tab));
    await tab.close();
  }
  console.log(
    `click to saved, 20 messages, median of ${ROUNDS}: first click ${median(first)} ms, later clicks ${median(again)} ms`,
  );
  await rm(dir, { recursive: true });
});

/** From the click as the page sees it to the moment the button says "saved". */
async function clickToSavedMs(tab: Page): Promise<number> {
  const elapsed = tab.locator('brainpost-button').evaluate(
    (host) =>
      new Promise<number>((resolve) => {
        const group = host.shadowRoot?.querySelector('.brainpost');
        if (!group) throw new Error('the button is not there');
        let clickedAt = 0;
        group.addEventListener('click', () => (clickedAt = performance.now()), { capture: true, once: true });
        const observer = new MutationObserver(() => {
          if (clickedAt === 0 || group.getAttribute('data-kind') !== 'saved') return;
          observer.disconnect();
          resolve(performance.now() - clickedAt);
        });
        observer.observe(group, { attributes: true });
      }),
  );
  await tab.waitForTimeout(50); // until the observer is in place
  await sendButton(tab).click();
  await expectState(tab, 'saved');
  return elapsed;
}

const median = (values: number[]) => Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0);

function pageOf(round: number): string {
  const rows = Array.from({ length: PAIRS }, (_, i) => {
    const key = `019edd2f-75f4-7a6d-9e39-0000000${round}${String(i).padStart(4, '0')}`;
    return `<div data-testid="transcript-row" data-index="${2 * i}"><div data-cds="UserMessage" data-turn-key="${key}"><div data-testid="user-message"><p class="whitespace-pre-wrap">Question ${i} of chat ${round}?</p></div></div></div>
<div data-testid="transcript-row" data-index="${2 * i + 1}"><div data-cds="AssistantMessage" data-testid="assistant-message" data-turn-key="${key}-hub-reply" data-is-streaming="false"><div data-cds="Prose"><div class="standard-markdown"><p>Answer ${i} with <strong>some</strong> words, ${'and a few more '.repeat(30)}</p><ul><li><p>one</p></li><li><p>two</p></li></ul><pre><code class="language-ts">const x = ${i};</code></pre></div></div></div></div>`;
  });
  return `<!doctype html><title>Chat ${round} - Claude</title><main><div role="feed">${rows.join('\n')}</div><div data-testid="chat-input" contenteditable="true"></div></main>`;
}
