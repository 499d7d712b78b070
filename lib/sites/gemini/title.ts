import { firstText, oneLine } from '../elements.ts';
import { TITLE } from './layouts.ts';

const SITE_NAME = /(?:^|\s[-–|]\s)(?:Google )?Gemini$/;
/** Google's pages begin the title with marks of direction. */
const DIRECTION_MARKS = /[\u200e\u200f\u202a-\u202e]/g;

/** As the page shows it, without the site's name: the API of conversations has no titles. */
export function titleOf(document: Document): string {
  const pageTitle = oneLine(document.title.replace(DIRECTION_MARKS, ''));
  return firstText(document, TITLE) || pageTitle.replace(SITE_NAME, '').trim();
}
