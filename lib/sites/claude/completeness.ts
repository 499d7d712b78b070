import type { Completeness } from '../../protocol/event.ts';

/** One message of the list, with its place said for screen readers: "3 of 12" as attributes or as words. Last seen 2026-10. */
const ARTICLE = '[role="article"][aria-posinset], [role="article"][aria-label]';
/** One row of the virtualised list, numbered from 0 from the start of the conversation. Last seen 2026-10. */
const NUMBERED_ROW = '[data-testid="transcript-row"][data-index]';

/**
 * Whether the page holds the whole conversation. Long lists hold the rows near the visible part only, so the page is
 * believed only when it says how many messages there are. A share page without such rows is written out in full.
 */
export function claudeCompleteness(document: Document, url: URL): Completeness {
  const articles = [...document.querySelectorAll(ARTICLE)];
  const [total, ...others] = new Set(articles.map(totalSaidBy));
  if (total && others.length === 0) return articles.length === total ? 'complete' : 'window';
  const rows = [...document.querySelectorAll(NUMBERED_ROW)].map((row) => Number(row.getAttribute('data-index')));
  if (rows.length === 0) return url.pathname.startsWith('/share/') ? 'complete' : 'unknown';
  const first = Math.min(...rows);
  const hasGap = Math.max(...rows) - first + 1 > new Set(rows).size;
  // Rows after the last one may be missing as well; nothing tells.
  return first > 0 || hasGap ? 'window' : 'unknown';
}

/** 12 of "Message 3 of 12", in whatever language and order; 0 when the element does not say. Other numbers differ from row to row. */
function totalSaidBy(article: Element): number {
  const size = Number(article.getAttribute('aria-setsize') ?? 0);
  if (size > 0) return size;
  const numbers = article.getAttribute('aria-label')?.match(/\d+/g) ?? [];
  return numbers.length === 2 ? Math.max(...numbers.map(Number)) : 0;
}
