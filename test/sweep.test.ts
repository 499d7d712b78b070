import { afterAll, describe, expect, test } from 'vitest';
import type { ReadResult } from '../lib/sites/conversation.ts';
import { readPage } from './support/read-page.ts';
import { pagesFolder, sweepPages } from './support/sweep-pages.ts';

const pages = sweepPages();
const results: ReadResult[] = [];

/** Vitest's own log is kept for failures; these lines are for whoever runs the sweep. */
function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

describe.skipIf(pages.length === 0)('saved pages of real sites', () => {
  test.each(pages)('$name', { timeout: 60_000 }, ({ file, address }) => {
    const result = readPage(file, address);
    results.push(result);
    if (!result.ok) {
      expect(['no_messages', 'still_loading', 'layout_changed', 'not_a_conversation']).toContain(result.reason);
      return;
    }
    const { messages, completeness } = result.conversation;
    const places = completeness === 'complete' ? messages.map((_, index) => index) : messages.map(() => undefined);
    expect(messages.map(({ index }) => index)).toEqual(places);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length);
    for (const { role, content, attachments, reasoning } of messages) {
      expect(['user', 'assistant']).toContain(role);
      expect(content !== '' || attachments !== undefined || reasoning !== undefined).toBe(true);
      expect(content).not.toMatch(/[\0\uE200-\uE20F]/);
      expect(content.isWellFormed()).toBe(true);
    }
    expect(longestRunOfPrompts(result)).toBeLessThanOrEqual(3);
  });

  afterAll(() => {
    const counts = Map.groupBy(results, (result) => (result.ok ? 'read' : result.reason));
    const messages = results.flatMap((result) => (result.ok ? result.conversation.messages : []));
    const byReason = [...counts].map(([reason, some]) => `${reason} ${some.length}`).join(', ');
    print(`sweep of ${pagesFolder}: ${results.length} pages, ${messages.length} messages; ${byReason}`);
  });
});

test.runIf(pages.length === 0)('no saved pages to sweep', ({ skip }) => {
  print(`sweep skipped: no pages in ${pagesFolder}; set BRAINPOST_FIXTURES to a folder with chatgpt, claude, gemini`);
  skip(`no pages in ${pagesFolder}`);
});

/** People ask again before an answer comes, but a row of many prompts means that answers are not seen. */
function longestRunOfPrompts(result: ReadResult): number {
  let longest = 0;
  let run = 0;
  for (const { role } of result.ok ? result.conversation.messages : []) {
    run = role === 'user' ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
