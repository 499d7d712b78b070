import type { Dice } from './dice.ts';
import type { Life } from './mortal.ts';
import type { ReceiverEnd } from './receiver-end.ts';
import type { Time } from './time.ts';
import type { Witness } from './witness.ts';

/** How the way to the receiver is at the moment. */
export type Weather = 'fair' | 'stormy' | 'offline' | 'closed';

/** What a request can meet instead of the receiver; a refusal that kills one event for good is the rarest. */
const OTHERS: readonly (() => Response)[] = [
  () => new Response('<html>Welcome to the hotel</html>', { status: 200 }),
  () => Response.json({ hello: 'world' }),
  () => Object.defineProperty(new Response(null), 'type', { value: 'opaqueredirect' }),
  ...[400, 407, 408, 425, 429, 500, 502, 503].map((status) => () => new Response('', { status })),
  () => Response.json({ error: 'rate_limited' }, { status: 429, headers: { 'retry-after': '120' } }),
  () => Response.json({ error: 'unavailable' }, { status: 503, headers: { 'retry-after': '9999999' } }),
  () =>
    Response.json(
      { error: 'unavailable' },
      { status: 503, headers: { 'retry-after': 'Sat, 21 Nov 2026 12:00:00 GMT' } },
    ),
];
const CLOSED: readonly (() => Response)[] = [
  ...[401, 403, 404, 405, 410, 421].map((status) => () => new Response('', { status })),
  () => Response.json({ error: 'invalid_signature' }, { status: 401 }),
  () => Response.json({ error: 'strong_signature_required' }, { status: 401 }),
];
const REFUSAL = () =>
  Response.json({ error: 'invalid_payload', issues: [{ path: 'data', message: 'no' }] }, { status: 422 });

export interface NetworkParts {
  dice: Dice;
  time: Time;
  receiver: ReceiverEnd;
  witness: Witness;
}

/** A network that loses, delays and answers by the dice. */
export class Network {
  weather: Weather = 'fair';
  readonly #parts: NetworkParts;

  constructor(parts: NetworkParts) {
    this.#parts = parts;
  }

  async send(life: Life, url: string, init: RequestInit): Promise<Response> {
    life.step();
    const { dice, time, witness } = this.#parts;
    const isEvent = init.method === 'POST';
    if (isEvent) await witness.seesAttempt(life, init);
    await turns(dice.between(0, 6));
    const answer = await (isEvent ? this.#answer(url, init) : this.#answerBlob(url, init));
    await turns(dice.between(0, 6));
    time.pass(this.weather === 'fair' ? 20 : dice.between(20, 2_000));
    if (isEvent) witness.seesEnd(init);
    life.step();
    if (answer instanceof Response) return answer;
    throw answer;
  }

  async #answer(url: string, init: RequestInit): Promise<Response | Error> {
    const { dice, time, witness } = this.#parts;
    switch (this.weather) {
      case 'offline':
        return new TypeError('Failed to fetch');
      case 'closed':
        return dice.pick(CLOSED)();
      case 'fair':
        return this.#deliver(url, init);
      case 'stormy': {
        const lost = () => (dice.chance(0.5) ? new TypeError('Failed to fetch') : timedOut(time));
        const luck = dice.next();
        if (luck < 0.15) return lost();
        if (luck < 0.35) return this.#deliver(url, init).then(lost);
        if (luck < 0.4) return this.#tooLarge(init);
        if (luck < 0.5) {
          witness.seesRefusal(init);
          return REFUSAL();
        }
        if (luck < 0.65) return dice.pick(OTHERS)();
        return this.#deliver(url, init);
      }
      default:
        return this.weather satisfies never;
    }
  }

  /** Whoever has no place for a blob is the receiver; on the way it is only lost, or held up. */
  async #answerBlob(url: string, init: RequestInit): Promise<Response | Error> {
    const { dice, time } = this.#parts;
    if (this.weather === 'offline') return new TypeError('Failed to fetch');
    if (this.weather === 'closed') return new Response('', { status: dice.pick([401, 403]) });
    const luck = this.weather === 'stormy' ? dice.next() : 1;
    // Also in fair weather: its event is what must not arrive then.
    const isLost = luck < 0.4 || (this.weather === 'fair' && dice.chance(0.15));
    if (isLost) return dice.chance(0.5) ? new TypeError('Failed to fetch') : timedOut(time);
    if (luck < 0.5) return dice.pick(OTHERS)();
    const response = await this.#parts.receiver.request(new URL(url).pathname, init);
    return luck < 0.7 ? new TypeError('Failed to fetch') : response;
  }

  /** A proxy with a limit of its own, told or not. */
  #tooLarge(init: RequestInit): Response {
    const { dice } = this.#parts;
    const bytes = bodyOf(init).length;
    if (bytes < 17 * 1024) return new Response('', { status: 502 });
    return dice.chance(0.5)
      ? new Response('', { status: 413 })
      : Response.json({ error: 'payload_too_large', limit_bytes: bytes - 1 }, { status: 413 });
  }

  async #deliver(url: string, init: RequestInit): Promise<Response> {
    const { receiver, witness } = this.#parts;
    // The order of arrival is that of these calls, as on one connection.
    const response = await receiver.request(new URL(url).pathname, init);
    witness.seesAnswer(init, response.clone().status, (await response.clone().json()) as { status?: string });
    return response;
  }
}

function timedOut(time: Time): Error {
  time.pass(15_000);
  return new DOMException('The operation timed out.', 'TimeoutError');
}

function bodyOf(init: RequestInit): Uint8Array {
  return init.body as Uint8Array; // the sender hands over bytes
}

/** Lets others run in between. */
export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await new Promise((resolve) => setImmediate(resolve));
}
