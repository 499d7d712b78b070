import { cleanText } from '../../markdown/clean-text.ts';
import { dollarMath } from '../../markdown/dollar-math.ts';
import type { Message } from '../../protocol/event.ts';
import { attachmentsOf } from './api-attachments.ts';
import { type ApiMessage, isRecord } from './api-message.ts';
import { citationsOf, resolveMarkers } from './markers.ts';

const TEXT = new Set(['text', 'multimodal_text']);

/**
 * What a person sees of a branch of ChatGPT's data, in the branch's order. Left out: system and hidden messages, what
 * the model says to tools and what tools answer, except pictures. Thinking goes to the answer after it.
 */
export function messagesOf(branch: readonly ApiMessage[]): Message[] {
  const messages: Message[] = [];
  let thoughts: string[] = [];
  let thinker: ApiMessage | null = null;
  const flushThoughts = (): void => {
    if (thinker) messages.push({ ...base(thinker, 'assistant'), content: '', reasoning: thoughts.join('\n\n') });
    thoughts = [];
    thinker = null;
  };
  for (const node of branch) {
    if (node.metadata?.is_visually_hidden_from_conversation) continue;
    const thought = thinkingOf(node);
    if (thought !== '') {
      thoughts.push(thought);
      thinker = node;
      continue;
    }
    const message = visibleMessage(node);
    if (message === null) continue;
    if (message.role === 'user') flushThoughts();
    else if (thoughts.length > 0) message.reasoning = thoughts.splice(0).join('\n\n');
    if (message.role === 'assistant') thinker = null;
    messages.push(message);
  }
  flushThoughts();
  return messages;
}

function visibleMessage(node: ApiMessage): Message | null {
  const isText = TEXT.has(node.content.content_type);
  switch (node.author.role) {
    case 'user':
      return isText
        ? withSubstance({ ...base(node, 'user'), content: textOf(node, (part) => part), ...attachmentsOf(node) })
        : null;
    case 'assistant':
      if (isCanvas(node)) return withSubstance({ ...base(node, 'assistant'), content: canvasText(node) });
      return isText && isForPeople(node) ? withSubstance(answer(node)) : null;
    case 'tool':
      // Generated pictures come from a tool.
      return isText ? withSubstance({ ...base(node, 'assistant'), content: '', ...attachmentsOf(node) }) : null;
    default:
      return null;
  }
}

function answer(node: ApiMessage): Message {
  const references = node.metadata?.content_references ?? [];
  const old = (node.metadata?.citations ?? []).map(({ metadata }) => ({
    title: metadata?.title ?? null,
    url: metadata?.url ?? null,
  }));
  const citations = citationsOf([...references, ...old]);
  return {
    ...base(node, 'assistant'),
    content: textOf(node, (part) => dollarMath(resolveMarkers(part, references))),
    ...(citations.length > 0 ? { citations } : {}),
    ...attachmentsOf(node),
  };
}

function base(node: ApiMessage, role: 'user' | 'assistant'): Omit<Message, 'content'> & { role: 'user' | 'assistant' } {
  const model = role === 'assistant' ? node.metadata?.model_slug : null;
  const timestamp = node.create_time ? new Date(node.create_time * 1000).toISOString() : null;
  return { role, id: node.id, ...(timestamp ? { timestamp } : {}), ...(model ? { model } : {}) };
}

function withSubstance(message: Message): Message | null {
  return message.content === '' && !message.attachments ? null : message;
}

function isForPeople({ recipient, channel }: ApiMessage): boolean {
  return (!recipient || recipient === 'all') && channel !== 'analysis' && channel !== 'commentary';
}

/** Thoughts, and what the model says while it works: both stand folded above the answer. */
function thinkingOf(node: ApiMessage): string {
  if (node.author.role !== 'assistant') return '';
  if (node.content.content_type === 'thoughts') {
    const thoughts = node.content.thoughts ?? [];
    return thoughts
      .map(({ summary, content }) => [summary && `**${summary}**`, content].filter(Boolean).join('\n\n'))
      .join('\n\n');
  }
  const isAside = node.channel === 'commentary' && (!node.recipient || node.recipient === 'all');
  return isAside && TEXT.has(node.content.content_type) ? textOf(node, (part) => resolveMarkers(part, [])) : '';
}

/** Text parts, and what was said aloud. */
function textOf({ content }: ApiMessage, resolve: (part: string) => string): string {
  const parts = (content.parts ?? []).map((part) => {
    if (typeof part === 'string') return resolve(part);
    const isSpoken = isRecord(part) && part['content_type'] === 'audio_transcription';
    return isSpoken && typeof part['text'] === 'string' ? part['text'] : '';
  });
  return cleanText(parts.filter((part) => part !== '').join('\n\n')).replace(/^(?:[ \t]*\n)+|\s+$/g, '');
}

/** A document in the canvas is written by a call to this tool. */
function isCanvas({ recipient }: ApiMessage): boolean {
  return recipient?.startsWith('canmore.create') ?? false;
}

function canvasText({ content }: ApiMessage): string {
  try {
    const [part] = content.parts ?? [];
    const made: unknown = JSON.parse(content.text ?? (typeof part === 'string' ? part : ''));
    if (!isRecord(made) || typeof made['content'] !== 'string') return '';
    const name = typeof made['name'] === 'string' ? `**${made['name']}**\n\n` : '';
    return cleanText(name + made['content']).trim();
  } catch {
    return '';
  }
}
