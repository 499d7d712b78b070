import type { ApiClient } from '../api-client.ts';
import { looksLikeHtml } from '../api-json.ts';
import type { Answer } from '../api-refusal.ts';
import { listOf, textOf, valueAt } from '../api-values.ts';
import { rpcAnswer } from './api-frames.ts';
import { freshTokens, type Tokens } from './api-tokens.ts';

const READ_CONVERSATION = 'hNvQHb';
/** More are not given at once. */
const TURNS_A_PAGE = 1000;
/** A conversation that is longer than this many pages is no conversation. */
const MAX_PAGES = 50;
/** Gemini's own number for a conversation that is not there, along with gRPC's 5. */
const NO_CONVERSATION = 1167;

export interface GeminiAddress {
  /** Without the `c_` that it has in requests. */
  readonly id: string;
  /** `/u/1` or `''`. */
  readonly account: string;
}

export interface Turns {
  /** In reading order, each once. */
  readonly turns: readonly unknown[];
  /** Whether the pages followed each other without a break. */
  readonly isWhole: boolean;
}

/** Reads all turns, page after page, from the newest to the oldest. */
export class TurnPages {
  readonly #client: ApiClient;
  readonly #address: GeminiAddress;
  #tokens: Tokens;
  #hasFreshTokens = false;
  #requests = 0;

  constructor(client: ApiClient, address: GeminiAddress, tokens: Tokens) {
    this.#client = client;
    this.#address = address;
    this.#tokens = tokens;
  }

  async readAll(): Promise<Answer<Turns>> {
    const newestFirst = new Map<string, unknown>();
    const cursors = new Set<string>();
    let isWhole = true;
    for (let cursor: string | null = null; ; ) {
      const page = await this.#read(cursor);
      if (!page.ok) return page;
      const turns = listOf(valueAt(page.value, 0));
      for (const turn of turns) isWhole = keep(turn, newestFirst) && isWhole;
      const next = valueAt(page.value, 1) ?? null;
      cursor = textOf(next) || null;
      // Whatever it is, it is not nothing.
      if (next !== null && typeof next !== 'string') isWhole = false;
      const isStuck = cursor !== null && (cursors.has(cursor) || turns.length === 0 || cursors.size >= MAX_PAGES);
      if (cursor === null || isStuck)
        return { ok: true, value: { turns: [...newestFirst.values()].toReversed(), isWhole: isWhole && !isStuck } };
      cursors.add(cursor);
    }
  }

  async #read(cursor: string | null): Promise<Answer<unknown>> {
    const answer = await this.#post(cursor);
    // Tokens wear out while a page stays open; once is enough to know whether that was it.
    if (answer.ok || answer.detail !== 'HTTP 400' || this.#hasFreshTokens)
      return answer.ok ? unpack(answer.value) : answer;
    const tokens = await freshTokens(this.#client, this.#address.account);
    if (!tokens.ok) return tokens;
    this.#tokens = tokens.value;
    this.#hasFreshTokens = true;
    return this.#read(cursor);
  }

  #post(cursor: string | null): Promise<Answer<string>> {
    const { account, id } = this.#address;
    const { at, build, session } = this.#tokens;
    this.#requests += 1;
    const query = new URLSearchParams({
      rpcids: READ_CONVERSATION,
      'source-path': `${account}/app/${id}`,
      bl: build,
      'f.sid': session,
      hl: 'en',
      _reqid: String(this.#requests * 100_000),
      rt: 'c',
    });
    const asked = JSON.stringify([`c_${id}`, TURNS_A_PAGE, cursor, 1, [1], [4], null, 1]);
    return this.#client.text(`${account}/_/BardChatUi/data/batchexecute?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8', 'x-same-domain': '1' },
      body: new URLSearchParams({
        'f.req': JSON.stringify([[[READ_CONVERSATION, asked, null, 'generic']]]),
        at,
      }).toString(),
    });
  }
}

/** false when the turn was there before, because the conversation changed while it was read, or is not understood. */
function keep(turn: unknown, turns: Map<string, unknown>): boolean {
  const id = textOf(valueAt(turn, 0, 1));
  if (turns.has(id)) return false;
  turns.set(id || `#${turns.size}`, turn);
  return id !== '';
}

function unpack(body: string): Answer<unknown> {
  const answer = rpcAnswer(body, READ_CONVERSATION);
  if (answer?.ok) return isConversation(answer.value) ? answer : refused('endpoint_changed', 'unknown shape');
  if (answer === null)
    return looksLikeHtml(body)
      ? refused('endpoint_changed', 'HTML')
      : refused('site_error', `no answer in ${body.length} characters`);
  const detail = `code ${answer.code}, ${answer.info ?? 'no info'}`;
  if (answer.code === 5 && answer.info === NO_CONVERSATION) return refused('not_found', detail);
  return refused(REASONS[answer.code] ?? 'endpoint_changed', detail);
}

/** By gRPC's codes: permission denied, resource exhausted, internal, unavailable, unauthenticated. */
const REASONS: Readonly<Record<number, 'not_logged_in' | 'rate_limited' | 'site_error'>> = {
  7: 'not_logged_in',
  8: 'rate_limited',
  13: 'site_error',
  14: 'site_error',
  16: 'not_logged_in',
};

function refused<R extends 'endpoint_changed' | 'not_found' | 'not_logged_in' | 'rate_limited' | 'site_error'>(
  reason: R,
  detail: string,
): { ok: false; reason: R; detail: string } {
  return { ok: false, reason, detail };
}

function isConversation(value: unknown): boolean {
  const turns = valueAt(value, 0);
  return turns === null || Array.isArray(turns);
}
