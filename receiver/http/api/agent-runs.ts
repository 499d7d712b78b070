import { z } from 'zod';
import { RUN_ERRORS } from '../../agents/run-errors.ts';
import type { AgentRun } from '../../store/agent-run-store.ts';
import type { Store } from '../../store/store.ts';
import { answerError } from '../answers.ts';
import { isoTime } from './iso-time.ts';
import { limitSchema, numberCursorSchema, pageSchema, toPage } from './page.ts';
import { type ApiRequest, type ApiRoute, defineRoute } from './route.ts';

const PATH = '/api/v1/workspaces/{ws}/runs';
const STATES = ['queued', 'running', 'done', 'failed'] as const;
const RUN_ID = /^[0-9]{1,15}$/;

const runSchema = z.object({
  id: z.string(),
  agent_id: z.string(),
  event_id: z.string(),
  role: z.string(),
  state: z.enum(STATES),
  attempts: z.int(),
  /** The chat that it fills. */
  conversation_id: z.string(),
  /** Of the last attempt. */
  error: z.enum(RUN_ERRORS).nullable(),
  status_code: z.int().nullable(),
  prompt_tokens: z.int().nullable(),
  completion_tokens: z.int().nullable(),
  duration_ms: z.int().nullable(),
  created_at: z.iso.datetime(),
  started_at: z.iso.datetime().nullable(),
  finished_at: z.iso.datetime().nullable(),
  next_attempt_at: z.iso.datetime().nullable(),
});

export interface RunRouteParts {
  readonly store: Store;
  /** Says that there may be something to run. */
  readonly onDue: () => void;
}

/** Runs of agents: what each was asked for, and what came of it. */
export function createRunRoutes({ store, onDue }: RunRouteParts): readonly ApiRoute[] {
  const one = { status: 200, description: 'The run', schema: runSchema } as const;
  return [
    defineRoute({
      method: 'GET',
      path: PATH,
      scope: 'read',
      summary: 'Runs of agents, newest first',
      query: z.object({
        agent: z.string().optional(),
        state: z.enum(STATES).optional(),
        after: numberCursorSchema.optional(),
        limit: limitSchema,
      }),
      answer: { status: 200, description: 'One page', schema: pageSchema(runSchema) },
      handle: async ({ c, workspaceId, query: { agent, state, after, limit } }) => {
        const filter = { ...(agent && { agentId: agent }), ...(state && { state }), ...(after && { before: after }) };
        const runs = await store.listRuns({ workspaceId, ...filter, limit: limit + 1 });
        const page = toPage(runs, limit, ({ id }) => String(id));
        return c.json({ items: page.items.map(toItem), next: page.next });
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${PATH}/{run}`,
      scope: 'read',
      summary: 'One run',
      answer: one,
      errors: ['not_found'],
      handle: async (request) => {
        const run = await findRun(store, request);
        return run ? request.c.json(toItem(run)) : answerError(request.c, 'not_found');
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${PATH}/{run}/retry`,
      scope: 'write',
      summary: 'Ask once more, if the run failed; one that did not stays as it is',
      answer: one,
      errors: ['not_found'],
      handle: async (request) => {
        const { c, workspaceId, now } = request;
        const run = await findRun(store, request);
        if (!run) return answerError(c, 'not_found');
        if (await store.retryRun({ workspaceId, id: run.id, now })) onDue();
        return c.json(toItem((await store.findRun(workspaceId, run.id)) ?? run));
      },
    }),
  ];
}

async function findRun(store: Store, { c, workspaceId }: Pick<ApiRequest<unknown, unknown>, 'c' | 'workspaceId'>) {
  const told = c.req.param('run') ?? '';
  return RUN_ID.test(told) ? store.findRun(workspaceId, Number(told)) : null;
}

function toItem(run: AgentRun): z.infer<typeof runSchema> {
  const { startedAt, finishedAt, tokens } = run;
  return {
    id: String(run.id),
    agent_id: run.agentId,
    event_id: run.eventId,
    role: run.role,
    state: run.state,
    attempts: run.attempts,
    conversation_id: run.conversationId,
    error: run.error,
    status_code: run.statusCode,
    prompt_tokens: tokens?.prompt ?? null,
    completion_tokens: tokens?.completion ?? null,
    duration_ms: startedAt === null || finishedAt === null ? null : finishedAt - startedAt,
    created_at: isoTime(run.createdAt),
    started_at: isoTime(startedAt),
    finished_at: isoTime(finishedAt),
    next_attempt_at: isoTime(run.nextAttemptAt),
  };
}
