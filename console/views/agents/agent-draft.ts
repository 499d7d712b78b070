import type { Agent } from '../../api/types.ts';
import { linesOf } from '../../forms/LinesField.tsx';

/** An agent as it is typed. */
export interface AgentDraft {
  name: string;
  baseUrl: string;
  model: string;
  /** Of an agent that is there it is not told; nothing typed leaves it as it is. */
  apiKey: string;
  roles: string;
  systemPrompt: string;
  acceptsUnverified: boolean;
  timeoutSeconds: number | null;
}

const DEFAULT_TIMEOUT_SECONDS = 120;

export const EMPTY_AGENT: AgentDraft = {
  name: '',
  baseUrl: '',
  model: '',
  apiKey: '',
  roles: '',
  systemPrompt: '',
  acceptsUnverified: false,
  timeoutSeconds: DEFAULT_TIMEOUT_SECONDS,
};

export function toAgentDraft(agent: Agent): AgentDraft {
  return {
    name: agent.name,
    baseUrl: agent.base_url,
    model: agent.model,
    apiKey: '',
    roles: agent.roles.join('\n'),
    systemPrompt: agent.system_prompt,
    acceptsUnverified: agent.accepts_unverified,
    timeoutSeconds: agent.timeout_seconds,
  };
}

/** What the API takes. */
export function toAgentBody(draft: AgentDraft): object {
  return {
    name: draft.name,
    base_url: draft.baseUrl.trim(),
    model: draft.model,
    ...(draft.apiKey !== '' && { api_key: draft.apiKey.trim() }),
    roles: linesOf(draft.roles),
    system_prompt: draft.systemPrompt,
    accepts_unverified: draft.acceptsUnverified,
    timeout_seconds: draft.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
  };
}
