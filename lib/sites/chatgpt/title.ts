import { cleanText } from '../../markdown/clean-text.ts';

/** The conversation's title, without the site's name; `''` when the page shows the site's name alone. */
export function titleOf(pageTitle: string): string {
  const title = cleanText(pageTitle).replace(/\s+/g, ' ').trim();
  // "ChatGPT: Chat, Work, …" is the start page's advertisement; "Chat GPT: …" stands on pages saved in 2023.
  if (/^ChatGPT(?:: .*)?$/.test(title)) return '';
  const bare = title.replace(/^(?:ChatGPT - |Chat GPT: )+/, '').replace(/ [-–|] ChatGPT$/, '');
  return bare === 'ChatGPT' ? '' : bare;
}
