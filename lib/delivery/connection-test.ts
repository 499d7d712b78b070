import type { ConnectionTest } from '../messages.ts';
import { errorAnswerSchema, testAnswerSchema } from '../protocol/answers.ts';
import type { BrainIngestEvent } from '../protocol/event.ts';
import { testUrl } from '../protocol/paths.ts';
import { type Answer, outcomeOf } from './answer-table.ts';
import type { DeliveryContext } from './deliver.ts';
import { releaseEndpoint } from './endpoint-state.ts';
import { parseJson } from './parse-json.ts';
import { postSigned } from './post-signed.ts';

/** Sends a signed sample to the test endpoint, which runs every check and stores nothing (docs/protocol.md, section 1.7). */
export async function testConnection(context: DeliveryContext): Promise<ConnectionTest> {
  const connection = await context.loadConnection();
  const keys = connection && (await context.loadKeys(connection.workspaceId));
  if (!connection || !keys) return { ok: false, reason: 'not_connected' };
  if (!(await context.isPermitted(connection.endpoint))) return { ok: false, reason: 'permission_missing' };

  const nowMs = context.now();
  const sample = sampleEvent(connection.workspaceId, nowMs);
  const { answer } = await postSigned(
    {
      url: testUrl(connection.endpoint),
      id: sample.event_id,
      body: JSON.stringify(sample),
      keys,
      timestampSec: Math.floor(nowMs / 1000),
    },
    context.fetch,
  );
  const result = readTestAnswer(answer, nowMs);
  if (result.ok) await releaseEndpoint(context.db, connection.endpoint);
  return result;
}

function readTestAnswer(answer: Answer, nowMs: number): ConnectionTest {
  if (answer.kind === 'failure') return { ok: false, reason: answer.reason };
  const body = parseJson(answer.body);
  if (answer.status === 200) {
    return testAnswerSchema.safeParse(body).success ? { ok: true } : { ok: false, reason: 'not_an_answer' };
  }
  const error = errorAnswerSchema.safeParse(body).data;
  if (error?.error === 'invalid_timestamp') {
    const clockSkewSec = error.clock_skew_seconds;
    return { ok: false, reason: 'invalid_timestamp', ...(clockSkewSec !== undefined && { clockSkewSec }) };
  }
  const outcome = outcomeOf(answer, nowMs);
  return { ok: false, reason: 'reason' in outcome ? outcome.reason : 'not_an_answer' };
}

function sampleEvent(workspaceId: string, nowMs: number): BrainIngestEvent {
  return {
    event_id: `evt_test_${crypto.randomUUID()}`,
    source: 'brainpost',
    type: 'brain.ingest',
    workspace_id: workspaceId,
    timestamp: new Date(nowMs).toISOString(),
    data: { session_id: 'connection-test', messages: [{ role: 'user', content: 'Connection test' }] },
  };
}
