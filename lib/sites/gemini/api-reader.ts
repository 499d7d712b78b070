import type { Branch, Message } from '../../protocol/event.ts';
import type { ApiPage, ApiReadResult } from '../api.ts';
import { chained } from '../api-chain.ts';
import { apiConversation } from '../api-conversation.ts';
import { createApiClient } from '../api-client.ts';
import { toResult } from '../api-refusal.ts';
import { type GeminiAddress, TurnPages, type Turns } from './api-pages.ts';
import { freshTokens, tokensIn } from './api-tokens.ts';
import { readTurn, type Turn } from './api-turn.ts';
import { geminiSite } from './site.ts';
import { titleOf } from './title.ts';

/** The account among those that are signed in; the first one needs none. */
const ACCOUNT = /^\/u\/\d+/;
const SHARED = /\/share\//;

/** Reads the conversation of a page with the request by which the page itself loads it. Last seen working 2026-10. */
export async function readGeminiApi(page: ApiPage): Promise<ApiReadResult> {
  const id = geminiSite.conversationIdOf(page.url);
  if (id === null || SHARED.test(page.url.pathname)) return { ok: false, reason: 'no_api_address' };
  const address: GeminiAddress = { id, account: ACCOUNT.exec(page.url.pathname)?.[0] ?? '' };
  const client = createApiClient(page);
  const inPage = tokensIn(page.document);
  const tokens = inPage ? { ok: true as const, value: inPage } : await freshTokens(client, address.account);
  if (!tokens.ok) return toResult(tokens);
  const read = await new TurnPages(client, address, tokens.value).readAll();
  return read.ok ? finish(page, id, read.value) : toResult(read);
}

function finish({ url, document }: ApiPage, sessionId: string, { turns, isWhole }: Turns): ApiReadResult {
  const read = turns.map(readTurn);
  const said = read.flatMap(({ prompt, answer }) => (answer ? [prompt, answer] : [prompt]));
  const messages = chained(said);
  const isStreaming = document.querySelector(geminiSite.streamingSelectors.join(', ')) !== null;
  return apiConversation({
    source: geminiSite.id,
    layout: 'gemini/api',
    url,
    sessionId,
    title: titleOf(document),
    messages,
    branches: read.flatMap((turn) => draftBranches(turn, messages)),
    hasAnswers: read.some(({ answer }) => answer !== null),
    isWhole: isWhole && messages.length === said.length && !isStreaming && !read.some(({ isStrange }) => isStrange),
    unknownParts: read.reduce((total, turn) => total + turn.unknownParts, 0),
  });
}

/** Every draft that was not chosen follows the same prompt as the answer. */
function draftBranches({ answer, drafts }: Turn, messages: readonly Message[]): Branch[] {
  const place = messages.findIndex(({ id }) => id !== undefined && id === answer?.id);
  const prompt = messages[place - 1] ?? null;
  return drafts.map((draft) => ({ parent_id: prompt?.id ?? null, messages: chained([draft], prompt) }));
}
