import type { ApiPage, ApiReadResult } from '../api.ts';
import { type ApiClient, createApiClient } from '../api-client.ts';
import { type Answer, type Refusal, toResult } from '../api-refusal.ts';
import { apiConversation } from '../api-conversation.ts';
import { isRecord, textOf } from '../api-values.ts';
import { currentBranch } from './api-branch.ts';
import { readTree } from './api-messages.ts';
import { chatOrganizations } from './api-organizations.ts';
import { unknownPartsOf } from './api-parts.ts';
import { readConversation, toTreeAnswer } from './api-rpc.ts';
import { parseTree, type Tree } from './api-tree.ts';
import { claudeSite } from './site.ts';

const QUERY = 'tree=True&rendering_mode=messages&render_all_tools=true&consistency=strong';
const SHARE_QUERY = 'rendering_mode=messages&render_all_tools=true';

interface Source {
  readonly layout: 'claude/api-tree' | 'claude/api-rpc';
  readonly tree: Tree;
  readonly organization: string | null;
}

/** Reads the conversation of a page out of Claude's own API. Last seen working 2026-10. */
export async function readClaudeApi(page: ApiPage): Promise<ApiReadResult> {
  const id = claudeSite.conversationIdOf(page.url);
  if (id === null) return { ok: false, reason: 'no_api_address' };
  const client = createApiClient(page);
  if (page.url.pathname.startsWith('/share/')) return readShared(client, page, id);
  const organizations = await chatOrganizations(client, page.document.cookie);
  if (!organizations.ok) return toResult(organizations);
  const read = inTree(page, await askLegacy(client, organizations.value, id));
  // Only what says nothing about the user or the moment is worth a second route.
  if (read.ok || read.reason !== 'no_route') return read.ok ? read.value : toResult(read);
  const rpc = inTree(page, await askRpc(client, organizations.value, id));
  return rpc.ok ? rpc.value : afterBoth(read, rpc);
}

/** What a route gave, as a conversation. A tree without a way to its root is as good as no route. */
function inTree(page: ApiPage, source: Answer<Source>): Answer<ApiReadResult> {
  if (!source.ok) return source;
  const value = finish(page, source.value);
  if (value.ok || value.reason !== 'endpoint_changed') return { ok: true, value };
  return { ok: false, reason: 'no_route', detail: value.detail ?? '' };
}

async function readShared(client: ApiClient, page: ApiPage, id: string): Promise<ApiReadResult> {
  const answer = await client.json(`/api/chat_snapshots/${id}?${SHARE_QUERY}`);
  if (!answer.ok) return saysGone(answer) ? { ok: false, reason: 'not_found' } : toResult(answer);
  const tree = parseTree(answer.value);
  if (!tree) return { ok: false, reason: 'endpoint_changed', detail: 'unknown shape' };
  return finish(page, { layout: 'claude/api-tree', tree, organization: null });
}

/** The conversation lies in one of the organisations; the others answer 404, or 403. */
async function askLegacy(client: ApiClient, organizations: readonly string[], id: string): Promise<Answer<Source>> {
  const refusals: Refusal[] = [];
  for (const organization of organizations) {
    const answer = await client.json(`/api/organizations/${organization}/chat_conversations/${id}?${QUERY}`);
    const tree = answer.ok ? parseTree(answer.value) : null;
    if (tree) return { ok: true, value: { layout: 'claude/api-tree', tree, organization } };
    if (answer.ok) return { ok: false, reason: 'no_route', detail: 'unknown shape' };
    if (answer.reason !== 'no_route' && answer.reason !== 'not_logged_in') return answer;
    refusals.push(answer);
  }
  const missing = refusals.find(({ reason }) => reason === 'no_route');
  return missing ?? refusals[0] ?? { ok: false, reason: 'no_route' };
}

async function askRpc(client: ApiClient, organizations: readonly string[], id: string): Promise<Answer<Source>> {
  let refusal: Refusal = { ok: false, reason: 'no_route' };
  for (const organization of organizations) {
    const answer = await readConversation(client, organization, id);
    const shape = answer.ok ? toTreeAnswer(answer.value) : null;
    const tree = shape && parseTree(shape);
    if (tree) return { ok: true, value: { layout: 'claude/api-rpc', tree, organization } };
    if (!answer.ok) refusal = answer;
  }
  return refusal;
}

/** Neither route gave the conversation. */
function afterBoth(legacy: Refusal, rpc: Refusal): ApiReadResult {
  // 403: not for this account. 501: Connect's word for a method that is not there.
  const isClosed = rpc.reason === 'not_logged_in' || rpc.reason === 'no_route' || rpc.detail === 'HTTP 501';
  if (!isClosed) return toResult(rpc);
  const isGone = rpc.reason === 'no_route' ? saysGone(rpc) : saysGone(legacy);
  const detail = [legacy.detail, rpc.detail].filter(Boolean).join(', ');
  return { ok: false, reason: isGone ? 'not_found' : 'endpoint_changed', detail };
}

/** A route that is there names the kind of its error; one that is not says "Not Found" at most. */
function saysGone({ reason, said }: Refusal): boolean {
  if (reason !== 'no_route' || !isRecord(said)) return false;
  const error = isRecord(said['error']) ? said['error'] : {};
  return said['code'] === 'not_found' || textOf(error['type']) === 'not_found_error';
}

function finish({ url, document }: ApiPage, { layout, tree, organization }: Source): ApiReadResult {
  const branch = currentBranch(tree, shownTurns(document));
  if (!branch)
    return { ok: false, reason: 'endpoint_changed', detail: `no way to the root in ${tree.messages.length} messages` };
  const sessionId = claudeSite.conversationIdOf(url) ?? '';
  const place = { origin: url.origin, organization, conversation: sessionId };
  const isStreaming = document.querySelector(claudeSite.streamingSelectors.join(', ')) !== null;
  const result = apiConversation({
    source: claudeSite.id,
    layout,
    url,
    sessionId,
    title: tree.title,
    ...readTree(tree, branch.messages, place),
    hasAnswers: branch.messages.some(({ role }) => role === 'assistant'),
    isWhole: branch.isSure && !isStreaming,
    unknownParts: branch.messages.reduce((total, message) => total + unknownPartsOf(message), 0),
  });
  return result.ok && tree.isTemporary ? { ...result, isTemporary: true } : result;
}

/** The keys of the rows that the page has drawn, in reading order. Seen 2026-10. */
function shownTurns(document: Document): string[] {
  return [...document.querySelectorAll('[data-turn-key]')].map((row) => row.getAttribute('data-turn-key') ?? '');
}
