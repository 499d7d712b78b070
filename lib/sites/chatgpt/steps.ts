import { stepBlock } from '../api-step.ts';
import { isRecord, listOf, recordsOf, textOf } from '../api-values.ts';
import { type ApiMessage, isForPeople, partsOf, soleText } from './api-message.ts';
import { resolveMarkers } from './markers.ts';
import { isKnown, markdownOf } from './parts.ts';

/** Tools whose calls are delivered as a document, and the private one by which the site remembers. */
const UNTOLD_CALL = /^(?:canmore\.create_textdoc$|bio(?:\.|$))/;
const UNTOLD_ANSWER = /^(?:canmore|bio)(?:\.|$)/;

/**
 * What stands folded above an answer, as Markdown: thoughts, what the model says while it works, the tools it calls and
 * what they answer. `''` when a message is none of that.
 */
export function stepOf(node: ApiMessage): string {
  if (node.role === 'tool') return toolAnswer(node);
  if (node.role !== 'assistant') return '';
  if (node.type === 'thoughts') return thoughts(node);
  // Its `content` are words of the user interface ("Thought for 12s"); `parts` would be text.
  if (node.type === 'reasoning_recap') return partsOf(node).map(textOf).join('\n\n');
  if (!isForPeople(node)) return toolCall(node);
  const isAside = node.channel === 'commentary' || node.channel === 'analysis';
  return isAside ? markdownOf(node, (text) => resolveMarkers(text, [])) : '';
}

function thoughts(node: ApiMessage): string {
  const told = recordsOf(node.content['thoughts']).map(({ summary, content }) => {
    const title = textOf(summary).trim();
    return [title === '' ? '' : `**${title}**`, textOf(content)].filter((text) => text !== '').join('\n\n');
  });
  const plain = partsOf(node).map(textOf);
  return [...told, ...plain].filter((text) => text.trim() !== '').join('\n\n');
}

function toolCall(node: ApiMessage): string {
  if (!isKnown(node)) return markdownOf(node);
  const input = soleText(node);
  if (UNTOLD_CALL.test(node.recipient) || input.trim() === '') return '';
  const named = textOf(node.content['language']);
  const language = named === 'unknown' || named === '' ? languageOf(node.recipient, input) : named;
  return stepBlock({ name: node.recipient, input, language });
}

function languageOf(tool: string, input: string): string {
  if (tool.startsWith('python')) return 'python';
  return /^\s*[{[]/.test(input) ? 'json' : '';
}

function toolAnswer(node: ApiMessage): string {
  const { name, metadata } = node;
  // Share pages keep a sentence in place of what a tool answered.
  if (UNTOLD_ANSWER.test(name) || metadata['is_redacted'] === true || showsPictures(node)) return '';
  if (node.type !== 'text' && node.type !== 'execution_output') return markdownOf(node);
  const output = node.type === 'text' ? partsOf(node).map(textOf).join('\n') : soleText(node);
  const isLine = !output.trim().includes('\n');
  return output.trim() === ''
    ? ''
    : stepBlock({ name: `${name || 'tool'} result`, input: output, language: isLine ? '' : 'text' });
}

/** The words beside a picture tell the model how to speak of it. */
function showsPictures(node: ApiMessage): boolean {
  return node.type === 'multimodal_text' && listOf(node.content['parts']).some((part) => isRecord(part));
}
