import type { ReaderChoice } from './capture/reader-slot.ts';
import type { BrainIngestEvent, CaptureMode } from './protocol/event.ts';
import type { Conversation, ReadFailure, ReadResult } from './sites/conversation.ts';

/** What pages, content script and worker say to each other. Types only: everyone may import this. */
export interface MessageMap {
  // Content script -> worker. Untrusted: the worker parses the input and takes the site from the sender.
  'reader:load'(): { ok: boolean };
  'popup:open'(): void;
  /** Of the sender's own site. */
  'preferences:site'(): { useApi: boolean };
  'capture:submit'(input: { conversation: Conversation; mode: CaptureMode }): SubmitResult;

  // Worker or extension page -> content script of one tab.
  'page:read'(input: { use: ReaderChoice }): ReadResult;
  'page:send'(): SendState;
  'page:skeleton'(): string;
  'page:state'(): PageState;
  'page:delivery'(input: { eventId: string; state: DeliveryState }): void;

  // Extension pages -> worker. Refused from anywhere else.
  'sites:list'(): OptionalSiteView[];
  'sites:switch'(input: { id: string; isOn: boolean }): void;
  'preferences:get'(): Preferences;
  'preferences:save'(input: Preferences): void;
  'connection:get'(): ConnectionView | null;
  'connection:save'(input: ConnectionInput): SaveConnectionResult;
  'connection:test'(): ConnectionTest;
  'queue:overview'(): QueueOverview;
  /** All of them, or one. */
  'queue:retry'(input: { eventId?: string }): void;
  /** Newest first. */
  'queue:page'(input: QueuePageRequest): QueuePage;
  'queue:discard'(input: { eventId: string }): void;
  /** One event a line, as it would be posted; `npm run receiver -- send FILE` delivers it. Paged, because queues may be long. */
  'queue:export'(input: { after: number | null }): { lines: string[]; next: number | null };
  'capture:preview'(input: { tabId: number; use: ReaderChoice }): PreviewResult;
}

/** Outbox states (docs/delivery.md). */
export type DeliveryState = 'queued' | 'sending' | 'waiting' | 'blocked' | 'dead' | 'delivered';

/** Why an event is not delivered. One word for one thing: the popup has a sentence for each. */
export type DeliveryReason =
  | 'not_connected' // no endpoint is set
  | 'other_workspace' // captured for a workspace that is not the connected one
  | 'permission_missing' // the browser may not talk to the endpoint
  | 'unreachable' // network error: receiver not running, offline
  | 'timeout'
  | 'server_error'
  | 'rate_limited'
  | 'redirected'
  | 'not_an_answer' // 2xx with something that is no answer of the protocol: a captive portal, another program
  | 'invalid_signature' // wrong secret or workspace
  | 'strong_signature_required'
  | 'invalid_timestamp' // this computer's clock is wrong and correcting for it did not help
  | 'forbidden'
  | 'endpoint_not_found'
  | 'too_large'
  | 'rejected'; // the receiver understood it and refuses it for good

export type SubmitResult =
  | { ok: true; eventId: string; outcome: 'saved' | 'already_saved' }
  | { ok: true; eventId: string; outcome: 'queued'; reason: DeliveryReason | null }
  | { ok: false; reason: SubmitFailure };

/** Why nothing was put into the outbox. */
export type SubmitFailure = 'not_connected' | 'invalid_capture' | 'too_large' | 'storage_full';

/** Why the page could not be captured or handed over. */
export type SendFailure = ReadFailure | SubmitFailure | 'extension_updated' | 'internal_error';

/** What the in-page button shows. */
export type SendState =
  | { kind: 'idle' }
  | { kind: 'waiting_for_answer' } // sends by itself when the answer is written
  | { kind: 'sending' }
  | { kind: 'collecting'; messageCount: number } // scrolling through a list that shows a part at a time
  | { kind: 'saved'; messageCount: number; rest: Rest }
  | { kind: 'already_saved'; messageCount: number; rest: Rest }
  | { kind: 'queued'; reason: DeliveryReason | null }
  | { kind: 'failed'; reason: SendFailure };

/** What is known to be missing from a capture: nothing, older messages, or what the site's API gives later by itself. */
export type Rest = 'none' | 'missing' | 'follows';

/** What the popup shows of the current tab. */
export interface PageState {
  siteId: string;
  /** As people write it, `ChatGPT`. */
  siteName: string;
  title: string;
  send: SendState;
}

export interface Preferences {
  /** Ids of the sites whose own API is not asked; their pages are read instead. */
  apiOff: string[];
}

/** A site that is off until the user switches it on. */
export interface OptionalSiteView {
  id: string;
  name: string;
  /** What the browser is asked for. */
  matches: string[];
  isOn: boolean;
}

export interface ConnectionView {
  endpoint: string;
  workspaceId: string;
  /** Whether the browser may talk to the endpoint. */
  permitted: boolean;
}

/** Either one pasted connection string or the three fields. An empty secret keeps the one that is stored. */
export type ConnectionInput =
  | { kind: 'string'; text: string }
  | { kind: 'fields'; endpoint: string; workspaceId: string; secret: string };

export type ConnectionProblem =
  | 'not_a_connection_string'
  | 'invalid_endpoint'
  | 'insecure_endpoint'
  | 'invalid_workspace'
  | 'missing_secret'
  | 'invalid_secret';

export type SaveConnectionResult = { ok: true; connection: ConnectionView } | { ok: false; problem: ConnectionProblem };

export type ConnectionTest =
  | { ok: true }
  | {
      ok: false;
      reason: DeliveryReason /** Seconds this computer is ahead, with `invalid_timestamp`. */;
      clockSkewSec?: number;
    };

export interface DeliveryView {
  eventId: string;
  /** As people write it, `ChatGPT`. */
  siteName: string;
  title: string;
  url: string;
  messageCount: number;
  state: DeliveryState;
  reason: DeliveryReason | null;
  /** UNIX milliseconds. */
  createdAtMs: number;
  deliveredAtMs: number | null;
  /** When it is tried again; `null` when it is not waiting. */
  nextTryAtMs: number | null;
  attempts: number;
}

/** `open` is everything that is not delivered, also what was given up. */
export type QueueFilter = 'open' | 'delivered' | 'all';

export interface QueuePageRequest {
  filter: QueueFilter;
  /** `next` of the page before; `null` for the first. */
  before: number | null;
  limit: number;
}

export interface QueuePage {
  items: DeliveryView[];
  next: number | null;
}

export interface QueueOverview {
  /** Captured and not delivered yet. */
  undelivered: number;
  /** Why the endpoint is held, when nothing is sent until somebody does something. */
  hold: DeliveryReason | null;
  /** The last ten, newest first. */
  recent: DeliveryView[];
}

export type PreviewResult =
  | { ok: true; event: BrainIngestEvent }
  | { ok: false; reason: ReadFailure | SubmitFailure | 'no_content_script'; detail?: string };
