import type { Chat, SimMessage, Source } from './chat.ts';
import type { Ids } from './ids.ts';

/** What differs between the simulated sites. */
export interface SiteKind {
  readonly id: 'chatgpt' | 'claude' | 'gemini';
  readonly origin: string;
  /** The address of a chat; `null`: the start page, where new chats begin. */
  pathOf(chatId: string | null): string;
  newId(ids: Ids): () => string;
  /** The page around the messages; `app` is its script. */
  shell(view: View, app: string): string;
  view(page: PageToShow): View;
  /** What the API answers; `null` where the site has no such route. */
  answer(request: ApiRequest): ApiAnswer | null;
  /** The site's id of a message of the current branch; `null` where it gives none. */
  idOf(chat: Chat, message: SimMessage): string | null;
  /** The words of the link that stands in an answer for a source; `null` where sources stand beside the text. */
  labelOf(source: Source): string | null;
}

/** The newest generation of a site's page, and the one before it. */
export type LayoutAge = 'old' | 'new';

export interface PageToShow {
  /** `null`: the start page. */
  chat: Chat | null;
  /** All that the list at the side shows. */
  chats: readonly Chat[];
  layout: LayoutAge;
}

/** What the page's own script draws. */
export interface View {
  /** `''` on the start page. */
  chatId: string;
  path: string;
  title: string;
  /** One element each; those with the same key are the same element. */
  rows: { key: string; html: string }[];
  composer: string;
  sidebar: string;
  list: ListBehaviour;
}

export interface ListBehaviour {
  /** Rows that are mounted at first, those that come with one load, and the most that stay. */
  mounts: number;
  loads: number;
  keeps: number;
  /** The newest row is at scroll position 0, older ones at negative positions. */
  isReversed: boolean;
}

export type ApiMode =
  | 'ok'
  /** The routes that are known are gone. */
  | 'route_gone'
  | 'rate_limited'
  | 'signed_out'
  /** The shield in front of the site wants a person. */
  | 'interstitial'
  | 'server_error'
  /** The connection ends in the middle of the JSON. */
  | 'truncated'
  | 'slow'
  /** An error that takes its time. */
  | 'slow_error'
  /** Only the newer route is left: ChatGPT's paged one, Claude's RPC. */
  | 'newer_route'
  /** ChatGPT: paged, and a turn is added after the first page was given. */
  | 'changing';

export interface ApiRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly mode: ApiMode;
  chat(id: string): Chat | undefined;
}

export interface ApiAnswer {
  status: number;
  headers?: Record<string, string>;
  body: string;
}

export interface ExpectedMessage {
  role: 'user' | 'assistant';
  /** `null` where the site itself names none. */
  id: string | null;
  /** Markdown, with its sources as links where the site shows them. */
  content: string;
  /** Names of the files and pictures sent along. */
  attachments: string[];
}

export const json = (value: unknown, status = 200): ApiAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
