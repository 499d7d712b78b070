import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { utf8Bytes } from '../../../lib/protocol/bytes.ts';
import { SOURCE } from '../../../lib/protocol/event.ts';
import { importSigningKeys } from '../../../lib/protocol/secret.ts';
import { signRequest } from '../../../lib/protocol/sign.ts';
import type { KeyStore } from '../../store/key-store.ts';
import { answerError } from '../answers.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const DEFAULT_SOURCE = 'sample';
const PATHS = {
  signed: (workspaceId: string, source: string) => `/webhooks/v1/${workspaceId}/${source}`,
  generic: (workspaceId: string, source: string) => `/api/v1/webhooks/generic/${workspaceId}?source=${source}`,
};

export interface SampleRouteParts {
  readonly store: KeyStore;
  /** Takes a request the way the socket would. */
  readonly dispatch: (path: string, init: RequestInit) => Promise<Response>;
}

/** "Try it": a sample event, signed and sent through the very route that tools use. It is stored and handed on like any other. */
export function createSampleRoutes({ store, dispatch }: SampleRouteParts): readonly ApiRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/api/v1/workspaces/{ws}/samples',
      scope: 'write',
      summary: 'Sign a sample event, send it through a way in, and tell what was sent and answered',
      body: z.strictObject({
        route: z.enum(['signed', 'generic']).default('signed'),
        source: z.string().regex(SOURCE, 'must be lower-case letters, digits, _ and -').default(DEFAULT_SOURCE),
      }),
      answer: {
        status: 200,
        description: 'The request and its answer, whatever that is',
        schema: z.object({
          event_id: z.string(),
          path: z.string(),
          headers: z.record(z.string(), z.string()),
          body: z.string(),
          status: z.int(),
          answer: z.unknown(),
        }),
      },
      errors: ['not_found'],
      handle: async ({ c, workspaceId, body: { route, source }, now }) => {
        const [key] = await store.findLiveKeys(workspaceId, source, now);
        const keys = key ? await importSigningKeys(key.secret) : null;
        if (!keys) return answerError(c, 'not_found');
        const id = `evt_${randomUUID()}`;
        const body = JSON.stringify(makeSample({ id, workspaceId, source, now }));
        const signed = await signRequest(keys, { id, timestampSec: Math.floor(now / 1000), body: utf8Bytes(body) });
        const headers = { 'content-type': 'application/json', ...signed };
        const path = PATHS[route](workspaceId, source);
        const answer = await dispatch(path, { method: 'POST', headers, body });
        const told: unknown = await answer.json();
        return c.json({ event_id: id, path, headers, body, status: answer.status, answer: told });
      },
    }),
  ];
}

interface Sample {
  readonly id: string;
  readonly workspaceId: string;
  readonly source: string;
  readonly now: number;
}

function makeSample({ id, workspaceId, source, now }: Sample) {
  return {
    event_id: id,
    source,
    type: 'sample',
    workspace_id: workspaceId,
    timestamp: new Date(now).toISOString(),
    data: { message: 'A sample event, sent from the console.' },
  };
}
