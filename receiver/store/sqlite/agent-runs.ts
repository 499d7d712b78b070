import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { AgentRun, AgentRunStore, ClaimedRun, FinishedRun, RunClaim, RunQuery } from '../agent-run-store.ts';
import type { Agent } from '../agent-store.ts';
import { agentRow, runRow } from './agent-rows.ts';
import type { SqliteContext } from './context.ts';
import { SqliteOutbox } from './outbox.ts';
import { inTransaction } from './transaction.ts';

const claimedRow = z.object({
  id: z.number(),
  outbox_id: z.number(),
  event_id: z.string(),
  role: z.string(),
  session_id: z.string(),
  conversation_id: z.string(),
  attempts: z.number(),
});
const dueRow = z.object({ agent_id: z.string(), due_at: z.number() });

const SELECT = 'SELECT r.*, a.agent_id FROM agent_runs r JOIN agents a ON a.id = r.agent';

export function createAgentRunStore({ database, run, runRedoable }: SqliteContext): AgentRunStore {
  const runs = new SqliteAgentRuns(database, new SqliteOutbox(database));
  const write = <Result>(work: () => Result) => run(() => inTransaction(database, work));
  // A power cut undoes both the runs and how far the outbox was looked at; a claim that it undoes is made again.
  const writeRedoable = <Result>(work: () => Result) => runRedoable(() => inTransaction(database, work));
  return {
    enqueueRuns: (batch) => writeRedoable(() => runs.enqueue(batch)),
    claimRuns: (claim) => writeRedoable(() => runs.claim(claim)),
    releaseRunLeases: (now) => write(() => runs.releaseLeases(now)),
    finishRun: (finished) => write(() => runs.finish(finished)),
    nextRunDueAt: (isLeftOut) => run(() => runs.nextDueAt(isLeftOut)),
    listRuns: (query) => run(() => runs.list(query)),
    findRun: (workspaceId, id) => run(() => runs.find(workspaceId, id)),
    retryRun: (query) => write(() => runs.retry(query)),
    pruneRuns: (query) => write(() => runs.prune(query)),
  };
}

/** Methods that write are for use inside a transaction. */
class SqliteAgentRuns {
  readonly #database: DatabaseSync;
  readonly #outbox: SqliteOutbox;

  constructor(database: DatabaseSync, outbox: SqliteOutbox) {
    this.#database = database;
    this.#outbox = outbox;
  }

  enqueue({ agentIds, upTo, runs, now }: Parameters<AgentRunStore['enqueueRuns']>[0]): void {
    const insert = this.#database.prepare(
      `INSERT INTO agent_runs (agent, workspace_id, outbox_id, event_id, role, session_id, conversation_id, state,
         created_at, due_at)
       SELECT id, workspace_id, ?, ?, ?, ?, ?, 'queued', ?, ? FROM agents WHERE agent_id = ? ON CONFLICT DO NOTHING`,
    );
    for (const { agentId, outboxId, eventId, role, sessionId, conversationId } of runs)
      insert.run(outboxId, eventId, role, sessionId, conversationId, now, now, agentId);
    this.#database
      .prepare('UPDATE agents SET cursor = ? WHERE cursor < ? AND agent_id IN (SELECT value FROM json_each(?))')
      .run(upTo, upTo, JSON.stringify(agentIds));
  }

  claim(claim: RunClaim): ClaimedRun[] {
    const claimed: ClaimedRun[] = [];
    const agents = this.#database.prepare('SELECT * FROM agents WHERE is_active = 1 ORDER BY id').all();
    for (const row of agents) {
      const { key, agent } = agentRow.parse(row);
      const share = Math.min(claim.slotsOf(agent.id), claim.limit - claimed.length);
      if (share > 0) claimed.push(...this.#claimOf({ key, agent }, claim, share));
    }
    return claimed;
  }

  #claimOf({ key, agent }: { key: number; agent: Agent }, claim: RunClaim, share: number): ClaimedRun[] {
    const { now, leaseMs, token } = claim;
    const rows = this.#database
      .prepare(
        `UPDATE agent_runs SET state = 'running', due_at = ?, lease_token = ?, attempts = attempts + 1
         WHERE id IN (SELECT id FROM agent_runs WHERE agent = ? AND due_at <= ? ORDER BY due_at, id LIMIT ?)
         RETURNING *`,
      )
      .all(now + leaseMs, token, key, now, share);
    return rows
      .map((row) => claimedRow.parse(row))
      .toSorted((a, b) => a.id - b.id)
      .map((row) => ({
        id: row.id,
        agent,
        agentId: agent.id,
        outboxId: row.outbox_id,
        eventId: row.event_id,
        role: row.role,
        sessionId: row.session_id,
        conversationId: row.conversation_id,
        attempts: row.attempts,
        payload: this.#outbox.findPayload(row.outbox_id),
      }));
  }

  releaseLeases(now: number): void {
    this.#database
      .prepare("UPDATE agent_runs SET state = 'queued', due_at = ?, lease_token = NULL WHERE lease_token IS NOT NULL")
      .run(now);
  }

  finish({ id, token, next, error, statusCode, tokens, startedAt, finishedAt }: FinishedRun): boolean {
    const isQueued = next.state === 'queued';
    const { changes } = this.#database
      .prepare(
        `UPDATE agent_runs SET state = ?, due_at = ?, attempts = COALESCE(?, attempts), error = ?, status_code = ?,
           prompt_tokens = ?, completion_tokens = ?, started_at = ?, finished_at = ?, lease_token = NULL
         WHERE id = ? AND lease_token = ?`,
      )
      .run(
        next.state,
        isQueued ? next.dueAt : null,
        isQueued ? next.attempts : null,
        error,
        statusCode,
        tokens?.prompt ?? null,
        tokens?.completion ?? null,
        startedAt,
        finishedAt,
        id,
        token,
      );
    return changes === 1;
  }

  nextDueAt(isLeftOut: (agentId: string) => boolean): number | null {
    const rows = this.#database
      .prepare(
        `SELECT a.agent_id, MIN(r.due_at) AS due_at FROM agents a JOIN agent_runs r ON r.agent = a.id
         WHERE a.is_active = 1 AND r.due_at IS NOT NULL GROUP BY a.id`,
      )
      .all()
      .map((row) => dueRow.parse(row))
      .filter(({ agent_id }) => !isLeftOut(agent_id));
    return rows.length > 0 ? Math.min(...rows.map(({ due_at }) => due_at)) : null;
  }

  list({ workspaceId, agentId, state, before = Number.MAX_SAFE_INTEGER, limit }: RunQuery): AgentRun[] {
    const where = ['r.workspace_id = ?', 'r.id < ?'];
    const values: (string | number)[] = [workspaceId, before];
    if (agentId !== undefined) {
      where.push('r.agent = (SELECT id FROM agents WHERE agent_id = ?)');
      values.push(agentId);
    }
    if (state !== undefined) {
      where.push('r.state = ?');
      values.push(state);
    }
    const rows = this.#database
      .prepare(`${SELECT} WHERE ${where.join(' AND ')} ORDER BY r.id DESC LIMIT ?`)
      .all(...values, limit);
    return rows.map((row) => runRow.parse(row));
  }

  find(workspaceId: string, id: number): AgentRun | null {
    const row = this.#database.prepare(`${SELECT} WHERE r.id = ? AND r.workspace_id = ?`).get(id, workspaceId);
    return row ? runRow.parse(row) : null;
  }

  retry({ workspaceId, id, now }: { workspaceId: string; id: number; now: number }): boolean {
    const { changes } = this.#database
      .prepare(
        `UPDATE agent_runs SET state = 'queued', due_at = ?, attempts = 0
         WHERE id = ? AND workspace_id = ? AND state = 'failed'`,
      )
      .run(now, id, workspaceId);
    return changes === 1;
  }

  prune({ before, limit }: { before: number; limit: number }): number {
    const { changes } = this.#database
      .prepare(
        `DELETE FROM agent_runs WHERE id IN (
           SELECT id FROM agent_runs WHERE created_at < ? AND due_at IS NULL ORDER BY id LIMIT ?)`,
      )
      .run(before, limit);
    return Number(changes);
  }
}
