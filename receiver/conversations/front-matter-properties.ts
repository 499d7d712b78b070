import type { StoredConversation } from './conversation.ts';
import { localDateTime, oneLine } from './note-text.ts';

export type PropertyValue = string | number | readonly string[];

/** What Brainpost keeps up to date in a note's front matter. `undefined`: nothing to say, what is there stays. */
export interface NoteProperties {
  readonly title: string;
  readonly source: string;
  readonly url: string | undefined;
  readonly session_id: string;
  readonly models: readonly string[];
  readonly labels: readonly string[];
  readonly created: string | undefined;
  readonly updated: string | undefined;
  readonly messages: number;
  readonly completeness: string;
  readonly brainpost_id: string;
  readonly tags: readonly string[] | undefined;
  readonly aliases: readonly string[] | undefined;
}

/** Properties of a conversation's new note. `tags` are its labels in the form that Obsidian takes. */
export function noteProperties(conversation: StoredConversation): NoteProperties {
  const tags = tagsOf(conversation.labels);
  return {
    title: noteTitle(conversation),
    source: conversation.source,
    url: conversation.url ?? undefined,
    session_id: conversation.sessionId,
    models: conversation.models.map(oneLine),
    labels: conversation.labels.map(oneLine),
    created: localDateTime(conversation.createdAt) ?? undefined,
    updated: localDateTime(conversation.updatedAt) ?? undefined,
    messages: conversation.messageCount,
    completeness: conversation.completeness,
    brainpost_id: conversation.id,
    tags: tags.length ? tags : undefined,
    aliases: undefined,
  };
}

/** Stands in for a title that is empty. */
export const UNTITLED = 'Untitled';

/** The title on one line, `Untitled` when the site has none. */
export function noteTitle(conversation: StoredConversation): string {
  return oneLine(conversation.title) || UNTITLED;
}

/** Labels as tags: letters, digits, `_`, `-` and `/`, no spaces, at least one that is no digit (Obsidian's rule). */
export function tagsOf(labels: readonly string[]): string[] {
  const tags = labels.map((label) =>
    label
      .normalize('NFC')
      .trim()
      .replace(/^#+/, '')
      .replace(/[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}_/-]+/gu, '-')
      .replace(/\/{2,}/g, '/')
      .replace(/^[-/]+|[-/]+$/g, ''),
  );
  return [...new Set(tags.filter(Boolean).map((tag) => (/^[\p{N}/-]+$/u.test(tag) ? `_${tag}` : tag)))];
}
