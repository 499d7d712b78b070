import { expect, test } from 'vitest';
import type { NewAgentRun } from '../agent-run-store.ts';
import type { NewAgent } from '../agent-store.ts';
import { NOW, type StoreUnderTest } from './fixtures.ts';

/** An agent of `ws_1` that is asked for everything. */
export function makeNewAgent(change: Partial<NewAgent> = {}): NewAgent {
  return {
    id: 'agt_1',
    workspaceId: 'ws_1',
    name: 'Librarian',
    roles: ['webhook.stripe.*', '*'],
    baseUrl: 'http://127.0.0.1:11434/v1',
    model: 'llama3.3',
    apiKey: null,
    systemPrompt: 'You sort 🍵.',
    acceptsUnverified: false,
    timeoutMs: 60_000,
    isActive: true,
    createdAt: NOW,
    ...change,
  };
}

function makeNewRun(outboxId: number, change: Partial<NewAgentRun> = {}): NewAgentRun {
  return {
    agentId: 'agt_1',
    outboxId,
    eventId: `evt_${outboxId}`,
    role: 'webhook.stripe.payment_succeeded',
    sessionId: `agt_1:evt_${outboxId}`,
    conversationId: `conv_${outboxId}`,
    ...change,
  };
}

const happening = (n: number) => ({
  workspaceId: 'ws_1',
  type: 'webhook.stripe.payment_succeeded' as const,
  subject: null,
  onceKey: `inbox:${n}`,
  at: NOW,
  data: { n },
});

/** `AgentStore` */
export function testAgents(under: StoreUnderTest): void {
  test('keeps an agent as it was made, and finds it in its workspace alone', async () => {
    const made = await under.store.createAgent(makeNewAgent());
    expect(made).toEqual({ ...makeNewAgent(), updatedAt: NOW });
    expect(await under.store.findAgent('ws_1', 'agt_1')).toEqual(made);
    expect(await under.store.findAgent('ws_2', 'agt_1')).toBeNull();
    expect(await under.store.listAgents('ws_1')).toEqual([made]);
    expect(await under.store.listAgents('ws_2')).toEqual([]);
  });

  test('changes what is given and nothing else', async () => {
    await under.store.createAgent(makeNewAgent({ apiKey: 'sk-1' }));
    const change = { workspaceId: 'ws_1', id: 'agt_1', settings: { name: 'New', roles: ['a.b'] }, now: NOW + 1 };
    const changed = { ...makeNewAgent({ apiKey: 'sk-1', name: 'New', roles: ['a.b'] }), updatedAt: NOW + 1 };
    expect(await under.store.updateAgent(change)).toEqual(changed);
    expect(await under.store.updateAgent({ ...change, settings: { apiKey: null } })).toMatchObject({ apiKey: null });
    expect(await under.store.updateAgent({ ...change, workspaceId: 'ws_2' })).toBeNull();
  });

  test('is asked for what happens from its making on, and from its switching on', async () => {
    await under.store.appendOutbox([happening(1)]);
    await under.store.createAgent(makeNewAgent());
    const cursors = async () => (await under.store.agentRoles()).map(({ id, cursor }) => [id, cursor]);
    expect(await cursors()).toEqual([['agt_1', 1]]);
    const turn = (active: boolean) =>
      under.store.updateAgent({ workspaceId: 'ws_1', id: 'agt_1', settings: {}, active, now: NOW });
    await turn(false);
    expect(await cursors()).toEqual([]);
    await under.store.appendOutbox([happening(2)]);
    await turn(true);
    expect(await cursors()).toEqual([['agt_1', 2]]);
    await under.store.appendOutbox([happening(3)]);
    await turn(true);
    expect(await cursors()).toEqual([['agt_1', 2]]);
  });

  test('is deleted once, with its runs, in its workspace alone', async () => {
    await under.store.createAgent(makeNewAgent());
    await under.store.enqueueRuns({ agentIds: ['agt_1'], upTo: 1, runs: [makeNewRun(1)], now: NOW });
    expect(await under.store.deleteAgent('ws_2', 'agt_1')).toBe(false);
    expect(await under.store.deleteAgent('ws_1', 'agt_1')).toBe(true);
    expect(await under.store.deleteAgent('ws_1', 'agt_1')).toBe(false);
    expect(await under.store.listRuns({ workspaceId: 'ws_1', limit: 9 })).toEqual([]);
    expect(await under.store.nextRunDueAt(() => false)).toBeNull();
  });
}

/** `AgentRunStore` */
export function testAgentRuns(under: StoreUnderTest): void {
  const enqueue = (...runs: readonly NewAgentRun[]) =>
    under.store.enqueueRuns({ agentIds: ['agt_1'], upTo: 9, runs, now: NOW });
  const claim = (change: object = {}) =>
    under.store.claimRuns({ now: NOW, leaseMs: 100, token: 't', limit: 9, slotsOf: () => 9, ...change });
  const ended = {
    error: null,
    statusCode: 200,
    tokens: { prompt: 5, completion: 7 },
    startedAt: NOW,
    finishedAt: NOW + 9,
  };
  const finish = (id: number, change: object = {}) =>
    under.store.finishRun({ id, token: 't', next: { state: 'done' }, ...ended, ...change });

  test('an event becomes one run of an agent, however often it is looked at', async () => {
    await under.store.createAgent(makeNewAgent());
    await under.store.appendOutbox([happening(1)]);
    await enqueue(makeNewRun(1), makeNewRun(1), makeNewRun(2, { agentId: 'agt_gone' }));
    await enqueue(makeNewRun(1));
    expect((await under.store.agentRoles())[0]?.cursor).toBe(9);
    const claimed = await claim();
    expect(claimed).toMatchObject([{ ...makeNewRun(1), attempts: 1, agent: makeNewAgent() }]);
    expect(JSON.parse(claimed[0]?.payload ?? '')).toMatchObject({ data: { n: 1 } });
  });

  test('a claim takes what is due, the oldest first, no more of an agent than there are slots', async () => {
    await under.store.createAgent(makeNewAgent());
    await under.store.createAgent(makeNewAgent({ id: 'agt_2' }));
    await enqueue(makeNewRun(1), makeNewRun(2), makeNewRun(3, { agentId: 'agt_2' }));
    const eventsOf = async (change: object) => (await claim(change)).map(({ eventId }) => eventId);
    expect(await eventsOf({ now: NOW - 1 })).toEqual([]);
    expect(await eventsOf({ slotsOf: (id: string) => (id === 'agt_1' ? 1 : 0) })).toEqual(['evt_1']);
    expect(await eventsOf({ limit: 1 })).toEqual(['evt_2']);
    expect(await under.store.nextRunDueAt(() => false)).toBe(NOW);
    expect(await under.store.nextRunDueAt((id) => id === 'agt_2')).toBe(NOW + 100);
  });

  test('an agent that is switched off is not asked; what waited goes on when it is on again', async () => {
    await under.store.createAgent(makeNewAgent({ isActive: false }));
    await enqueue(makeNewRun(1));
    expect(await claim()).toEqual([]);
    expect(await under.store.nextRunDueAt(() => false)).toBeNull();
    await under.store.updateAgent({ workspaceId: 'ws_1', id: 'agt_1', settings: {}, active: true, now: NOW });
    expect(await claim()).toHaveLength(1);
  });

  test('what a run came to is listed; without its lease nothing is recorded', async () => {
    await under.store.createAgent(makeNewAgent());
    await enqueue(makeNewRun(1));
    const [{ id } = { id: 0 }] = await claim();
    expect(await finish(id, { token: 'other' })).toBe(false);
    expect(await under.store.findRun('ws_1', id)).toMatchObject({ state: 'running', nextAttemptAt: null });
    expect(await finish(id)).toBe(true);
    expect(await finish(id)).toBe(false);
    const { agentId, eventId, role, conversationId } = makeNewRun(1);
    expect(await under.store.listRuns({ workspaceId: 'ws_1', limit: 9 })).toEqual([
      {
        id,
        agentId,
        eventId,
        role,
        conversationId,
        ...ended,
        state: 'done',
        attempts: 1,
        createdAt: NOW,
        nextAttemptAt: null,
      },
    ]);
    expect(await under.store.findRun('ws_2', id)).toBeNull();
    expect(await under.store.nextRunDueAt(() => false)).toBeNull();
  });

  test('a run that is tried again waits for its time with the attempts that count', async () => {
    await under.store.createAgent(makeNewAgent());
    await enqueue(makeNewRun(1));
    const [{ id } = { id: 0 }] = await claim();
    const again = {
      next: { state: 'queued', dueAt: NOW + 50, attempts: 0 },
      error: 'timeout',
      tokens: null,
      statusCode: null,
    };
    await finish(id, again);
    const found = { state: 'queued', attempts: 0, error: 'timeout', tokens: null, nextAttemptAt: NOW + 50 };
    expect(await under.store.findRun('ws_1', id)).toMatchObject(found);
    expect(await claim()).toEqual([]);
    expect(await claim({ now: NOW + 50 })).toMatchObject([{ id, attempts: 1 }]);
  });

  test('a lease that ended gives the run to the next, and so does a new start', async () => {
    await under.store.createAgent(makeNewAgent());
    await enqueue(makeNewRun(1));
    const [{ id } = { id: 0 }] = await claim();
    expect(await claim({ now: NOW + 99 })).toEqual([]);
    expect(await claim({ now: NOW + 100, token: 'u' })).toMatchObject([{ id, attempts: 2 }]);
    expect(await finish(id)).toBe(false);
    await under.store.releaseRunLeases(NOW + 1);
    expect(await under.store.findRun('ws_1', id)).toMatchObject({ state: 'queued', nextAttemptAt: NOW + 1 });
  });

  test('lists pages, by agent and by state', async () => {
    await under.store.createAgent(makeNewAgent());
    await under.store.createAgent(makeNewAgent({ id: 'agt_2' }));
    await enqueue(makeNewRun(1), makeNewRun(2), makeNewRun(3, { agentId: 'agt_2' }));
    await finish((await claim({ limit: 1 }))[0]?.id ?? 0);
    const list = async (query: object) =>
      (await under.store.listRuns({ workspaceId: 'ws_1', limit: 9, ...query })).map(({ eventId }) => eventId);
    expect(await list({})).toEqual(['evt_3', 'evt_2', 'evt_1']);
    expect(await list({ limit: 1 })).toEqual(['evt_3']);
    expect(await list({ before: 3 })).toEqual(['evt_2', 'evt_1']);
    expect(await list({ agentId: 'agt_1' })).toEqual(['evt_2', 'evt_1']);
    expect(await list({ state: 'done' })).toEqual(['evt_1']);
    expect(await list({ workspaceId: 'ws_2' })).toEqual([]);
  });

  test('a failed run is tried again from the start; no other is', async () => {
    await under.store.createAgent(makeNewAgent());
    await enqueue(makeNewRun(1));
    const [{ id } = { id: 0 }] = await claim();
    const retry = (workspaceId = 'ws_1') => under.store.retryRun({ workspaceId, id, now: NOW + 5 });
    expect(await retry()).toBe(false);
    await finish(id, { next: { state: 'failed' }, error: 'key_refused' });
    expect(await retry('ws_2')).toBe(false);
    expect(await retry()).toBe(true);
    expect(await claim({ now: NOW + 5 })).toMatchObject([{ id, attempts: 1 }]);
  });

  test('forgets what is finished and old, and nothing that is under way', async () => {
    await under.store.createAgent(makeNewAgent());
    await enqueue(makeNewRun(1), makeNewRun(2));
    await finish((await claim({ limit: 1 }))[0]?.id ?? 0);
    expect(await under.store.pruneRuns({ before: NOW, limit: 9 })).toBe(0);
    expect(await under.store.pruneRuns({ before: NOW + 1, limit: 9 })).toBe(1);
    expect(await under.store.listRuns({ workspaceId: 'ws_1', limit: 9 })).toMatchObject([{ eventId: 'evt_2' }]);
  });

  test('what an agent is still to answer is not forgotten', async () => {
    await under.store.createAgent(makeNewAgent());
    await under.store.appendOutbox([happening(1), happening(2)]);
    await under.store.fanOut({ after: 0, upTo: 2, deliveries: [], now: NOW });
    const forget = () => under.store.forgetContent({ workspaceId: 'ws_1', before: NOW + 1, limit: 9 });
    expect(await forget()).toBe(0);
    await enqueue(makeNewRun(2));
    expect(await forget()).toBe(1);
    await finish((await claim())[0]?.id ?? 0);
    expect(await forget()).toBe(1);
  });
}
