import { randomBytes } from 'node:crypto';
import type { BlockList } from 'node:net';
import { z } from 'zod';
import { completeChat } from '../../agents/complete-chat.ts';
import { RUN_ERRORS } from '../../agents/run-errors.ts';
import type { Agent } from '../../store/agent-store.ts';
import type { Store } from '../../store/store.ts';
import { createGuardedAgent } from '../../webhooks/guarded-agent.ts';
import { answerError } from '../answers.ts';
import { createAgentSchemas, toChangedSettings, toNewSettings } from './agent-settings.ts';
import { isoTime } from './iso-time.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const TEST_PROMPT = 'This is a test of the connection. Answer with the word OK.';
const CONNECT_TIMEOUT_MS = 10_000;

const agentSchema = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(z.string()),
  base_url: z.string(),
  model: z.string(),
  has_api_key: z.boolean(),
  system_prompt: z.string(),
  accepts_unverified: z.boolean(),
  active: z.boolean(),
  timeout_seconds: z.number(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});

export interface AgentRouteParts {
  readonly store: Store;
  /** Subnets that are not public and may be sent to. */
  readonly allowedSubnets: BlockList;
  /** Says that there may be something to run. */
  readonly onDue: () => void;
}

const PATH = '/api/v1/workspaces/{ws}/agents';

/** Agents that answer events (docs/receiver.md). A key is taken and never told. */
export function createAgentRoutes(parts: AgentRouteParts): readonly ApiRoute[] {
  return [...createListRoutes(parts), ...createChangeRoutes(parts), createTestRoute(parts)];
}

function createListRoutes({ store, allowedSubnets }: AgentRouteParts): readonly ApiRoute[] {
  const schemas = createAgentSchemas(allowedSubnets);
  return [
    defineRoute({
      method: 'POST',
      path: PATH,
      scope: 'admin',
      summary: 'Make an agent: a model that is asked for each event of its roles, from now on',
      body: schemas.create,
      answer: { status: 201, description: 'The agent', schema: agentSchema },
      handle: async ({ c, workspaceId, body, now }) => {
        const id = `agt_${randomBytes(9).toString('hex')}`;
        const made = { id, workspaceId, isActive: body.active, createdAt: now };
        return c.json(toItem(await store.createAgent({ ...toNewSettings(body), ...made })), 201);
      },
    }),
    defineRoute({
      method: 'GET',
      path: PATH,
      scope: 'read',
      summary: 'Agents, oldest first',
      answer: { status: 200, description: 'All of them', schema: z.object({ items: z.array(agentSchema) }) },
      handle: async ({ c, workspaceId }) => c.json({ items: (await store.listAgents(workspaceId)).map(toItem) }),
    }),
  ];
}

function createChangeRoutes({ store, allowedSubnets, onDue }: AgentRouteParts): readonly ApiRoute[] {
  const schemas = createAgentSchemas(allowedSubnets);
  const one = { status: 200, description: 'The agent', schema: agentSchema } as const;
  return [
    defineRoute({
      method: 'GET',
      path: `${PATH}/{id}`,
      scope: 'read',
      summary: 'One agent',
      answer: one,
      errors: ['not_found'],
      handle: async ({ c, workspaceId }) => {
        const agent = await store.findAgent(workspaceId, c.req.param('id') ?? '');
        return agent ? c.json(toItem(agent)) : answerError(c, 'not_found');
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: `${PATH}/{id}`,
      scope: 'admin',
      summary:
        'Change an agent; what is left out stays. Switched off it is not asked, and what happens meanwhile it never is',
      body: schemas.update,
      answer: one,
      errors: ['not_found'],
      handle: async ({ c, workspaceId, body, now }) => {
        const { active } = body;
        const change = { settings: toChangedSettings(body), ...(active !== undefined && { active }), now };
        const agent = await store.updateAgent({ workspaceId, id: c.req.param('id') ?? '', ...change });
        if (!agent) return answerError(c, 'not_found');
        onDue();
        return c.json(toItem(agent));
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: `${PATH}/{id}`,
      scope: 'admin',
      summary: 'Delete an agent with the list of its runs; its chats stay',
      answer: { status: 204, description: 'Deleted' },
      errors: ['not_found'],
      handle: async ({ c, workspaceId }) => {
        const isDeleted = await store.deleteAgent(workspaceId, c.req.param('id') ?? '');
        return isDeleted ? c.body(null, 204) : answerError(c, 'not_found');
      },
    }),
  ];
}

function createTestRoute({ store, allowedSubnets }: AgentRouteParts): ApiRoute {
  return defineRoute({
    method: 'POST',
    path: `${PATH}/{id}/test`,
    scope: 'write',
    summary: 'Ask its model for a word, to see whether it answers; nothing is stored',
    answer: {
      status: 200,
      description: 'What came of it',
      schema: z.object({
        ok: z.boolean(),
        error: z.enum(RUN_ERRORS).nullable(),
        status_code: z.int().nullable(),
        model: z.string().nullable(),
        duration_ms: z.int(),
      }),
    },
    errors: ['not_found'],
    handle: async ({ c, workspaceId, now }) => {
      const agent = await store.findAgent(workspaceId, c.req.param('id') ?? '');
      if (!agent) return answerError(c, 'not_found');
      const client = createGuardedAgent(allowedSubnets, { connectTimeoutMs: CONNECT_TIMEOUT_MS });
      const start = performance.now();
      const { signal } = c.req.raw;
      const result = await completeChat(client, agent, { prompt: TEST_PROMPT, signal, now });
      await client.destroy();
      return c.json({
        ok: result.ok,
        error: result.ok ? null : result.error,
        status_code: result.statusCode,
        model: result.ok ? result.answer.model : null,
        duration_ms: Math.round(performance.now() - start),
      });
    },
  });
}

function toItem(agent: Agent): z.infer<typeof agentSchema> {
  return {
    id: agent.id,
    name: agent.name,
    roles: [...agent.roles],
    base_url: agent.baseUrl,
    model: agent.model,
    has_api_key: agent.apiKey !== null,
    system_prompt: agent.systemPrompt,
    accepts_unverified: agent.acceptsUnverified,
    active: agent.isActive,
    timeout_seconds: agent.timeoutMs / 1000,
    created_at: isoTime(agent.createdAt),
    updated_at: isoTime(agent.updatedAt),
  };
}
