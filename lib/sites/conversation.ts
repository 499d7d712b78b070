import type { ApiFailure } from './api.ts';
import type { Branch, Completeness, Message, Reader } from '../protocol/event.ts';

/** One reading of a conversation, as both kinds of reader give it. Plain data: it crosses to the worker as a message. */
export interface Conversation {
  /** `chatgpt`, `claude`, `gemini`; the source of the event. */
  source: string;
  /** The site's own conversation id, else a stable derived one with the prefix `derived:`. */
  sessionId: string;
  /** As the site shows it, without the site's name; `''` when the page has none. */
  title: string;
  /** The conversation's own address, without query and fragment. */
  url: string;
  /** In reading order, `index` from 0. */
  messages: Message[];
  /** What was said beside the current branch: edits, regenerated answers. Only the API knows. */
  branches?: Branch[];
  reader: Reader;
  /** `site/generation` of the page that was recognised, `chatgpt/2026-09`. */
  layout: string;
  /**
   * `complete`: everything was read and that is known; `window`: older messages are known or likely to be missing;
   * `unknown`: the page gives no sign either way.
   */
  completeness: Completeness;
  /** Parts of a kind that the reader does not know, which stand in the messages as they came; none when it is not there. */
  unknownParts?: number;
}

/** Why a page gave no conversation. Shown to people in words; never carries text of the page. */
export type ReadFailure =
  | 'no_messages' // the page is understood and holds no conversation
  | 'still_loading' // the page is not there yet
  | 'layout_changed' // the page looks like a conversation but is not understood
  | 'not_a_conversation' // the address is none of a conversation
  | ApiFailure;

export type ReadResult =
  | {
      ok: true;
      conversation: Conversation;
      /** The document was read because the API said "not now"; it may give more later. Milliseconds from now, where it said when. */
      apiRefusal?: { retryAfterMs?: number };
      /** The site says that it does not keep this chat: it is sent on an explicit click only. */
      isTemporary?: boolean;
    }
  | { ok: false; reason: ReadFailure; detail?: string };
