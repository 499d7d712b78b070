import type { Site } from './site.ts';

/** Whether a page shows a chat that its site does not keep. What the site's API says of it comes with the reading. */
export function isTemporary({ temporary }: Site, document: Document, url: URL): boolean {
  if (!temporary) return false;
  const { parameters, selectors } = temporary;
  const isInAddress = parameters.some((name) => (url.searchParams.get(name) ?? 'false') !== 'false');
  return isInAddress || (selectors.length > 0 && document.querySelector(selectors.join(', ')) !== null);
}
