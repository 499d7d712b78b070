/** Agents that answer events, and who is asked for which (docs/receiver.md); a part of `Store`. */
export interface AgentStore {
  /** It is asked for what happens from now on. */
  createAgent(agent: NewAgent): Promise<Agent>;
  findAgent(workspaceId: string, id: string): Promise<Agent | null>;
  /** Oldest first. */
  listAgents(workspaceId: string): Promise<readonly Agent[]>;
  /**
   * One that is switched on again is asked for what happens from then on; its runs that waited go on.
   * @returns the agent as it is now; `null` when there is none
   */
  updateAgent(change: AgentUpdate): Promise<Agent | null>;
  /** Takes its runs along; the chats stay. @returns whether there was one */
  deleteAgent(workspaceId: string, id: string): Promise<boolean>;
  /** Whom events are held against: every agent that is switched on, of every workspace, in short. */
  agentRoles(): Promise<readonly AgentRoles[]>;
}

/** What a person decides about an agent. */
export interface AgentSettings {
  readonly name: string;
  /** Topics of what comes in: exact, `webhook.stripe.*` or `*`. */
  readonly roles: readonly string[];
  /** Where `/chat/completions` is found, without a slash at its end. */
  readonly baseUrl: string;
  readonly model: string;
  /** `null` for none. */
  readonly apiKey: string | null;
  /** `''` for none. */
  readonly systemPrompt: string;
  /** Whether it is also asked for events that nobody signed. */
  readonly acceptsUnverified: boolean;
  /** For a whole answer. */
  readonly timeoutMs: number;
}

export interface NewAgent extends AgentSettings {
  /** `agt_` and random characters. */
  readonly id: string;
  readonly workspaceId: string;
  readonly isActive: boolean;
  readonly createdAt: number;
}

export interface Agent extends NewAgent {
  readonly updatedAt: number;
}

export interface AgentUpdate {
  readonly workspaceId: string;
  readonly id: string;
  readonly settings: Partial<AgentSettings>;
  readonly active?: boolean;
  readonly now: number;
}

export interface AgentRoles {
  readonly id: string;
  readonly workspaceId: string;
  readonly roles: readonly string[];
  readonly acceptsUnverified: boolean;
  /** How far the outbox was looked at for it: the id of the last row. */
  readonly cursor: number;
}
