import { type Chat, replaceSources, textSoFar } from './chat.ts';
import type { ExpectedMessage, SiteKind } from './site-kind.ts';

/** The messages of a chat's current branch, as they are to be captured, whichever way they are read. */
export function expectedMessages(kind: SiteKind, chat: Chat): ExpectedMessage[] {
  return chat.branch().map((message) => ({
    role: message.role,
    id: kind.idOf(chat, message),
    content: replaceSources(textSoFar(message), (place) => {
      const source = message.sources[place];
      const label = source ? kind.labelOf(source) : null;
      return source && label !== null ? ` [${label}](${source.url})` : '';
    }),
    attachments: message.uploads.map(({ name }) => name),
  }));
}
