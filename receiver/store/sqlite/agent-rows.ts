import { z } from 'zod';
import { RUN_ERRORS } from '../../agents/run-errors.ts';
import type { AgentRun } from '../agent-run-store.ts';
import type { Agent, AgentRoles } from '../agent-store.ts';

const flag = z.number().transform((value) => value === 1);
const texts = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.array(z.string()));

/** A row of `agents` with its integer key. */
export const agentRow = z
  .object({
    id: z.number(),
    agent_id: z.string(),
    workspace_id: z.string(),
    name: z.string(),
    roles: texts,
    base_url: z.string(),
    model: z.string(),
    api_key: z.string().nullable(),
    system_prompt: z.string(),
    accepts_unverified: flag,
    timeout_ms: z.number(),
    is_active: flag,
    created_at: z.number(),
    updated_at: z.number(),
  })
  .transform((row): { key: number; agent: Agent } => ({
    key: row.id,
    agent: {
      id: row.agent_id,
      workspaceId: row.workspace_id,
      name: row.name,
      roles: row.roles,
      baseUrl: row.base_url,
      model: row.model,
      apiKey: row.api_key,
      systemPrompt: row.system_prompt,
      acceptsUnverified: row.accepts_unverified,
      timeoutMs: row.timeout_ms,
      isActive: row.is_active,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    },
  }));

export const rolesRow = z
  .object({
    agent_id: z.string(),
    workspace_id: z.string(),
    roles: texts,
    accepts_unverified: flag,
    cursor: z.number(),
  })
  .transform(
    (row): AgentRoles => ({
      id: row.agent_id,
      workspaceId: row.workspace_id,
      roles: row.roles,
      acceptsUnverified: row.accepts_unverified,
      cursor: row.cursor,
    }),
  );

/** A row of `agent_runs` with its agent's id. */
export const runRow = z
  .object({
    id: z.number(),
    agent_id: z.string(),
    event_id: z.string(),
    role: z.string(),
    state: z.enum(['queued', 'running', 'done', 'failed']),
    attempts: z.number(),
    conversation_id: z.string(),
    error: z.enum(RUN_ERRORS).nullable(),
    status_code: z.number().nullable(),
    prompt_tokens: z.number().nullable(),
    completion_tokens: z.number().nullable(),
    created_at: z.number(),
    started_at: z.number().nullable(),
    finished_at: z.number().nullable(),
    due_at: z.number().nullable(),
  })
  .transform((row): AgentRun => {
    const { prompt_tokens: prompt, completion_tokens: completion } = row;
    return {
      id: row.id,
      agentId: row.agent_id,
      eventId: row.event_id,
      role: row.role,
      state: row.state,
      attempts: row.attempts,
      conversationId: row.conversation_id,
      error: row.error,
      statusCode: row.status_code,
      tokens: prompt === null || completion === null ? null : { prompt, completion },
      createdAt: row.created_at,
      startedAt: row.started_at,
      finishedAt: row.finished_at,
      nextAttemptAt: row.state === 'queued' ? row.due_at : null,
    };
  });
