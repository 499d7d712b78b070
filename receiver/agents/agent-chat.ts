import { z } from 'zod';
import type { BrainIngestEvent, Message } from '../../lib/protocol/event.ts';
import type { ClaimedRun } from '../store/agent-run-store.ts';
import type { ChatAnswer } from './read-completion.ts';

/** Source of the conversations that agents hold with events; their notes lie in a folder of that name. */
export const CHAT_SOURCE = 'agents';

/** Longer than what models take, and short enough to be read. */
const MAX_EVENT_LENGTH = 100_000;

const eventSchema = z.object({
  timestamp: z.string(),
  data: z.looseObject({
    source: z.string(),
    event_type: z.string(),
    verified: z.boolean(),
    payload: z.unknown(),
  }),
});

type Run = Pick<ClaimedRun, 'id' | 'agent' | 'eventId' | 'role' | 'sessionId'>;

/** What is told of an event. */
export interface Prompt {
  /** Markdown. */
  readonly text: string;
  /** When the event came, RFC 3339. */
  readonly at: string;
}

/** What an agent is asked. @param payload the event as it stands in the outbox @returns `null` when its content is not kept any more */
export function promptOf(role: string, payload: string | null): Prompt | null {
  const event = payload === null ? undefined : eventSchema.safeParse(JSON.parse(payload)).data;
  if (!event || event.data.payload === undefined) return null;
  const { source, event_type: type, verified } = event.data;
  const json = JSON.stringify(event.data.payload, null, 2);
  const cut = json.slice(0, MAX_EVENT_LENGTH);
  const left = json.length - cut.length;
  const fence = '`'.repeat(Math.max(3, longestRun(cut) + 1));
  const text = [
    `Event \`${role}\` (${type}) from ${source}, received ${event.timestamp}, ${verified ? 'signature verified' : 'not verified: anybody may have sent it'}.`,
    `${fence}json\n${cut}\n${fence}`,
    ...(left > 0 ? [`Cut here; ${left} more characters are not shown.`] : []),
  ].join('\n\n');
  return { text, at: event.timestamp };
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

/** The chat so far as a capture of itself. @param answer `null` before there is one @param now UNIX milliseconds */
export function toChat(run: Run, prompt: Prompt, { answer, now }: { answer: ChatAnswer | null; now: number }) {
  const { agent, eventId, role, sessionId } = run;
  const question: Message = {
    id: 'event',
    parent_id: null,
    index: 0,
    role: 'user',
    content: prompt.text,
    timestamp: prompt.at,
  };
  const messages = answer ? [question, toMessage(answer, now)] : [question];
  return {
    event_id: `run_${run.id}_${messages.length}`,
    source: CHAT_SOURCE,
    type: 'brain.ingest',
    workspace_id: agent.workspaceId,
    timestamp: new Date(now).toISOString(),
    data: {
      session_id: sessionId,
      conversation_title: `${agent.name}: ${role}`,
      messages,
      links: [],
      capture: { completeness: 'complete', snapshot: 'full', total_messages: messages.length },
      event_id: eventId,
    },
  } satisfies BrainIngestEvent;
}

function toMessage({ content, reasoning, model }: ChatAnswer, now: number): Message {
  return {
    id: 'answer',
    parent_id: 'event',
    index: 1,
    role: 'assistant',
    content,
    timestamp: new Date(now).toISOString(),
    ...(model !== null && { model }),
    ...(reasoning !== null && { reasoning }),
  };
}
