import type { Browser, Page } from '@playwright/test';
import { bundle, ROOT } from './bundle.ts';
import { longAnswer, MESSAGES } from './long-answer.ts';
import { median } from './median.ts';
import { timeInPage } from './page-time.ts';

const RUNS = 5;
const CEILING_MS = 150;
const PAGE = 'https://chatgpt.com/bench';

/** From the text of the answer to messages; and `JSON.parse` of the same text. */
const ENTRY = `
import { branchTo } from ${JSON.stringify(`${ROOT}lib/sites/chatgpt/branch.ts`)};
import { readTree } from ${JSON.stringify(`${ROOT}lib/sites/chatgpt/read-tree.ts`)};
import { treeOfMapping } from ${JSON.stringify(`${ROOT}lib/sites/chatgpt/tree.ts`)};
globalThis.load = async () => (globalThis.json = await (await fetch('/answer')).text()).length;
globalThis.parse = () => Object.keys(JSON.parse(globalThis.json).mapping).length;
globalThis.decode = () => {
  const { mapping, current_node: leaf } = JSON.parse(globalThis.json);
  const tree = treeOfMapping(mapping);
  const { messages, branches } = readTree(tree, branchTo(tree, leaf).nodes);
  return messages.length + branches.reduce((sum, branch) => sum + branch.messages.length, 0);
};`;

/** Prints how long decoding ChatGPT's answer for a long conversation takes, in pages where nothing ran before and again. */
export async function benchDecodeChatgpt(browser: Browser): Promise<void> {
  const [answer, script] = [longAnswer(), await bundle(ENTRY)];
  const times: Record<'first' | 'again' | 'parse', { wallMs: number; cpuMs: number }[]> = {
    first: [],
    again: [],
    parse: [],
  };
  let delivered = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const page = await browser.newPage();
    await serve(page, answer);
    await page.addScriptTag({ content: script });
    await timeInPage(page, 'load');
    const first = await timeInPage(page, 'decode');
    delivered = first.size;
    times.first.push(first);
    times.again.push(await timeInPage(page, 'decode'));
    times.parse.push(await timeInPage(page, 'parse'));
    await page.close();
  }
  const cpu = (which: keyof typeof times) => median(times[which].map(({ cpuMs }) => cpuMs));
  const wall = (which: keyof typeof times) => median(times[which].map(({ wallMs }) => wallMs)).toFixed(0);
  const size = `${MESSAGES} messages, ${(answer.length / 1e6).toFixed(1)} MB, ${delivered} delivered`;
  console.log(
    `decoding an answer of ChatGPT's API (${size}): first time in a page ${cpu('first').toFixed(0)} ms, ` +
      `again ${cpu('again').toFixed(0)} ms (by the clock ${wall('first')} and ${wall('again')} ms); ceiling ${CEILING_MS} ms; ` +
      `${(cpu('again') / cpu('parse')).toFixed(1)} times JSON.parse of it (${cpu('parse').toFixed(0)} ms)`,
  );
}

async function serve(page: Page, answer: string): Promise<void> {
  await page.route('**/*', (route) =>
    route.request().url().endsWith('/answer')
      ? route.fulfill({ contentType: 'application/json', body: answer })
      : route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Bench</title>' }),
  );
  await page.goto(PAGE);
}
