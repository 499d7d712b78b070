import type { ReaderChoice } from './capture/reader-slot.ts';
import type { BrainIngestEvent, CaptureMode } from './protocol/event.ts';
import type { Conversation, ReadFailure, ReadResult } from './sites/conversation.ts';

/** What pages, content script and worker say to each other. Types only: everyone may import this. */
export interface MessageMap {
  // Content script -> worker. Untrusted: the worker parses the input and takes the site from the sender.
  'reader:load'(): { ok: boolean };
  'popup:open'(): void;
  /** Of the sender's own site. Ask again on `page:preferences`. */
  'preferences:site'(): SitePolicy;
  /** Whether this conversation may be captured by itself. */
  'capture:policy'(input: ConversationFacts): ConversationPolicy;
  /** What the user decided for this conversation on its page. `null` takes the decision back. */
  'capture:choose'(input: { conversationId: string; choice: ConversationChoice | null }): void;
  'capture:submit'(input: { conversation: Conversation; mode: CaptureMode }): SubmitResult;

  // Worker or extension page -> content script of one tab.
  'page:read'(input: { use: ReaderChoice }): ReadResult;
  'page:send'(): SendState;
  /** What is selected on the page, as messages. The worker asks when the user chose so in the browser's own menu. */
  'page:selection'(): SelectionReading;
  /** What became of the selection; the page shows it at its button. */
  'page:selection-sent'(input: { result: SubmitResult | SelectionFailure; messageCount: number }): void;
  'page:skeleton'(): string;
  'page:state'(): PageState;
  'page:delivered'(input: { eventIds: string[] }): void;
  /** Preferences or a decision for a conversation have changed. */
  'page:preferences'(): void;

  // Extension pages -> worker. Refused from anywhere else.
  'sites:list'(): OptionalSiteView[];
  'sites:switch'(input: { id: string; isOn: boolean }): void;
  /** The labels that a conversation is sent with. */
  'labels:get'(input: LabelledConversation): LabelsView;
  /** Remembered for the conversation; `alsoOfSite`: for new ones of its site, too. */
  'labels:set'(input: { conversation: LabelledConversation; labels: string[]; alsoOfSite: boolean }): LabelsView;
  'preferences:get'(): Preferences;
  /** Whole sections; those left out stay as they are. */
  'preferences:save'(input: Partial<Preferences>): SavePreferencesResult;
  /** The preferences as the text of a file, without connection and keys. */
  'settings:export'(): string;
  'settings:import'(input: { text: string }): ImportSettingsResult;
  /** Preferences as after installation, decisions for conversations forgotten. Connection, keys and queue stay. */
  'settings:reset'(): Preferences;
  /** What the preferences would make of a text, before they are saved. */
  'redaction:preview'(input: { text: string; redaction: RedactionPreferences }): RedactionPreview;
  'connection:get'(): ConnectionView | null;
  'connection:save'(input: ConnectionInput): SaveConnectionResult;
  'connection:test'(): ConnectionTest;
  'queue:overview'(): QueueOverview;
  /** All of them, or one. */
  'queue:retry'(input: { eventId?: string }): void;
  /** Newest first. */
  'queue:page'(input: QueuePageRequest): QueuePage;
  /** @returns whether it is gone; what is under way or delivered stays */
  'queue:discard'(input: { eventId: string }): boolean;
  /** One event a line, as it would be posted; `npm run receiver -- send FILE` delivers it. Paged, because queues may be long. */
  'queue:export'(input: { after: number | null }): { lines: string[]; next: number | null };
  /** The request that was sent last. */
  'queue:last-sent'(): SentView | null;
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

/** `text`: the selected words as the browser has them. */
export type SelectionReading = { ok: true; conversation: Conversation; text: string } | SelectionFailure;
export type SelectionFailure = { ok: false; reason: ReadFailure | 'no_selection' };

/** Why nothing was put into the outbox. */
export type SubmitFailure = 'not_connected' | 'invalid_capture' | 'too_large' | 'storage_full';

/** Why the page could not be captured or handed over. */
export type SendFailure = ReadFailure | SubmitFailure | 'no_selection' | 'extension_updated' | 'internal_error';

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

/**
 * What is not as it should be in a capture: nothing; older messages are missing; the site's API gives more later by itself;
 * something is of a kind that is not known, and is kept as it came.
 */
export type Rest = 'none' | 'missing' | 'follows' | 'unknown';

/** What the popup shows of the current tab. */
export interface PageState {
  siteId: string;
  /** As people write it, `ChatGPT`. */
  siteName: string;
  title: string;
  /** Missing where the page shows no conversation that has an address. */
  conversation?: ConversationFacts;
  send: SendState;
}

/** Whether conversations are captured by themselves. */
export type Automatic = 'off' | 'ask' | 'on';

export interface SitePolicy {
  /** Whether the site's own API may be asked. */
  useApi: boolean;
  automatic: Automatic;
}

/** What the user decided for one conversation: `never` holds always, `always` where it would be asked about. */
export type ConversationChoice = 'never' | 'always';

/** `never`: by the user's decision, or because its project or title is excluded. */
export type ConversationPolicy = 'never' | Automatic;

export interface ConversationFacts {
  /** The site's id of it, as in its address. */
  conversationId: string;
  title: string;
  /** The site's id of the project (folder, space) that it belongs to, where it has one. */
  projectId?: string;
}

export interface LabelledConversation extends ConversationFacts {
  siteId: string;
}

export interface LabelsView {
  labels: string[];
  /** For completion; the last used first. */
  known: string[];
  /** Whether new conversations of the site get the same. */
  isOfSite: boolean;
}

/** Also what a file of settings holds. Everything in it can be read by whoever gets that file: no secret belongs here. */
export interface Preferences {
  /** Ids of the sites whose own API is not asked; their pages are read instead. */
  apiOff: string[];
  automatic: AutomaticPreferences;
  labels: LabelPreferences;
  redaction: RedactionPreferences;
  /** Who the events are from. Empty: not sent. */
  actor: { id: string; email: string };
  /** Receivers show such events live and never write their content to disk. */
  renderOnly: boolean;
}

export interface AutomaticPreferences {
  /** Of every site without one of its own. */
  default: Automatic;
  /** By site id. */
  bySite: Record<string, Automatic>;
  excludedProjects: ExcludedProject[];
  /** Titles that contain one of these are never captured by themselves. Case does not matter, `*` stands for any text. */
  excludedTitles: string[];
}

export interface ExcludedProject {
  site: string;
  id: string;
  /** For people. */
  name: string;
}

export interface LabelPreferences {
  /** Labels of every new conversation of a site, by site id. */
  bySite: Record<string, string[]>;
  rules: LabelRule[];
  /** Labels that were used, for completion; the last used first. */
  known: string[];
}

export interface LabelRule {
  /** `title`: the title contains the text (case does not matter, `*` stands for any text); `project`: the project's id is the text. */
  on: 'title' | 'project';
  text: string;
  label: string;
}

/** Also the word in a placeholder: `[email-1]`. */
export type RedactionPreset = 'email' | 'phone' | 'card' | 'iban' | 'ip' | 'secret';

export interface RedactionPreferences {
  presets: RedactionPreset[];
  patterns: OwnPattern[];
  /** Also inside code. */
  inCode: boolean;
}

export interface OwnPattern {
  /** The word in its placeholder: `customer` gives `[customer-1]`. */
  name: string;
  /** A regular expression. */
  pattern: string;
}

/** What is wrong with a preference. */
export type PreferenceProblem =
  | 'invalid' // not of the right kind
  | 'empty'
  | 'too_long'
  | 'too_many'
  | 'invalid_email'
  | 'invalid_name' // of an own pattern: a-z, 0-9 and dashes, no word of a preset
  | PatternProblem;

/** Why an own pattern cannot be used. */
export type PatternProblem =
  | 'not_a_pattern' // no regular expression
  | 'unsupported_pattern' // looks around or refers back: what cannot be run in linear time
  | 'pattern_too_complex'; // too large with its repetitions written out

/** What the preferences make of a text: how many places by kind, `email`, `customer`. */
export type RedactionPreview =
  | { ok: true; text: string; counts: Record<string, number> }
  | { ok: false; issues: PreferenceIssue[] };

/** `path` as in `redaction.patterns.0.name`. */
export interface PreferenceIssue {
  path: string;
  problem: PreferenceProblem;
}

export type SavePreferencesResult = { ok: true; preferences: Preferences } | { ok: false; issues: PreferenceIssue[] };

export type ImportSettingsResult =
  | { ok: true; preferences: Preferences }
  | { ok: false; reason: 'not_settings' | 'newer_version' }
  | { ok: false; reason: 'invalid'; issues: PreferenceIssue[] };

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

/** A one-time code of the receiver, one pasted connection string, or the three fields. An empty secret keeps the one that is stored. */
export type ConnectionInput =
  | { kind: 'code'; endpoint: string; code: string }
  | { kind: 'string'; text: string }
  | { kind: 'fields'; endpoint: string; workspaceId: string; secret: string };

export type ConnectionProblem =
  | 'not_a_connection_string'
  | 'invalid_endpoint'
  | 'insecure_endpoint'
  | 'invalid_workspace'
  | 'missing_secret'
  | 'invalid_secret'
  | 'not_a_code'
  | 'code_refused' // wrong, used or too old
  | 'code_limited' // too many wrong ones
  | 'code_unreachable'
  | 'code_not_a_receiver'
  | 'code_not_private' // somebody could listen in between
  | 'code_not_permitted'; // the browser may not talk to the endpoint

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
  /** What the receiver said when it refused it, in its own words. */
  detail: string | null;
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

/** One request to the endpoint, exactly as it was made. */
export interface SentView {
  eventId: string;
  title: string;
  url: string;
  /** Those of ours; the browser adds its own. */
  headers: Record<string, string>;
  body: string;
  /** UNIX milliseconds. */
  atMs: number;
}

export type PreviewResult =
  | { ok: true; event: BrainIngestEvent /** Places that were replaced, by kind. */; redactions: Record<string, number> }
  | { ok: false; reason: ReadFailure | SubmitFailure | 'no_content_script'; detail?: string };
