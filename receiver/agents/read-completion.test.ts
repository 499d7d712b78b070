import { expect, test } from 'vitest';
import { utf8Bytes } from '../../lib/protocol/bytes.ts';
import { streamOf } from '../test-support/model-server.ts';
import { MAX_ANSWER_LENGTH, readCompletion } from './read-completion.ts';

async function* inPieces(text: string, size: number) {
  const bytes = utf8Bytes(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const eventsOf = (messages: readonly unknown[]) => messages.map((one) => `data: ${JSON.stringify(one)}\n\n`).join('');
const read = (text: string, type = 'text/event-stream; charset=utf-8', size = 64_000) =>
  readCompletion(type, inPieces(text, size));

test.each([1, 7, 64_000])('an answer that comes in pieces of %i bytes', async (size) => {
  const stream = `: OPENROUTER PROCESSING\n\n${eventsOf(streamOf('Tee 🍵 steeps. ', { reasoning: 'Hm.' }))}data: [DONE]\n\n`;
  expect(await read(stream, 'text/event-stream', size)).toEqual({
    ok: true,
    answer: {
      content: 'Tee 🍵 steeps. ',
      reasoning: 'Hm.',
      model: 'llama3.3:70b',
      tokens: { prompt: 12, completion: 3 },
    },
  });
});

test('a stream without [DONE] and without counts', async () => {
  const answer = { content: 'Yes.', reasoning: null, model: 'llama3.3:70b', tokens: null };
  expect(await read(eventsOf(streamOf('Yes.').slice(0, -1)))).toEqual({ ok: true, answer });
});

test('an endpoint that does not stream', async () => {
  const whole = {
    model: 'm',
    choices: [{ message: { role: 'assistant', content: 'Yes.', reasoning_content: 'So.' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 1, completion_tokens: 2 },
  };
  const answer = { content: 'Yes.', reasoning: 'So.', model: 'm', tokens: { prompt: 1, completion: 2 } };
  expect(await read(JSON.stringify(whole), 'application/json')).toEqual({ ok: true, answer });
});

const part = { choices: [{ delta: { content: 'Ye' } }] };
test.each([
  ['breaks off', eventsOf([part]), 'incomplete_answer'],
  ['says that it failed', eventsOf([part, { error: { message: 'out of memory' } }]), 'server_error'],
  ['is something else', 'data: <html>\n\n', 'invalid_answer'],
  ['is of another shape', eventsOf([{ choices: 'a' }]), 'invalid_answer'],
  ['says nothing', eventsOf(streamOf(' ')), 'empty_answer'],
  ['is empty', '', 'incomplete_answer'],
  [
    'does not end',
    eventsOf([{ choices: [{ delta: { content: 'a'.repeat(MAX_ANSWER_LENGTH + 1) } }] }]),
    'answer_too_long',
  ],
])('an answer that %s is none', async (_, text, error) => {
  expect(await read(text)).toEqual({ ok: false, error });
});

test('HTML of a proxy is no answer', async () => {
  expect(await read('<html>', 'text/html')).toEqual({ ok: false, error: 'invalid_answer' });
});
