import { dollarMath } from '../../markdown/dollar-math.ts';
import type { Attachment, Citation } from '../../protocol/event.ts';
import { stepBlock } from '../api-step.ts';
import { isRecord, type Json, recordsOf, textOf } from '../api-values.ts';
import { readAnswerText } from './api-answer-text.ts';
import type { Documents } from './api-documents.ts';
import { sourcesOf, withSources } from './api-citations.ts';
import { madeImage, type Place, sandboxFile } from './api-files.ts';
import type { TreeMessage } from './api-tree.ts';

/** What the blocks of one message are made of. */
export interface Parts {
  readonly texts: string[];
  /** Thinking and the work of tools: the page folds both away, and an answer reads the same without them. */
  readonly reasoning: string[];
  readonly citations: Citation[];
  readonly attachments: Attachment[];
}

interface Context {
  readonly message: TreeMessage;
  readonly documents: Documents;
  readonly place: Place;
  readonly parts: Parts;
}

type ReadBlock = (block: Json, context: Context) => void;

/** Seen until 2026-10. What a tool read is not among it: it may come from a mailbox or a drive, and was not said here. */
const READERS: Readonly<Record<string, ReadBlock>> = {
  text: readText,
  voice_note: readText,
  thinking: readThinking,
  redacted_thinking: () => {},
  tool_use: readToolUse,
  tool_result: readToolResult,
  image: (block, { parts, place }) => parts.attachments.push(madeImage(block, place)),
  local_resource: (block, { parts, place }) => parts.attachments.push(sandboxFile(block, place)),
  // How much may still be written: for the model, not for people.
  token_budget: () => {},
};

/** How many blocks of a message are of a kind that is not known, and are delivered as they came. */
export function unknownPartsOf({ blocks }: TreeMessage): number {
  return blocks.filter(({ type }) => !(textOf(type) in READERS)).length;
}

export function readParts(message: TreeMessage, documents: Documents, place: Place): Parts {
  const parts: Parts = { texts: [], reasoning: [], citations: [], attachments: [] };
  const context: Context = { message, documents, place, parts };
  for (const block of message.blocks) (READERS[textOf(block['type'])] ?? readUnknown)(block, context);
  return parts;
}

function readText(block: Json, { message, documents, place, parts }: Context): void {
  const text = textOf(block['text']);
  if (message.role === 'user') {
    parts.texts.push(text.trimEnd().replace(/^\n+/, ''));
    return;
  }
  const sources = sourcesOf(block['citations'], place.origin);
  parts.citations.push(...(sources.some(({ title }) => !title) ? named(sources, message, place) : sources));
  const read = readAnswerText(withSources(text, block['citations'], place.origin));
  parts.reasoning.push(...read.reasoning);
  for (const piece of read.pieces) {
    if (typeof piece === 'string') parts.texts.push(/\\[([]/.test(piece) ? dollarMath(piece) : piece);
    else parts.reasoning.push(stepBlock({ name: documents.write(piece, message.id) ?? piece.key }));
  }
}

/** Some citations say no more than the address; the search that found the page knows its title. */
function named(sources: readonly Citation[], { blocks }: TreeMessage, place: Place): Citation[] {
  const results = blocks.filter(({ type }) => type === 'tool_result').flatMap((result) => foundLinks(result, place));
  return sources.map((source) => (source.title ? source : (results.find(({ url }) => url === source.url) ?? source)));
}

/** Newer models hide their thinking and leave a summary of it. */
function readThinking(block: Json, { parts }: Context): void {
  const summaries = recordsOf(block['summaries']).map(({ summary }) => textOf(summary).trim());
  parts.reasoning.push(textOf(block['thinking']).trim() || summaries.filter(Boolean).join('\n\n'));
}

function readToolUse(block: Json, { message, documents, place, parts }: Context): void {
  const name = textOf(block['name']);
  const input = isRecord(block['input']) ? block['input'] : {};
  const written = documents.apply(name, input, message.id);
  const given = written === null ? inputOf(block, input) : { input: written };
  const result = message.blocks.find((other) => isResultOf(other, block));
  parts.reasoning.push(stepBlock({ name, ...given, links: result ? foundLinks(result, place) : [] }));
}

function inputOf(block: Json, input: Json): { input: string; language?: string } {
  const shown = isRecord(block['display_content']) ? block['display_content'] : {};
  const code = shown['type'] === 'code_block' ? textOf(shown['code']) : '';
  if (code !== '') return { input: code, language: textOf(shown['language']) };
  const entries = Object.entries(input).map(([key, value]) => [key, valueText(value)] as const);
  if (entries.length === 1) return { input: entries[0]?.[1] ?? '' };
  return { input: entries.map(([key, value]) => `${key}: ${value}`).join('\n') };
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function readToolResult(block: Json, { message, parts, place }: Context): void {
  for (const part of recordsOf(block['content'])) {
    if (part['type'] === 'image') parts.attachments.push(madeImage(part, place));
    else if (part['type'] === 'local_resource') parts.attachments.push(sandboxFile(part, place));
  }
  // Else the links stand with the call.
  if (message.blocks.some((other) => isResultOf(block, other))) return;
  const links = foundLinks(block, place);
  if (links.length > 0) parts.reasoning.push(stepBlock({ name: textOf(block['name']), links }));
}

function isResultOf(result: Json, call: Json): boolean {
  if (result['type'] !== 'tool_result' || call['type'] !== 'tool_use') return false;
  return textOf(call['id']) !== '' && result['tool_use_id'] === call['id'];
}

/** Pages that a search found. */
function foundLinks(result: Json, place: Place): Citation[] {
  const found = recordsOf(result['content']).filter(({ type }) => type === 'knowledge');
  return sourcesOf(found, place.origin);
}

/** A kind of block that is not known yet: kept as it is. */
function readUnknown(block: Json, { parts }: Context): void {
  const { type, ...rest } = block;
  parts.texts.push(stepBlock({ name: textOf(type) || '?', input: JSON.stringify(rest, null, 2), language: 'json' }));
}
