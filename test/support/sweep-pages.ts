import { existsSync, readdirSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';

export interface SweepPage {
  /** Path below the folder of pages. */
  readonly name: string;
  readonly file: string;
  /** An address of the kind that the site gives such a page. */
  readonly address: string;
}

const ID = '00000000-1111-4222-8333-444444444444';
/** A chat's address and a share page's; which one a page had is in its file name. */
const ADDRESSES = {
  chatgpt: { chat: `https://chatgpt.com/c/${ID}`, share: `https://chatgpt.com/share/${ID}` },
  claude: { chat: `https://claude.ai/chat/${ID}`, share: `https://claude.ai/share/${ID}` },
  gemini: {
    chat: 'https://gemini.google.com/app/0123456789abcdef',
    share: 'https://gemini.google.com/share/0123456789ab',
  },
};

/** Saved pages of strangers, kept outside the repository. */
export const pagesFolder = resolve(
  process.env['BRAINPOST_FIXTURES'] ?? join(import.meta.dirname, '../../../shared/fixtures'),
);

/** Every page in the folder, by site; empty when there is no folder. */
export function sweepPages(): SweepPage[] {
  return Object.entries(ADDRESSES).flatMap(([site, { chat, share }]) => {
    const folder = join(pagesFolder, site);
    if (!existsSync(folder)) return [];
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));
    return files.toSorted().map((name) => {
      const file = join(folder, name);
      const address = /share/i.test(basename(name)) ? share : chat;
      return { name: relative(pagesFolder, file), file, address };
    });
  });
}
