import type { Message } from '../../protocol/event.ts';
import type { ApiPage, ApiReadResult } from '../api.ts';
import { apiConversation } from '../api-conversation.ts';
import { toResult } from '../api-refusal.ts';
import type { Conversation } from '../conversation.ts';
import { type ApiMessage, isForPeople, isHidden } from './api-message.ts';
import { askForConversation, type ApiConversation } from './api-routes.ts';
import { openSession } from './api-session.ts';
import { branchTo } from './branch.ts';
import { readTree } from './read-tree.ts';
import { unknownPartsOf } from './parts.ts';
import { leafOnScreen } from './screen-leaf.ts';
import { chatgptSite, conversationIdOf, isSharePage } from './site.ts';

/** The conversation that a page shows, from the site's own data: all of it, whatever part the page has mounted. */
export async function readChatgptApi(page: ApiPage): Promise<ApiReadResult> {
  const id = apiIdOf(page.url);
  if (id === null) return { ok: false, reason: 'no_api_address' };
  const session = await openSession(page);
  if (!session.ok) return toResult(session);
  const found = await askForConversation(session.value, id);
  if (!found.ok) return toResult(found);
  return toConversation(found.value, page, id);
}

function toConversation(found: ApiConversation, { document, url }: ApiPage, sessionId: string): ApiReadResult {
  const { tree, leaf, layout, title, missing, isTemporary } = found;
  const shown = branchTo(tree, leafOnScreen(tree, leaf, document) ?? leaf);
  if (!shown.reachesRoot)
    return { ok: false, reason: 'endpoint_changed', detail: `no way to the root of ${tree.size}` };
  const isStreaming = document.querySelector(chatgptSite.streamingSelectors.join(', ')) !== null;
  const result = apiConversation({
    source: chatgptSite.id,
    layout,
    url,
    sessionId,
    title,
    ...readTree(tree, shown.nodes),
    hasAnswers: shown.nodes.some(({ message }) => message !== null && isAnswer(message)),
    isWhole: missing === 'none' && shown.isWhole && !isStreaming,
    unknownParts: sum(shown.nodes.map(({ message }) => (message ? unknownPartsOf(message) : 0))),
  });
  if (!result.ok) return result;
  const conversation = missing === 'older' ? asWindow(result.conversation) : result.conversation;
  return { ok: true, conversation, ...(isTemporary && { isTemporary }) };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

function isAnswer(message: ApiMessage): boolean {
  return message.role === 'assistant' && isForPeople(message) && !isHidden(message);
}

/** What the first message of a window answers was not read. */
function asWindow({ messages, ...conversation }: Conversation): Conversation {
  const [{ parent_id: _parent, ...first }, ...rest] = messages as [Message, ...Message[]];
  return { ...conversation, messages: [first, ...rest], completeness: 'window' };
}

/** Share pages carry their data with them; a chat that was just begun has a passing id, `WEB:…`. */
function apiIdOf(url: URL): string | null {
  const id = isSharePage(url) ? null : conversationIdOf(url);
  return id === null || id.includes(':') ? null : id;
}
