import { refusal, truncated } from '../api-mode.ts';
import { type Chat, replaceSources, type SimMessage, textSoFar, type Upload } from '../chat.ts';
import { type ApiAnswer, type ApiRequest, json } from '../site-kind.ts';
import { citationsIn, instantOf } from './message-data.ts';
import { readConversation } from './rpc.ts';

type Json = Record<string, unknown>;

const ROOT = '00000000-0000-4000-8000-000000000000';
/** The second one holds the chats; the first is of the developer's API alone. */
const API_ORGANIZATION = 'aaaaaaaa-0000-4000-8000-000000000001';
const CHAT_ORGANIZATION = 'aaaaaaaa-0000-4000-8000-000000000002';
const TREE = /^\/api\/organizations\/([\w-]+)\/chat_conversations\/([\w-]+)$/;
const RPC = '/claudeai-rpc/anthropic.bard.api.v1alpha.ConversationService/ReadConversation';

const STOP_REASON = { done: 'end_turn', stopped: 'user_canceled', failed: 'error', streaming: null };

export function claudeAnswer(request: ApiRequest): ApiAnswer | null {
  const { url, mode } = request;
  const [, organization, chatId = ''] = TREE.exec(url.pathname) ?? [];
  const isList = url.pathname === '/api/organizations';
  if (organization === undefined && !isList && url.pathname !== RPC) return null;
  const refused = refusal(mode);
  if (refused) return refused;
  if (mode === 'signed_out') return error(403, 'permission_error', 'Invalid authorization');
  if (url.pathname === RPC) return rpcAnswer(request);
  if (isList) return json(organizations());
  if (mode === 'newer_route') return error(404, 'not_found_error', 'Not found');
  const chat = organization === CHAT_ORGANIZATION ? request.chat(chatId) : undefined;
  if (!chat) return error(404, 'not_found_error', 'Not found');
  const answer = json(treeOf(chat, url.searchParams));
  return mode === 'truncated' ? truncated(answer) : answer;
}

function rpcAnswer(request: ApiRequest): ApiAnswer {
  const { method, headers, body, mode } = request;
  // Accounts that are not merged have no part in it.
  if (mode !== 'newer_route')
    return json({ code: 'permission_denied', message: 'not included in your current plan' }, 403);
  const isConnect = method === 'POST' && headers['connect-protocol-version'] === '1';
  if (!isConnect) return json({ code: 'invalid_argument', message: 'not a Connect request' }, 400);
  const { conversationId } = JSON.parse(body) as { conversationId: string };
  const found = headers['x-organization-uuid'] === CHAT_ORGANIZATION ? request.chat(conversationId) : undefined;
  return found ? json(readConversation(found)) : json({ code: 'not_found', message: 'conversation not found' }, 404);
}

function error(status: number, type: string, message: string): ApiAnswer {
  return json({ type: 'error', error: { type, message }, request_id: 'req_simulated' }, status);
}

function organizations(): Json[] {
  return [
    { uuid: API_ORGANIZATION, name: 'Developers', capabilities: ['api'] },
    { uuid: CHAT_ORGANIZATION, name: 'Personal', capabilities: ['chat', 'claude_pro'] },
  ];
}

function treeOf(chat: Chat, query: URLSearchParams): Json {
  const isTree = query.get('tree') === 'True';
  // An answer is in the data when it is written to its end.
  const written = (isTree ? chat.messages : chat.branch()).filter(({ status }) => status !== 'streaming');
  const leaf = chat.branch().findLast((message) => written.includes(message));
  return {
    uuid: chat.id,
    name: chat.title,
    summary: '',
    model: 'claude-opus-5',
    created_at: instantOf(chat.messages[0]),
    updated_at: instantOf(chat.messages.at(-1)),
    settings: { thinking_mode: 'auto' },
    is_starred: false,
    is_temporary: false,
    project_uuid: null,
    current_leaf_message_uuid: leaf?.id ?? null,
    chat_messages: written.map((message) => apiMessage(chat, message, query)),
  };
}

function apiMessage(chat: Chat, message: SimMessage, query: URLSearchParams): Json {
  const { role, thoughts } = message;
  // Any other mode of rendering leaves a sentence in place of what it does not know.
  const thinking = query.get('rendering_mode') === 'messages' ? { type: 'thinking', thinking: thoughts } : UNSUPPORTED;
  return {
    uuid: message.id,
    parent_message_uuid: message.parentId ?? ROOT,
    sender: role === 'user' ? 'human' : 'assistant',
    index: chat.messages.indexOf(message),
    created_at: instantOf(message),
    updated_at: instantOf(message),
    stop_reason: role === 'user' ? null : STOP_REASON[message.status],
    text: '',
    content: [...(thoughts === '' ? [] : [thinking]), textBlock(message)],
    attachments: [],
    files: message.uploads.map(fileOf),
    files_v2: message.uploads.map(fileOf),
    truncated: false,
  };
}

const UNSUPPORTED = {
  type: 'text',
  text: '```\nThis block is not supported on your current device yet.\n```',
  citations: [],
};

function textBlock(message: SimMessage): Json {
  const isUser = message.role === 'user';
  return {
    type: 'text',
    text: isUser ? message.whole : replaceSources(textSoFar(message), () => ''),
    citations: citationsIn(message),
    start_timestamp: instantOf(message),
    stop_timestamp: instantOf(message),
  };
}

function fileOf({ id, name, mimeType }: Upload): Json {
  return { file_uuid: id, file_name: name, file_kind: mimeType.split('/')[0], preview_url: `/api/files/${id}/preview` };
}
