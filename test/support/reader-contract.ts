import { finish } from '../../lib/sites/steps.ts';
import { describe, expect, test } from 'vitest';
import type { ReadResult } from '../../lib/sites/conversation.ts';
import type { Site, SiteReader } from '../../lib/sites/site.ts';

/** What a site's test has to say; everything that must hold on every site is tested from it. */
export interface ReaderContract {
  readonly site: Site;
  readonly reader: SiteReader;
  /** `import.meta.glob` of the site's fixtures; each names the address it was seen at in a comment. */
  readonly pages: Readonly<Record<string, string>>;
  /** `import.meta.glob` of the expected results. */
  readonly expected: Readonly<Record<string, unknown>>;
  /** Addresses of a conversation, of a chat that has no id yet, and of a page that shows none. */
  readonly addresses: Readonly<Record<'chat' | 'start' | 'other', string>>;
}

const LONG_TEXT = `<main><div><p>${'Words in markup that no layout knows. '.repeat(20)}</p></div></main>`;
/** Words of the interface and tokens of private parts, which fixtures hold at places that are no text of a message. */
const NEVER_SAID = ['Copy', 'Regenerate', 'Thought for', 'Worked for', 'Show more', 'PRIVATE'];

/** Tests of a reader that reads the document only, in a file beside its folder's `site.ts`. */
export function testReader({ site, reader, pages, expected, addresses }: ReaderContract): void {
  const read = (html: string, address = addressIn(html)): ReadResult =>
    finish(reader.readDom(new DOMParser().parseFromString(html, 'text/html'), new URL(address)));

  describe('pages', () => {
    test('every page has its expected result, and every result its page', () => {
      const names = (files: object) => Object.keys(files).map((file) => file.replace(/\.\w+$/, ''));
      expect(names(expected)).toEqual(names(pages));
    });

    test.each(Object.entries(pages))('%s', async (path, html) => {
      await expect(`${JSON.stringify(read(html), null, 2)}\n`).toMatchFileSnapshot(
        `../../..${path.replace(/html$/, 'json')}`,
      );
    });

    test.each(Object.entries(pages))('%s is read the same twice, holds no words of the interface', (_, html) => {
      const result = read(html);
      expect(read(html)).toEqual(result);
      const text = result.ok ? JSON.stringify(result.conversation) : '';
      expect(NEVER_SAID.filter((words) => text.includes(words))).toEqual([]);
      expect(text).not.toContain('"complete"');
    });
  });

  test.each([
    ['an address that is no conversation', '', addresses.other, 'not_a_conversation'],
    ['a new chat with its composer', '<textarea></textarea>', addresses.start, 'no_messages'],
    ['a new chat before its composer', '<main></main>', addresses.start, 'still_loading'],
    ['a chat before its messages', '<textarea></textarea>', addresses.chat, 'still_loading'],
    ['much text in unknown markup', LONG_TEXT, addresses.chat, 'layout_changed'],
  ])('%s', (...[, html, address, reason]) => {
    expect(read(html, address)).toEqual({ ok: false, reason });
  });

  test('which addresses may show a conversation, and their ids', () => {
    const { chat, start, other } = addresses;
    expect([chat, start, other].map((address) => site.mayShowConversation(new URL(address)))).toEqual([
      true,
      true,
      false,
    ]);
    expect(site.conversationIdOf(new URL(chat))).toMatch(/^[\w-]{8,}$/);
    expect(site.conversationIdOf(new URL(start))).toBeNull();
  });
}

function addressIn(html: string): string {
  return /^<!-- (\S+) -->/.exec(html)?.[1] ?? 'about:blank';
}
