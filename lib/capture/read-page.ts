import type { ApiFailure } from '../sites/api.ts';
import type { ReadResult } from '../sites/conversation.ts';
import { readers } from '../sites/readers.ts';
import { siteAt } from '../sites/registry.ts';
import type { Site, SiteReader } from '../sites/site.ts';
import { finish } from '../sites/steps.ts';
import { readDocument } from './read-document.ts';
import type { PageToRead } from './reader-slot.ts';

const NOT_NOW: ReadonlySet<ApiFailure> = new Set<ApiFailure>([
  'not_logged_in',
  'blocked',
  'rate_limited',
  'site_error',
  'unreachable',
]);

/** Reads the conversation that a page shows: from the site's API where it answers, else from the document. */
export function readPage(page: PageToRead): Promise<ReadResult> {
  const site = siteAt(page.url);
  return site ? readWith(site, readers[site.id], page) : Promise.resolve({ ok: false, reason: 'not_a_conversation' });
}

/** What the document shows, without waiting for anything. */
export function readNow(document: Document, url: URL): ReadResult {
  const site = siteAt(url);
  return site ? finish(readers[site.id].readDom(document, url)) : { ok: false, reason: 'not_a_conversation' };
}

/** @param reader of the page's site; apart so that it can be tested with readers of any outcome */
export async function readWith(site: Site, reader: SiteReader, page: PageToRead): Promise<ReadResult> {
  if (page.use === 'dom' || !reader.readApi) {
    return page.use === 'api' ? { ok: false, reason: 'endpoint_changed' } : readDocument(site, reader, page);
  }
  const fromApi = await reader.readApi(page);
  if (fromApi.ok) return fromApi;
  const { reason, detail } = fromApi;
  const failed: ReadResult = detail === undefined ? { ok: false, reason } : { ok: false, reason, detail };
  if (page.use === 'api') return failed;

  const fromDom = await readDocument(site, reader, page);
  // An API with nothing to say leaves the word to the document; one that refuses is worth telling and asking again.
  if (!NOT_NOW.has(reason)) return fromDom.ok || reason !== 'not_found' ? fromDom : failed;
  const { retryAfterMs } = fromApi;
  return fromDom.ok ? { ...fromDom, apiRefusal: retryAfterMs === undefined ? {} : { retryAfterMs } } : failed;
}
