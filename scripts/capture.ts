import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import type { ReaderChoice } from '../lib/capture/reader-slot.ts';
import type { PreviewResult } from '../lib/messages.ts';
import { findBrowser } from './browser.ts';
import { ensureBuild } from './ensure-build.ts';
import { callWorker, type ExtensionSession, startExtension, switchSiteOn, tabIdOf } from './extension-session.ts';
import { type SavedPage, savedPageSchema, serveSavedPage } from './serve-saved-page.ts';

/**
 * What the built extension makes of saved pages: each opens at its true address in a real browser, and the event that a
 * click would send is printed as JSON on stdout, nothing else. Exit 0 if every page gave an event, 2 if some did not.
 */

const USAGE = `Usage: npm run capture -- --url URL --html FILE [--responses FILE] [--reader dom|api|auto]
       npm run capture -- --list FILE [--reader dom|api|auto]`;

/** How long the content script is given to come up in a page. */
const CONTENT_SCRIPT_TRIES = 20;

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    html: { type: 'string' },
    responses: { type: 'string' },
    list: { type: 'string' },
    reader: { type: 'string', default: 'auto' },
  },
});

const READERS: readonly string[] = ['auto', 'api', 'dom'] satisfies ReaderChoice[];
const use = values.reader as ReaderChoice;

type Captured = { event: unknown } | { error: { reason: string; detail?: string } };

async function main(): Promise<number> {
  const pages = await pagesToCapture();
  if (typeof pages === 'string') {
    process.stderr.write(`${pages}\n${USAGE}\n`);
    return 1;
  }
  const { path } = await findBrowser();
  const session = await startExtension({ browserPath: path, extensionDir: await ensureBuild() });
  try {
    const origins = new Set(pages.map(({ url }) => new URL(url).origin));
    for (const origin of origins) await switchSiteOn(session, new URL(origin));
    let failed = 0;
    for (const saved of pages) {
      const captured = await capture(session, saved);
      if ('error' in captured) failed += 1;
      print(values.list === undefined ? captured : { html: saved.html, ...captured });
    }
    return failed ? 2 : 0;
  } finally {
    await session.close();
  }
}

/** @returns the pages, or a sentence about what is wrong with the arguments */
async function pagesToCapture(): Promise<SavedPage[] | string> {
  if (!READERS.includes(values.reader)) return `--reader takes dom, api or auto, not ${values.reader}.`;
  if (values.list !== undefined) {
    const list = z.array(savedPageSchema).safeParse(JSON.parse(await readFile(values.list, 'utf8')));
    return list.success ? list.data : `${values.list} is no list of pages: ${z.prettifyError(list.error)}`;
  }
  if (values.url === undefined || values.html === undefined) return 'Give a page: --url and --html, or --list.';
  const responses: unknown = values.responses === undefined ? {} : JSON.parse(await readFile(values.responses, 'utf8'));
  const page = savedPageSchema.safeParse({ url: values.url, html: resolve(values.html), responses });
  return page.success ? [page.data] : z.prettifyError(page.error);
}

async function capture(session: ExtensionSession, saved: SavedPage): Promise<Captured> {
  const page = await session.context.newPage();
  try {
    await serveSavedPage(page, saved);
    await page.goto(saved.url, { waitUntil: 'load' });
    const result = await preview(session, page);
    return result.ok
      ? { event: result.event }
      : { error: { reason: result.reason, ...(result.detail && { detail: result.detail }) } };
  } catch (error) {
    return {
      error: { reason: 'page_failed', detail: error instanceof Error ? (error.message.split('\n')[0] ?? '') : '' },
    };
  } finally {
    await page.close();
  }
}

async function preview(session: ExtensionSession, page: Page): Promise<PreviewResult> {
  const tabId = await tabIdOf(session, page);
  for (let tries = 1; ; tries += 1) {
    const result = await callWorker(session.panel, 'capture:preview', { tabId, use });
    if (result.ok || result.reason !== 'no_content_script' || tries === CONTENT_SCRIPT_TRIES) return result;
    await page.waitForTimeout(100);
  }
}

function print(line: object): void {
  const text = values.list === undefined && 'event' in line ? line.event : line;
  process.stdout.write(`${JSON.stringify(text)}\n`);
}

process.exitCode = await main();
