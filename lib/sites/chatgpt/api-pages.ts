import type { Answer } from '../api-refusal.ts';
import { isRecord, type Json, listOf, textOf } from '../api-values.ts';
import type { Ask } from './api-session.ts';

/** All messages of a conversation that the paged route gave, oldest first. */
export interface Pages {
  readonly title: string;
  readonly isTemporary: boolean;
  readonly messages: readonly unknown[];
  readonly current: string;
  /** `older`: there are messages before the first one, or nothing says that there are none. */
  readonly missing: 'none' | 'older';
}

/** More turns at a time than the page itself asks for (10), so that most conversations are one request. Seen 2026-10. */
const QUERY = 'include_has_versions=true&num_turns=100';
/** Ten thousand turns. */
const MOST_PAGES = 100;

interface Page {
  readonly messages: readonly unknown[];
  readonly current: string;
  /** Null: nothing is older. Undefined: the page does not say. */
  readonly before: string | null | undefined;
}

/** Reads a conversation from its newest page to its oldest. What was read by then stays when an older page is not as it should be. */
export async function readPages(ask: Ask, id: string): Promise<Answer<Pages>> {
  const path = `/backend-api/conversations/${id}`;
  const newest = await ask(`${path}?${QUERY}`);
  if (!newest.ok) return newest;
  const first = toPage(newest.value);
  if (first === null || first.messages.length === 0)
    return { ok: false, reason: 'endpoint_changed', detail: 'no messages' };

  const pages = [first];
  const asked = new Set<string>();
  let { before } = first;
  while (typeof before === 'string' && !asked.has(before) && asked.size < MOST_PAGES) {
    asked.add(before);
    const answer = await ask(`${path}/messages?before=${encodeURIComponent(before)}&${QUERY}`);
    if (!answer.ok && answer.reason !== 'no_route') return answer;
    const page = answer.ok ? toPage(answer.value) : null;
    // Of a page that is empty, or of a conversation that was changed in between, nothing fits to what was read.
    if (page === null || page.messages.length === 0 || hasChanged(first, page)) break;
    pages.unshift(page);
    before = page.before;
  }
  return {
    ok: true,
    value: {
      title: isRecord(newest.value) ? textOf(newest.value['title']) : '',
      isTemporary: isTemporary(newest.value),
      messages: pages.flatMap(({ messages }) => messages),
      current: first.current,
      missing: before === null ? 'none' : 'older',
    },
  };
}

/** The site does not keep it. The list of chats has the longer name; seen 2026-09. */
export function isTemporary(conversation: unknown): boolean {
  return (
    isRecord(conversation) && (conversation['is_temporary_chat'] === true || conversation['is_temporary'] === true)
  );
}

function toPage(answer: unknown): Page | null {
  if (!isRecord(answer) || !Array.isArray(answer['messages'])) return null;
  return { messages: listOf(answer['messages']), current: textOf(answer['current_node']), before: cursorIn(answer) };
}

function cursorIn({ page_info: info }: Json): string | null | undefined {
  if (!isRecord(info)) return undefined;
  if (info['has_previous_page'] === false) return null;
  return textOf(info['start_cursor']) || undefined;
}

function hasChanged(first: Page, older: Page): boolean {
  return older.current !== '' && older.current !== first.current;
}
