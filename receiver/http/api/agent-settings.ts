import type { BlockList } from 'node:net';
import { z } from 'zod';
import type { AgentSettings } from '../../store/agent-store.ts';
import { eventPatternSchema } from '../../webhooks/event-filter.ts';
import { createTargetUrlSchema } from './target-url-schema.ts';

const MAX_NAME_LENGTH = 100;
const MAX_MODEL_LENGTH = 200;
const MAX_KEY_LENGTH = 1000;
const MAX_PROMPT_LENGTH = 100_000;
const MAX_ROLES = 100;
const DEFAULT_TIMEOUT_SECONDS = 120;
const MAX_TIMEOUT_SECONDS = 600;

/** What a person decides about an agent, by the names of the API. @param allowed subnets that are not public and may be sent to */
export function createAgentSchemas(allowed: BlockList) {
  const fields = {
    name: z.string().trim().min(1).max(MAX_NAME_LENGTH),
    roles: z
      .array(eventPatternSchema)
      .min(1)
      .max(MAX_ROLES)
      .transform((roles) => [...new Set(roles)]),
    base_url: createTargetUrlSchema(allowed, 'https://example.com/v1').transform(withoutRoute),
    model: z.string().trim().min(1).max(MAX_MODEL_LENGTH),
    api_key: z
      .string()
      .min(1)
      .max(MAX_KEY_LENGTH)
      .regex(/^[\x21-\x7e]+$/, 'must be letters, digits and signs without spaces')
      .nullable(),
    system_prompt: z.string().max(MAX_PROMPT_LENGTH),
    accepts_unverified: z.boolean(),
    active: z.boolean(),
    timeout_seconds: z.number().min(1).max(MAX_TIMEOUT_SECONDS),
  };
  return {
    create: z.strictObject({
      ...fields,
      api_key: fields.api_key.default(null),
      system_prompt: fields.system_prompt.default(''),
      accepts_unverified: fields.accepts_unverified.default(false),
      active: fields.active.default(true),
      timeout_seconds: fields.timeout_seconds.default(DEFAULT_TIMEOUT_SECONDS),
    }),
    update: z.strictObject(fields).partial(),
  };
}

/** People copy the whole address of the route. */
function withoutRoute(url: string): string {
  return url.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
}

type Schemas = ReturnType<typeof createAgentSchemas>;

export function toNewSettings(told: z.infer<Schemas['create']>): AgentSettings {
  return {
    name: told.name,
    roles: told.roles,
    baseUrl: told.base_url,
    model: told.model,
    apiKey: told.api_key,
    systemPrompt: told.system_prompt,
    acceptsUnverified: told.accepts_unverified,
    timeoutMs: told.timeout_seconds * 1000,
  };
}

export function toChangedSettings(told: z.infer<Schemas['update']>): Partial<AgentSettings> {
  return {
    ...(told.name !== undefined && { name: told.name }),
    ...(told.roles && { roles: told.roles }),
    ...(told.base_url !== undefined && { baseUrl: told.base_url }),
    ...(told.model !== undefined && { model: told.model }),
    ...(told.api_key !== undefined && { apiKey: told.api_key }),
    ...(told.system_prompt !== undefined && { systemPrompt: told.system_prompt }),
    ...(told.accepts_unverified !== undefined && { acceptsUnverified: told.accepts_unverified }),
    ...(told.timeout_seconds !== undefined && { timeoutMs: told.timeout_seconds * 1000 }),
  };
}
