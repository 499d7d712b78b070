import { cleanText } from './clean-text.ts';

/** Icons of web sites that stand beside links; seen on all sites, 2026-11. */
const ICON_SOURCE = /favicon|logo\.clearbit|^data:image\/gif/i;
/** CSS pixels. Smaller than any picture people talk about. */
const ICON_WIDTH = 40;

/** Whether an image is content, not an icon. */
export function isPicture(image: Element): boolean {
  const width = Number(image.getAttribute('width') ?? 0);
  if (width > 0 && width < ICON_WIDTH) return false;
  return !ICON_SOURCE.test(image.getAttribute('src') ?? '') && image.closest('[aria-hidden="true"]') === null;
}

export function pictureName(image: Element): string {
  return cleanText(image.getAttribute('alt') ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}
