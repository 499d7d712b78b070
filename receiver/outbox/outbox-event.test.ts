import { expect, test } from 'vitest';
import { envelopeOf, eventIdOf, topicOf, withPayload } from './outbox-event.ts';

const EVENT = {
  workspaceId: 'ws_1',
  type: 'chat.message' as const,
  subject: null,
  onceKey: 'a',
  at: 0,
  data: { n: 1 },
};

test('the same happening has the same id, in its workspace', () => {
  expect(eventIdOf(EVENT)).toBe(eventIdOf({ ...EVENT }));
  expect(eventIdOf(EVENT)).toMatch(/^evt_[0-9a-f]{40}$/);
  expect(eventIdOf({ ...EVENT, workspaceId: 'ws_2' })).not.toBe(eventIdOf(EVENT));
});

test('is a generic event of the protocol', () => {
  expect(JSON.parse(envelopeOf(EVENT))).toEqual({
    event_id: eventIdOf(EVENT),
    source: 'brainpost',
    type: 'chat.message' as const,
    workspace_id: 'ws_1',
    timestamp: '1970-01-01T00:00:00.000Z',
    data: { n: 1 },
  });
});

test.each(['{}', '{"a": 12345678901234567890, "b":"}}"}', '[1]'])('takes %s in as it came', (body) => {
  const text = withPayload(envelopeOf(EVENT), body);
  expect(text).toContain(`"payload":${body}`);
  expect(JSON.parse(text).data).toEqual({ n: 1, payload: JSON.parse(body) });
});

test('does without a body that is not kept any more', () => {
  expect(withPayload(envelopeOf(EVENT), null)).toBe(envelopeOf(EVENT));
});

test.each([
  ['stripe', 'payment.succeeded', 'webhook.stripe.payment_succeeded'],
  ['zendesk', 'ticket created', 'webhook.zendesk.ticket_created'],
  ['generic', '', 'webhook.generic.received'],
  ['generic', '—', 'webhook.generic.received'],
  ['chatgpt', 'brain.ingest', 'webhook.chatgpt.brain_ingest'],
  ['x', '--Ä..B--', 'webhook.x.b'],
])('%s %j is the topic %s', (source, type, topic) => expect(topicOf(source, type)).toBe(topic));
