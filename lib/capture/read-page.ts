import type { ReadResult } from '../sites/conversation.ts';
import { readers } from '../sites/readers.ts';
import { siteAt } from '../sites/registry.ts';
import type { SiteReader } from '../sites/site.ts';
import type { PageToRead } from './reader-slot.ts';

/** Reads the conversation that a page shows: from the site's API where it answers, else from the document. */
export function readPage(page: PageToRead): Promise<ReadResult> {
  const site = siteAt(page.url);
  return site ? readWith(readers[site.id], page) : Promise.resolve({ ok: false, reason: 'not_a_conversation' });
}

/** @param reader of the page's site; apart so that it can be tested with readers of any outcome */
export async function readWith(reader: SiteReader, page: PageToRead): Promise<ReadResult> {
  if (page.use === 'dom' || !reader.readApi) {
    return page.use === 'api' ? { ok: false, reason: 'endpoint_changed' } : reader.readDom(page.document, page.url);
  }
  const fromApi = await reader.readApi(page);
  if (fromApi.ok) return fromApi;
  const { reason, detail } = fromApi;
  const failed: ReadResult = detail === undefined ? { ok: false, reason } : { ok: false, reason, detail };
  if (page.use === 'api') return failed;

  const fromDom = reader.readDom(page.document, page.url);
  if (fromDom.ok) return fromDom;
  // An API with nothing to say leaves the word to the document; one that refuses is the reason worth telling.
  return reason === 'no_api_address' || reason === 'endpoint_changed' ? fromDom : failed;
}
