import { createHash } from 'node:crypto';
import type { SigningKeys } from '../../lib/protocol/secret.ts';
import { signRequest } from '../../lib/protocol/sign.ts';
import type { Dice } from '../simulation/dice.ts';
import { mutateBytes, mutateJson } from './mutate-value.ts';

export const WORKSPACE = 'ws_fuzz';

export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

const NASTY_HEADERS = [
  '',
  ' ',
  '0',
  '-1',
  'x'.repeat(300),
  'sha256=',
  'v1,',
  'a,b;c',
  '"',
  '{}',
  '%00',
  '\u00ff',
  '1e9',
];
const METHODS = ['POST', 'POST', 'POST', 'POST', 'POST', 'PUT', 'GET', 'HEAD', 'DELETE', 'PATCH', 'OPTIONS'];
const NAMES = [
  '',
  '..',
  '%2e%2e',
  '%00',
  '%ff',
  'a'.repeat(65),
  'A',
  '-a',
  'test',
  'blobs',
  '__proto__',
  'constructor',
  '%',
  'ä',
];

/** A request that was in order, with some of it broken. Most are signed after they were broken, so that they get far. */
export async function makeRequest(keys: SigningKeys, dice: Dice): Promise<FuzzRequest> {
  const isBlob = dice.chance(0.08);
  const isGeneric = !isBlob && dice.chance(0.25);
  const event = makeEvent(dice);
  const text = Buffer.from(mutateJson(event, dice), 'utf8');
  const body = dice.chance(0.1) ? mutateBytes(text, dice) : text;
  const digest = createHash('sha256').update(body).digest('hex');
  const id = isBlob ? digest : event.event_id;
  const drift = dice.chance(0.05) ? dice.pick([-1000, 1000, 1e8, -1.7e9]) : 0;
  const timestampSec = Math.max(0, Math.floor(Date.now() / 1000) + drift);
  const signed = dice.chance(0.9) ? await signRequest(keys, { id, timestampSec, body: new Uint8Array(body) }) : {};
  const headers = mutateHeaders([['Content-Type', 'application/json'], ...Object.entries(signed)], dice);
  const place = isBlob ? `blobs/${digest}` : dice.pick(['chatgpt', 'chatgpt', 'chatgpt', 'claude', 'test']);
  const path = isGeneric
    ? `/api/v1/webhooks/generic/${WORKSPACE}?source=${dice.pick(['tool', 'chatgpt', ...NAMES])}`
    : place === 'test'
      ? '/webhooks/v1/test'
      : `/webhooks/v1/${WORKSPACE}/${place}`;
  return {
    method: dice.chance(0.1) ? dice.pick(METHODS) : isBlob ? 'PUT' : 'POST',
    path: dice.chance(0.1) ? mutatePath(path, dice) : path,
    headers,
    body,
  };
}

/** Few sessions and messages, so that conversations and notes do not grow however long it runs. */
function makeEvent(dice: Dice) {
  const message = { id: `m${dice.between(1, 20)}`, role: 'user', content: `Text ${dice.between(1, 5)}.`, index: 0 };
  return {
    event_id: `evt_${dice.between(1, 1e9)}`,
    source: 'chatgpt',
    type: dice.pick(['brain.ingest', 'brain.ingest', 'conversation.message']),
    workspace_id: WORKSPACE,
    timestamp: '2026-11-21T09:30:00Z',
    data: {
      session_id: `s${dice.between(1, 20)}`,
      conversation_title: 'Tea',
      messages: [message],
      labels: ['a'],
      links: ['https://example.com'],
      capture: { mode: 'auto', completeness: 'window', part: { index: 0, count: 1, capture_id: 'c' } },
    },
  };
}

function mutateHeaders(headers: readonly (readonly [string, string])[], dice: Dice): (readonly [string, string])[] {
  if (dice.chance(0.7)) return [...headers];
  return headers.flatMap(([name, value]) => {
    if (dice.chance(0.7)) return [[name, value] as const];
    return dice.pick<(readonly [string, string])[]>([
      [],
      [[name, dice.pick(NASTY_HEADERS)]],
      [
        [name, value],
        [name, value],
      ],
      [[name.toUpperCase(), value.slice(0, -1)]],
      [
        [name, value],
        [
          dice.pick(['Content-Encoding', 'Expect', 'X-Forwarded-For', 'Authorization', 'Host']),
          dice.pick(NASTY_HEADERS),
        ],
      ],
    ]);
  });
}

function mutatePath(path: string, dice: Dice): string {
  const parts = path.split('/');
  parts[dice.between(1, parts.length)] = dice.pick(NAMES);
  return parts.join('/');
}
