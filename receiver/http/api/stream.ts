import { z } from 'zod';
import type { Bell } from '../../outbox/bell.ts';
import type { PassingBodies } from '../../outbox/passing-bodies.ts';
import { topicsSchema } from '../../outbox/topics.ts';
import type { OutboxEvent, OutboxStore } from '../../store/outbox-store.ts';
import type { SessionStore } from '../../store/session-store.ts';
import type { TokenStore } from '../../store/token-store.ts';
import { matchesEventType } from '../../webhooks/event-filter.ts';
import { answerError } from '../answers.ts';
import { answerRateLimited } from '../caller.ts';
import { isStillWelcome } from './is-still-welcome.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const BATCH = 100;
/** So that whoever is between notices that somebody is there, and we that nobody is. */
const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2000;
const MAX_STREAMS = 200;
const TRY_LATER_SECONDS = 30;
const CURSOR = /^[0-9]{1,15}$/;

export interface StreamParts {
  readonly store: OutboxStore & SessionStore & TokenStore;
  readonly bell: Bell;
  readonly passing: PassingBodies;
}

interface Listener {
  readonly workspaceId: string;
  readonly topics: readonly string[];
  /** Id of the last row that is known. */
  readonly after: number;
  readonly onEnd: () => void;
  /** Asked before anything is told: who signed out hears no more. */
  readonly isWelcome: () => Promise<boolean>;
}

/**
 * What happens, as it happens (docs/protocol.md, section 6): Server-Sent Events whose ids are those of the outbox. Who comes back
 * with the last one gets what came after it, each once.
 */
export function createStreamRoutes(parts: StreamParts): readonly ApiRoute[] {
  let streams = 0;
  return [
    defineRoute({
      method: 'GET',
      path: '/api/v1/workspaces/{ws}/stream',
      scope: 'read',
      summary: 'What happens, as it happens; with Last-Event-ID everything since then, without it from now on',
      query: z.object({ topics: topicsSchema }),
      answer: { status: 200, description: 'Server-Sent Events', mediaType: 'text/event-stream' },
      errors: ['invalid_header', 'rate_limited'],
      handle: async ({ c, principal, workspaceId, query: { topics } }) => {
        const told = c.req.header('last-event-id');
        if (told !== undefined && !CURSOR.test(told)) return answerError(c, 'invalid_header');
        if (streams >= MAX_STREAMS) return answerRateLimited(c, TRY_LATER_SECONDS);
        const after = told === undefined ? await parts.store.lastOutboxId() : Number(told);
        streams += 1;
        const onEnd = () => void (streams -= 1);
        const isWelcome = () => isStillWelcome(parts.store, principal);
        return c.body(openStream(parts, { workspaceId, topics, after, onEnd, isWelcome }), 200, {
          'Content-Type': 'text/event-stream',
          'X-Accel-Buffering': 'no',
        });
      },
    }),
  ];
}

/** Reads on only when the listener has taken what was read. */
function openStream(parts: StreamParts, listener: Listener): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let cursor = listener.after;
  let isOpen = true;
  const end = () => {
    if (isOpen) listener.onEnd();
    isOpen = false;
  };
  return new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n`)),
    pull: async (controller) => {
      const read = await nextText(parts, { ...listener, after: cursor }).catch((error: unknown) => {
        end();
        throw error; // the listener comes back with the last id it has
      });
      if (!isOpen) return;
      if (parts.bell.isClosed || read === null) {
        end();
        return controller.close();
      }
      cursor = read.cursor;
      controller.enqueue(encoder.encode(read.text));
    },
    cancel: end,
  });
}

/** @returns what to send next, a heartbeat when nothing happened for a while; `null` when the listener has no business here any more */
async function nextText({ store, bell, passing }: StreamParts, { workspaceId, topics, after, isWelcome }: Listener) {
  let cursor = after;
  for (;;) {
    const { count } = bell;
    const events = await store.readOutbox({ after: cursor, limit: BATCH, workspaceId });
    if (!(await isWelcome())) return null;
    cursor = events.at(-1)?.id ?? cursor;
    const told = events.filter(({ type }) => matchesEventType(topics, type));
    const text = told.map((event) => toMessage({ ...event, ...passing.complete(event.payload) }));
    if (text.length > 0) return { cursor, text: text.join('') };
    if (events.length > 0) continue;
    await bell.wait(count, HEARTBEAT_MS);
    if (bell.count === count || bell.isClosed) return { cursor, text: ':\n\n' };
  }
}

/** https://html.spec.whatwg.org/multipage/server-sent-events.html. The payload may be a body that somebody sent in lines. */
function toMessage({ id, type, payload }: OutboxEvent): string {
  const data = payload.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
  return `id: ${id}\nevent: ${type}\n${data.join('')}\n`;
}
