import type { StoredConversation, StoredMessage } from './conversation.ts';
import { updateFrontMatter } from './front-matter.ts';
import { noteProperties } from './front-matter-properties.ts';
import { replaceRegion } from './managed-region.ts';
import { type MessageHeading, renderMessage } from './note-message.ts';
import { sourceName } from './note-source.ts';
import type { Eol } from './note-text.ts';

/** What a note says on top when it may not hold everything. A complete conversation says nothing. */
const COMPLETENESS_LINE: Readonly<Record<StoredConversation['completeness'], string | null>> = {
  complete: null,
  window: '> [!warning] Only a part of this conversation was captured; other messages may be missing.',
  selection: '> [!warning] Only messages that were selected are here, not the whole conversation.',
  unknown: '> [!warning] This conversation may be incomplete: the page did not tell whether there is more.',
};
const UNREADABLE_PROPERTIES_LINE =
  '> [!warning] The properties of this note cannot be read as YAML. They were left as they are and are not updated.';

/**
 * The text of a conversation's note.
 * @param existing text of the note so far; everything in it that is not Brainpost's is kept byte for byte. `null`: a new note
 * @param messages in reading order
 */
export function composeNote(
  existing: string | null,
  conversation: StoredConversation,
  messages: readonly StoredMessage[],
): string {
  const eol: Eol = existing !== null && /^[^\n]*\r\n/.test(existing) ? '\r\n' : '\n';
  const { frontMatter, body, isReadable } = updateFrontMatter(existing ?? '', noteProperties(conversation), eol);
  const blocks = [
    isReadable ? null : UNREADABLE_PROPERTIES_LINE,
    COMPLETENESS_LINE[conversation.completeness],
    ...renderMessages(conversation, messages),
  ];
  const inner = blocks.filter((block) => block !== null).join('\n\n');
  return frontMatter + replaceRegion(body, inner, eol);
}

function renderMessages(conversation: StoredConversation, messages: readonly StoredMessage[]): string[] {
  const assistant = sourceName(conversation.source);
  let model: string | null = null;
  return messages.map((message) => {
    const heading: MessageHeading = { assistant, model: message.model === model ? null : message.model };
    model = message.model ?? model;
    return renderMessage(message, heading);
  });
}
