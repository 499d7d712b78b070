import { refusal, truncated } from '../api-mode.ts';
import { type Chat, replaceSources, type SimMessage, textSoFar, turnsOf } from '../chat.ts';
import type { ApiAnswer, ApiRequest } from '../site-kind.ts';
import { frames, readCall, TOKENS } from './batch.ts';

const ROUTE = /^(?:\/u\/\d+)?\/_\/BardChatUi\/data\/batchexecute$/;
const READ = 'hNvQHb';
const NOT_FOUND = 1167;

type List = unknown[];

/** @param account `/u/<number>`; the chats of one are not another's */
export function geminiAnswer(request: ApiRequest, account: string): ApiAnswer | null {
  const { url, mode } = request;
  if (!ROUTE.test(url.pathname)) return null;
  if (mode === 'signed_out')
    return redirect('https://accounts.google.com/ServiceLogin?continue=https://gemini.google.com/app');
  if (mode === 'interstitial')
    return redirect('https://www.google.com/sorry/index?continue=https://gemini.google.com/app');
  const refused = refusal(mode);
  if (refused) return refused;
  const call = readCall(request.body);
  const isOurs = request.method === 'POST' && request.headers['x-same-domain'] === '1';
  if (!call || !isOurs || call.token !== TOKENS.SNlM0e) return { status: 400, body: '' };
  const [fullId = '', limit = 10, cursor] = (call.args ?? []) as [string?, number?, string?];
  const isAccount = url.pathname.startsWith(`${account}/_/`);
  const chat = call.rpc === READ && isAccount ? request.chat(fullId.replace(/^c_/, '')) : undefined;
  const row: List = chat
    ? ['wrb.fr', call.rpc, JSON.stringify(pageOf(chat, limit, cursor ?? null)), null, null, null, 'generic']
    : ['wrb.fr', call.rpc, null, null, null, notFound(), 'generic'];
  const rows: List[] = [row, ['di', 59], ['af.httprm', 59, '-1234567890123456789', 12]];
  const answer = {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: frames(rows),
  };
  return mode === 'truncated' ? truncated(answer) : answer;
}

const redirect = (location: string): ApiAnswer => ({ status: 302, headers: { location }, body: '' });

const notFound = (): List => [
  5,
  null,
  [['type.googleapis.com/assistant.boq.bard.application.BardErrorInfo', [NOT_FOUND]]],
];

/** Newest first, from where the page before ended. */
function pageOf(chat: Chat, limit: number, cursor: string | null): List {
  const turns = turnsOf(chat.branch()).toReversed();
  const start = cursor === null ? 0 : turns.findIndex(({ prompt }) => `token-${prompt.id}` === cursor);
  const end = start + limit;
  const next = turns[end];
  return [turns.slice(start, end).map((turn) => turnOf(chat, turn)), next ? `token-${next.prompt.id}` : null, null, []];
}

function turnOf(chat: Chat, { prompt, answer }: { prompt: SimMessage; answer: SimMessage | undefined }): List {
  const turn = [`c_${chat.id}`, `r_${prompt.id}`];
  const drafts = chat.childrenOf(prompt.id);
  const response: List = [];
  response[0] = drafts.map(draftOf);
  response[8] = 'en';
  response[21] = '3 Pro';
  const sentAt = [Math.floor(prompt.createdAtMs / 1000), (prompt.createdAtMs % 1000) * 1000];
  return [turn, answer ? [...turn, `rc_${answer.id}`] : turn, [promptOf(prompt), 1, null, 0], response, sentAt];
}

function promptOf({ whole, uploads }: SimMessage): List {
  if (uploads.length === 0) return [whole];
  const files = uploads.map(({ id, name, mimeType }) => [`https://lh3.googleusercontent.com/${id}`, 1, name, mimeType]);
  return [whole, null, null, null, [[null, null, null, files]]];
}

function draftOf(draft: SimMessage): List {
  const candidate: List = [];
  candidate[0] = `rc_${draft.id}`;
  candidate[1] = [replaceSources(textSoFar(draft), () => '')];
  candidate[8] = [draft.status === 'streaming' ? 1 : 2];
  if (draft.thoughts !== '') candidate[37] = [[draft.thoughts]];
  return candidate;
}
