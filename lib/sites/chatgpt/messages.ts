import type { Message } from '../../protocol/event.ts';
import { isRecord, textOf } from '../api-values.ts';
import { answerText } from './answer-text.ts';
import { attachmentsOf } from './api-attachments.ts';
import { type ApiMessage, isForPeople, isHidden } from './api-message.ts';
import { canvasDocuments } from './canvas.ts';
import { reportIn } from './deep-research.ts';
import { markdownOf } from './parts.ts';
import { stepOf } from './steps.ts';
import { type MessageBase, TurnWriter } from './turn-writer.ts';

export interface BranchReading {
  readonly messages: readonly Message[];
  /** For every node of the branch, how many of the messages had been said when it was reached. */
  readonly counts: readonly number[];
}

/**
 * What a person sees of a branch of ChatGPT's data, in the branch's order. Left out: system, hidden and private
 * messages. Thinking and the work of tools go to the answer after them, documents of the canvas to their turn.
 * @param nodes null for a node that says nothing
 * @param earlier what was said before the branch began, for documents that it changes
 */
export function readBranch(nodes: readonly (ApiMessage | null)[], earlier: readonly ApiMessage[] = []): BranchReading {
  const documents = canvasDocuments([...earlier, ...nodes.filter((node) => node !== null)]);
  const writer = new TurnWriter();
  const counts = nodes.map((node) => {
    if (node) tell(writer, node);
    for (const document of (node && documents.get(node.id)) ?? []) writer.document(document, node?.id ?? '');
    return writer.messages.length;
  });
  writer.endTurn();
  return { messages: writer.messages, counts };
}

function tell(writer: TurnWriter, node: ApiMessage): void {
  const report = reportIn(node);
  if (report) {
    writer.report(report.id, { ...base(node, 'assistant'), ...report.text });
    return;
  }
  if (isHidden(node)) return;
  const step = stepOf(node);
  if (step !== '') writer.step(step, () => base(node, 'assistant'));
  const message = visibleMessage(node, step);
  if (message) writer.message(message);
  if (wasStopped(node)) writer.step('*Stopped by the user.*', () => base(node, 'assistant'));
}

function visibleMessage(node: ApiMessage, step: string): Message | null {
  switch (node.role) {
    case 'user':
      return withSubstance({ ...base(node, 'user'), content: markdownOf(node), ...attachmentsOf(node) });
    case 'assistant':
      if (step !== '' || !isForPeople(node) || THINKING.has(node.type)) return null;
      return withSubstance({ ...base(node, 'assistant'), ...answerText(node), ...attachmentsOf(node) });
    case 'tool':
      // Pictures come from a tool.
      return withSubstance({ ...base(node, 'assistant'), content: '', ...attachmentsOf(node) });
    default:
      return null;
  }
}

const THINKING = new Set(['thoughts', 'reasoning_recap']);

function withSubstance(message: Message): Message | null {
  return message.content === '' && !message.attachments ? null : message;
}

function base({ id, createTime, metadata }: ApiMessage, role: 'user' | 'assistant'): MessageBase {
  const model = role === 'assistant' ? textOf(metadata['model_slug']) : '';
  return { role, id, ...timeOf(createTime), ...(model === '' ? {} : { model }) };
}

/** @param seconds since 1970 */
function timeOf(seconds: number | null): { timestamp?: string } {
  const time = new Date((seconds ?? 0) * 1000);
  return Number.isNaN(time.getTime()) || time.getTime() <= 0 ? {} : { timestamp: time.toISOString() };
}

function wasStopped({ metadata }: ApiMessage): boolean {
  const details = metadata['finish_details'];
  return isRecord(details) && details['type'] === 'interrupted';
}
