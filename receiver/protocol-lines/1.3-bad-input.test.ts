import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Bytes, utf8Bytes } from '../../lib/protocol/bytes.ts';
import { startServer } from '../http/server.ts';
import { makeReceiver } from '../test-support/receiver.ts';
import { makeEvent, signedInit, WORKSPACE } from '../test-support/signed-request.ts';

/** One receiver on a socket; every body is signed, so that it gets as far as it can. */
async function listen(change: Parameters<typeof makeReceiver>[0] = {}) {
  const receiver = await makeReceiver({ ratePerMinute: 0, ...change });
  const server = await startServer(receiver.app, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  const url = `${server.url}/webhooks/v1/${WORKSPACE}/chatgpt`;
  const post = async (body: Bytes, id = 'evt_1') => {
    const options = { body, timestampSec: Math.floor(receiver.clock.now / 1000) };
    const response = await fetch(url, await signedInit({ event_id: id }, options));
    const answer = (await response.json()) as { status?: string; error?: string };
    return `${response.status} ${answer.status ?? answer.error}`;
  };
  return { ...receiver, post };
}

const bytes = (...parts: (string | number)[]): Bytes =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...utf8Bytes(part)] : [part])));
const ENVELOPE = JSON.stringify(makeEvent({ type: 'tea.made', data: undefined })).slice(0, -1);
/** An event in order that also holds this. */
const withValue = (...value: (string | number)[]) => bytes(`${ENVELOPE},"extra":`, ...value, '}');
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('1.3.7 what is JSON by RFC 8259', () => {
  test.each<[string, Bytes]>([
    ['minus zero', withValue('-0')],
    ['a number beyond every double', withValue('1e999')],
    ['more digits than a double has', withValue('0.1234567890123456789012345678901234567890')],
    ['an exponent with a sign and zeros', withValue('1E+00')],
    ['every escape', withValue('"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041"')],
    ['NUL, escaped', withValue('"\\u0000"')],
    ['a lone surrogate, escaped', withValue('"\\ud800"')],
    ['surrogates in the wrong order', withValue('"\\udc00\\ud800"')],
    ['DEL, U+2028 and a noncharacter as they are', withValue('"\u007f\u2028\uffff"')],
    ['the four kinds of white space', withValue(' \t\r\n1 \t\r\n')],
    ['an empty key', withValue('{"":1}')],
    ['a key twice that decides nothing', withValue('{"a":1,"a":2}')],
    ['a routing key further in, twice', withValue('{"event_id":1,"event_id":2}')],
    ['__proto__ and its like', withValue('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}')],
    ['64 levels', withValue(nested(63))],
  ])('1.3.7 %s: accepted', async (_, body) => {
    const { post } = await listen();
    expect(await post(body)).toBe('200 accepted');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test.each<[string, Bytes, string?]>([
    ['a leading zero', withValue('01')],
    ['a leading plus', withValue('+1')],
    ['no digit before the point', withValue('.5')],
    ['no digit after the point', withValue('1.')],
    ['an exponent without digits', withValue('1e')],
    ['NaN', withValue('NaN')],
    ['Infinity', withValue('-Infinity')],
    ['True', withValue('True')],
    ['hexadecimal', withValue('0x1')],
    ['single quotes', withValue("'a'")],
    ['a comma too many in an array', withValue('[1,]')],
    ['a comma too many in an object', withValue('{"a":1,}')],
    ['two commas', withValue('[1,,2]')],
    ['a key without quotes', withValue('{a:1}')],
    ['a comment', withValue('1/* */')],
    ['a line end in a string', withValue('"a\nb"')],
    ['NUL in a string', withValue('"a', 0, '"')],
    ['NUL after the end', bytes(`${ENVELOPE}}`, 0)],
    ['an escape that is none', withValue('"\\x41"')],
    ['half an escape', withValue('"\\u00"')],
    ['a form feed', withValue('\f1')],
    ['a no-break space', withValue('\u00a01')],
    ['something after the end', bytes(`${ENVELOPE}}{}`)],
    ['a bracket of the other kind', withValue('[1}')],
    ['a byte order mark', bytes(0xef, 0xbb, 0xbf, `${ENVELOPE}}`)],
    ['a byte order mark inside', withValue('\ufeff1')],
    ['a byte that is never in UTF-8', withValue('"', 0xff, '"')],
    ['an overlong form', withValue('"', 0xc0, 0x80, '"')],
    ['a surrogate in UTF-8', withValue('"', 0xed, 0xa0, 0x80, '"')],
    ['beyond U+10FFFF', withValue('"', 0xf4, 0x90, 0x80, 0x80, '"')],
    ['half a character', withValue('"', 0xe2, 0x82, '"')],
    ['UTF-16', Uint8Array.from(Buffer.from(`${ENVELOPE}}`, 'utf16le'))],
    ['no closing bracket', bytes(ENVELOPE)],
    ['65 levels', withValue(nested(64)), '422 invalid_payload'],
    ['a hundred thousand levels', withValue(nested(100_000)), '422 invalid_payload'],
    ['a hundred thousand levels that never end', withValue('['.repeat(100_000))],
  ])('1.3.7 %s: refused', async (...[, body, answer = '400 invalid_json']) => {
    const { post } = await listen();
    expect(await post(body)).toBe(answer);
  });
});

const ODD = 'a\u0000b\ud800c\udfff\u202e\ufeff\u2028';

test('1.3.9 NUL, lone surrogates and control characters in every text of a conversation: taken and worked off', async () => {
  const { post, store } = await listen();
  const attachment = { id: ODD, name: ODD, mime_type: ODD, url: ODD, text: ODD };
  const message = { role: 'user', content: ODD, id: ODD, model: ODD, reasoning: ODD, attachments: [attachment] };
  const data = {
    session_id: ODD,
    conversation_title: ODD,
    messages: [
      message,
      { role: 'assistant', content: `${ODD}2`, parent_id: ODD, citations: [{ title: ODD, url: ODD }] },
    ],
    labels: [ODD, '', '#'],
    links: [ODD],
    url: ODD,
    capture: { layout: ODD, part: { index: 0, count: 1, capture_id: ODD } },
  };
  expect(await post(utf8Bytes(JSON.stringify(makeEvent({ data, actor: { id: ODD, email: ODD } }))))).toBe(
    '200 accepted',
  );
  await vi.waitFor(async () => expect(await store.countInbox()).toMatchObject({ waiting: 0, parked: 0 }));
  expect(await store.countFailingNotes()).toBe(0);
});

/** Every value with its path. */
function* placesOf(value: unknown, path: readonly (string | number)[] = []): Generator<readonly (string | number)[]> {
  if (path.length) yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* placesOf(inner, [...path, key]);
}

function withAt(value: unknown, [key, ...rest]: readonly (string | number)[], put: unknown): unknown {
  if (key === undefined) return put;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[key] = withAt(copy[key], rest, put);
  return copy;
}

test('1.3.9 every field with every other type: 200 or 422, and the worker parks nothing', async () => {
  const full = makeEvent({
    actor: { id: 'u', email: 'u@example.com' },
    data: {
      session_id: 's',
      conversation_title: 'Tea',
      messages: [
        {
          role: 'user',
          content: 'hi',
          id: 'm',
          parent_id: 'p',
          index: 0,
          timestamp: '2026-11-21T09:30:00Z',
          model: 'x',
          reasoning: 'because',
          citations: [{ title: 't', url: 'https://example.com' }],
          attachments: [{ id: 'a', name: 'n', mime_type: 'text/plain', size: 1, url: 'https://example.com' }],
        },
      ],
      labels: ['l'],
      links: ['https://example.com'],
      attachments: [],
      url: 'https://example.com',
      capture: { completeness: 'complete', total_messages: 1, part: { index: 0, count: 1, capture_id: 'c' } },
    },
  });
  const { post, store } = await listen();
  const seen = new Set<string>();
  let number = 0;
  for (const path of placesOf(full)) {
    for (const put of [null, true, -1.5, 'odd text', '', [], {}, [null], { a: [] }]) {
      number += 1;
      const event = {
        ...(withAt(full, path, put) as object),
        ...(path[0] === 'event_id' ? {} : { event_id: `e${number}` }),
      };
      const answer = await post(utf8Bytes(JSON.stringify(event)), `e${number}`);
      seen.add(answer);
      expect(
        ['200 accepted', '422 invalid_payload', '422 id_mismatch'],
        `${path.join('.')} = ${JSON.stringify(put)}`,
      ).toContain(
        path[0] === 'workspace_id' || path[0] === 'source' ? answer.replace(/\w+_mismatch/, 'invalid_payload') : answer,
      );
    }
  }
  expect(seen).toContain('200 accepted');
  await vi.waitFor(async () => expect(await store.countInbox()).toMatchObject({ waiting: 0, parked: 0 }), 10_000);
  expect(await store.countFailingNotes()).toBe(0);
});

test('1.3.4 a text of 10 MB: refused by its size, and taken where the limit allows it', async () => {
  const data = { session_id: 's', messages: [{ role: 'user', content: 'word '.repeat(2_000_000) }] };
  const body = utf8Bytes(JSON.stringify(makeEvent({ data })));
  expect(await (await listen()).post(body)).toBe('413 payload_too_large');
  expect(await (await listen({ maxBodyBytes: 16 * 1024 * 1024 })).post(body)).toBe('200 accepted');
});
