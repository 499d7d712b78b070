import type { Attachment, Citation } from '../../lib/protocol/event.ts';
import type { StoredMessage } from './conversation.ts';
import { noteContent } from './note-content.ts';
import { linkTo, localDateTime, plainText, webAddress } from './note-text.ts';

/** What a message's heading says beside the time. */
export interface MessageHeading {
  /** Name of the one who answers, `ChatGPT`. */
  readonly assistant: string;
  /** Shown when it is another one than that of the answer before. */
  readonly model: string | null;
}

/** One message as Markdown: heading, folded thinking, content, attachments, sources. Ends without a line end. */
export function renderMessage(message: StoredMessage, heading: MessageHeading): string {
  const content = noteContent(message.content);
  const parts = [
    `## ${headingOf(message, heading)}`,
    message.reasoning ? foldedThinking(message.reasoning) : '',
    content,
    listOf('Attachments', message.attachments.map(attachmentItem)),
    listOf('Sources', unlinkedSources(message.citations, message.content)),
  ];
  return parts.filter(Boolean).join('\n\n');
}

function headingOf(message: StoredMessage, heading: MessageHeading): string {
  const time = message.timestamp && localDateTime(message.timestamp)?.slice(0, 16).replace('T', ' ');
  return [nameOf(message, heading), time, heading.model]
    .map((part) => plainText(part ?? ''))
    .filter(Boolean)
    .join(' · ');
}

function nameOf(message: StoredMessage, heading: MessageHeading): string {
  switch (message.role) {
    case 'user':
      return 'User';
    case 'assistant':
      return heading.assistant;
    case 'system':
      return 'System';
    case 'tool':
      return 'Tool';
    default:
      return message.role satisfies never;
  }
}

/** A callout of Obsidian that is closed until clicked; a quote everywhere else. */
function foldedThinking(reasoning: string): string {
  const lines = noteContent(reasoning).split('\n');
  return ['> [!note]- Thinking', ...lines.map((line) => (line ? `> ${line}` : '>'))].join('\n');
}

function listOf(title: string, items: readonly string[]): string {
  return items.length ? `**${title}**\n\n${items.map((item) => `- ${item}`).join('\n')}` : '';
}

function attachmentItem(attachment: Attachment): string {
  const name = attachment.name || attachment.id || 'unnamed';
  const details = [attachment.mime_type, attachment.size === undefined ? undefined : sizeInWords(attachment.size)];
  const shown = attachment.url ? linkTo(attachment.url, name) : plainText(name);
  const known = details.filter((detail) => detail !== undefined).map(plainText);
  return known.length ? `${shown} (${known.join(', ')})` : shown;
}

function sizeInWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Sources whose address does not stand in the text already, each once. */
function unlinkedSources(citations: readonly Citation[], content: string): string[] {
  const items = new Map<string, string>();
  for (const { url, title } of citations) {
    const isLinked = content.includes(url) || content.includes(webAddress(url) ?? url);
    if (url && !isLinked && !items.has(url)) items.set(url, linkTo(url, title || url));
  }
  return [...items.values()];
}
