/** One deliberate bug: a text in a file of `lib/delivery` and what takes its place. */
export interface Mutation {
  file: string;
  find: string;
  replace: string;
}

/** What the simulation has to notice. Each was shown to make it fail (`main.ts --mutations`). */
export const MUTATIONS: Record<string, Mutation> = {
  'a worker that lost its lease settles all the same': {
    file: 'settle.ts',
    find: '!taken.lease || stored.lease?.token !== taken.lease.token',
    replace: '!taken.lease',
  },
  'a claim takes what another one is sending': {
    file: 'outbox.ts',
    find: 'row.dueAtMs > by.nowMs',
    replace: "(row.dueAtMs > by.nowMs && row.state !== 'sending')",
  },
  'an event is sent before it is kept': {
    file: 'submit.ts',
    find: 'if (await enqueue(db, capture))',
    replace:
      "for (const { row, body } of capture.events) await context.fetch(connection.endpoint + '/webhooks/v1/' + row.workspaceId + '/' + row.source, { method: 'POST', body: new TextEncoder().encode(body), headers: { 'webhook-id': row.eventId } }).catch(() => {});\n    if (await enqueue(db, capture))",
  },
  'the body is not kept with its row': {
    file: 'outbox.ts',
    find: "if (!known) await tx.objectStore('bodies').put(body, row.eventId);",
    replace: '',
  },
  'a worker goes to sleep over what is left': {
    file: 'deliver.ts',
    find: '(await comeBackAtMs(context)) ?? context.now() + IDLE_MS',
    replace: 'context.now() + 10 * IDLE_MS',
  },
  'the ledger advances on any answer': {
    file: 'settle.ts',
    find: "case 'waiting':\n    case 'blocked':\n      return null;",
    replace:
      "case 'waiting':\n    case 'blocked': {\n      const next = manifest && withDelivered(ledger, manifest);\n      return next && { ...next, sure: next.confirmed, isSureComplete: next.isComplete, isSettled: true };\n    }",
  },
  'the ledger advances when an event is given up': {
    file: 'settle.ts',
    find: "return manifest && ending.reason === 'too_large' ? withRefused(ledger, manifest) : null;",
    replace: 'return manifest && withDelivered(ledger, manifest);',
  },
  'a delta leaves out what an undelivered event may change': {
    file: 'ledger.ts',
    find: 'return { ...ledger, sure, isSureComplete',
    replace: 'return { ...ledger, isSureComplete',
  },
  'what is not in the branch any more stays in the ledger': {
    file: 'ledger.ts',
    find: 'manifest.isComplete ? arrived :',
    replace: 'false ? arrived :',
  },
  'nothing new is said while something is on its way': {
    file: 'ledger.ts',
    find: 'ledger.isSettled && ledger.isSureComplete',
    replace: 'ledger.isSureComplete',
  },
  'events of one conversation are due together': {
    file: 'rows.ts',
    find: 'before?.lane === after.lane ? after : notYetDue(after)',
    replace: '{ dueAtMs: nowMs, ...after }',
  },
  'nobody has the turn after a delivery': {
    file: 'rows.ts',
    find: 'if (before?.lane !== undefined) await giveTurn(tx, before.lane, nowMs);',
    replace: '',
  },
  'a captive portal counts as delivered': {
    file: 'answer-table.ts',
    find: ": { kind: 'waiting', reason: 'not_an_answer', afterMs: null };\n  }",
    replace: ": { kind: 'delivered', how: 'accepted' };\n  }",
  },
  'a server error gives an event up': {
    file: 'answer-table.ts',
    find: "if (status >= 500) return { kind: 'waiting', reason: 'server_error', afterMs };",
    replace: "if (status >= 500) return { kind: 'dead', reason: 'rejected', detail: null };",
  },
  'a held endpoint burns its events': {
    file: 'answer-table.ts',
    find: "403: blocked('forbidden'),",
    replace: "403: () => ({ kind: 'dead', reason: 'rejected', detail: null }),",
  },
  'a wrong clock is not corrected': {
    file: 'deliver.ts',
    find: 'const clockOffsetSec = first.serverTimeSec - Math.floor(context.now() / 1000);',
    replace: 'const clockOffsetSec = 0;',
  },
  'a dead worker keeps its event for ever': {
    file: 'state.ts',
    find: "state: 'sending', dueAtMs: untilMs,",
    replace: "state: 'sending', dueAtMs: untilMs + 1e15,",
  },
  'the time of an event may go back': {
    file: 'plan-capture.ts',
    find: 'atMs: Math.max(nowMs, previous.atMs + 1)',
    replace: 'atMs: nowMs',
  },
  'the id does not know what came before': {
    file: 'plan-capture.ts',
    find: "return { previousEventId: previous.eventIds.at(-1) ?? '',",
    replace: "return { previousEventId: '',",
  },
  'a refused part is cut away': {
    file: 'resplit.ts',
    find: 'for (const [i, { row: newRow, body, manifest }] of fresh.entries()) {',
    replace: 'for (const [i, { row: newRow, body, manifest }] of fresh.slice(1).entries()) {',
  },
  'a text that goes apart is left out': {
    file: 'text-apart.ts',
    find: '[{ ...file, ref, holds }]',
    replace: '[]',
  },
  'an event points to a text that is not stored yet': {
    file: 'send-apart.ts',
    find: 'if (isStored(answer, digest)) continue;',
    replace: "if (isStored(answer, digest) || answer.kind === 'failure') continue;",
  },
  'a text whose answer is lost gives its event up': {
    file: 'deliver.ts',
    find: "if (outcome.kind === 'waiting' || outcome.kind === 'blocked') return outcome;",
    replace: "if (outcome.kind === 'waiting') return { kind: 'dead', reason: 'rejected', detail: null };",
  },
  'what an earlier installation sent is taken for what this one has there': {
    file: 'answer-table.ts',
    find: "event_id_conflict: () => ({ kind: 'id_taken' }),",
    replace: "event_id_conflict: () => ({ kind: 'delivered', how: 'duplicate' }),",
  },
};
