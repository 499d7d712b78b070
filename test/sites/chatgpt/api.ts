import { refusal, truncated } from '../api-mode.ts';
import type { Chat, SimMessage } from '../chat.ts';
import { type ApiAnswer, type ApiRequest, json } from '../site-kind.ts';
import { apiMessage, secondsOf, thoughtsId, thoughtsMessage } from './message.ts';

type Json = Record<string, unknown>;

export const ACCESS_TOKEN = 'simulated-access-token';

const ROOT = 'client-created-root';
const ROUTES = {
  session: /^\/api\/auth\/session$/,
  tree: /^\/backend-api\/conversation\/([\w-]+)$/,
  newestPage: /^\/backend-api\/conversations\/([\w-]+)$/,
  olderPage: /^\/backend-api\/conversations\/([\w-]+)\/messages$/,
};

export function chatgptAnswer(request: ApiRequest): ApiAnswer | null {
  const { url, mode } = request;
  if (ROUTES.session.test(url.pathname)) return sessionAnswer(request);
  const [route, id] = routeOf(url.pathname);
  if (route === null) return null;
  const refused = refusal(mode);
  if (refused) return refused;
  if (mode === 'signed_out') return json({ detail: 'Unauthorized' }, 401);
  // Cookies alone are not enough here: the site answers as if there were no such conversation.
  const isKnown = request.headers['authorization'] === `Bearer ${ACCESS_TOKEN}`;
  const chat = isKnown ? request.chat(id) : undefined;
  if (!chat) return json({ detail: { code: 'conversation_inaccessible' } }, 404);
  const isPaged = mode === 'newer_route' || mode === 'changing';
  if (route === 'tree' && isPaged) return json({ detail: 'Not Found' }, 404);
  const answer = json(route === 'tree' ? treeOf(chat) : pageOf(chat, url));
  // Somebody goes on writing on another device between two pages.
  if (mode === 'changing' && route === 'newestPage') addTurn(chat);
  return mode === 'truncated' ? truncated(answer) : answer;
}

function sessionAnswer({ mode }: ApiRequest): ApiAnswer {
  const refused = mode === 'route_gone' ? null : refusal(mode);
  if (refused) return refused;
  const warning = { WARNING_BANNER: 'Do not share this.' };
  if (mode === 'signed_out') return json(warning);
  const user = { id: 'user-simulated', name: 'Test' };
  return json({ ...warning, user, expires: '2027-02-01T00:00:00.000Z', accessToken: ACCESS_TOKEN });
}

function routeOf(path: string): ['tree' | 'newestPage' | 'olderPage', string] | [null, ''] {
  for (const name of ['tree', 'newestPage', 'olderPage'] as const) {
    const id = ROUTES[name].exec(path)?.[1];
    if (id !== undefined) return [name, id];
  }
  return [null, ''];
}

/** `GET /backend-api/conversation/{id}`: every branch. The keys are in no order that means anything. */
function treeOf(chat: Chat): Json {
  const nodes = chat.messages.flatMap((message) => nodesOf(chat, message));
  const system = { id: 'hidden-system', parent: ROOT, message: systemMessage() };
  const all = [{ id: ROOT, parent: null, message: null }, system, ...nodes];
  const childrenOf = (id: string) => all.filter(({ parent }) => parent === id).map((child) => child.id);
  const mapping = all.toReversed().map((node) => [node.id, { ...node, children: childrenOf(node.id) }] as const);
  return { ...headOf(chat), mapping: Object.fromEntries(mapping), moderation_results: [], is_archived: false };
}

function headOf(chat: Chat): Json {
  return {
    title: chat.title,
    create_time: secondsOf(chat.messages[0]?.createdAtMs ?? 0),
    update_time: secondsOf(chat.messages.at(-1)?.createdAtMs ?? 0),
    conversation_id: chat.id,
    current_node: chat.changedLeafId,
    default_model_slug: 'gpt-5-5',
    safe_urls: [],
  };
}

interface Node {
  id: string;
  parent: string;
  message: Json;
}

/** Thoughts stand in a node of their own before the answer. */
function nodesOf(chat: Chat, message: SimMessage): Node[] {
  const parent = message.parentId ?? 'hidden-system';
  const exchange = `exchange-${message.role === 'user' ? message.id : message.parentId}`;
  if (message.thoughts === '') return [{ id: message.id, parent, message: apiMessage(message, parent, exchange) }];
  const id = thoughtsId(message);
  return [
    { id, parent, message: thoughtsMessage(message, parent, exchange) },
    { id: message.id, parent: id, message: apiMessage(message, id, exchange) },
  ];
}

function systemMessage(): Json {
  return {
    id: 'hidden-system',
    author: { role: 'system', name: null, metadata: {} },
    create_time: null,
    content: { content_type: 'text', parts: [''] },
    status: 'finished_successfully',
    end_turn: true,
    weight: 0,
    recipient: 'all',
    channel: null,
    metadata: { is_visually_hidden_from_conversation: true },
  };
}

/** The paged routes: the current branch alone, the newest turns first, `before` a message older ones. */
function pageOf(chat: Chat, { searchParams }: URL): Json {
  const branch = chat.branch(chat.changedLeafId);
  const before = searchParams.get('before');
  const end = before === null ? branch.length : branch.findIndex(({ id }) => id === before);
  const turns = Math.min(100, Number(searchParams.get('num_turns') ?? 10));
  const prompts = branch.slice(0, end).filter(({ role }) => role === 'user');
  const first = prompts.at(-turns) ?? prompts[0];
  const start = first ? branch.indexOf(first) : 0;
  const nodes = branch.slice(start, end).flatMap((message) => nodesOf(chat, message));
  const info = {
    start_cursor: branch[start]?.id ?? null,
    end_cursor: branch[end - 1]?.id ?? null,
    has_previous_page: start > 0,
    has_next_page: end < branch.length,
  };
  return { ...headOf(chat), messages: nodes.map(({ message }) => message), page_info: info };
}

function addTurn(chat: Chat): void {
  chat.add('user', { text: `Added on another device: ${chat.word}?` });
  chat.add('assistant', { text: `An answer that came while the chat was read: ${chat.word}.` });
}
