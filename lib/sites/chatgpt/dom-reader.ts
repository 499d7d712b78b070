import { failed, finishReading } from '../finish-reading.ts';
import { isHalf, type PageParts, whyNothing } from '../not-understood.ts';
import { readMessages } from '../read-layout.ts';
import type { SiteReader } from '../site.ts';
import { readChatgptApi } from './api-reader.ts';
import { domCompleteness } from './completeness.ts';
import { layouts } from './layouts.ts';
import { readSharePage } from './share-reader.ts';
import { chatgptSite, conversationIdOf, isSharePage } from './site.ts';
import { titleOf } from './title.ts';

const PARTS: PageParts = {
  // The text of an answer or a prompt, in all layouts since 2023; last seen 2026-11.
  traces: '.markdown.prose, [data-markdown-text-style], [data-assistant-markdown], [data-user-message-bubble]',
  // Until 2026-09, and since; last seen 2026-11.
  composer: '#prompt-textarea, [data-composer-markdown]',
};

export const chatgptReader: SiteReader = {
  readApi: readChatgptApi,
  *readDom(document, url) {
    if (!chatgptSite.mayShowConversation(url)) return failed('not_a_conversation');
    const shared = isSharePage(url) ? readSharePage(document, url) : null;
    if (shared !== null) return shared;
    const addressId = conversationIdOf(url) ?? idInPage(document);
    const layout = layouts.find(({ sign }) => document.querySelector(sign) !== null);
    if (layout === undefined) return failed(whyNothing(document, addressId !== null, PARTS));
    const read = yield* readMessages(document, layout);
    const messages = read.map(({ message }) => message);
    const units = read.map(({ element }) => element);
    if (isHalf(document, messages, units)) return failed('layout_changed', layout.name);
    return finishReading({
      source: chatgptSite.id,
      layout: layout.name,
      url,
      title: titleOf(document.title),
      addressId,
      messages,
      isStreaming: document.querySelector(chatgptSite.streamingSelectors.join(', ')) !== null,
      completeness: domCompleteness(document, layout.name, read),
    });
  },
};

/** The signed-out page keeps the start page's address and names the conversation here; last seen 2026-09. */
function idInPage(document: Document): string | null {
  return document.querySelector('[data-web-mobile-conversation]')?.getAttribute('data-conversation-id') ?? null;
}
