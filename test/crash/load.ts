import { utf8Bytes } from '../../lib/protocol/bytes.ts';
import type { SigningKeys } from '../../lib/protocol/secret.ts';
import { signRequest } from '../../lib/protocol/sign.ts';
import type { Dice } from '../simulation/dice.ts';
import { eventIdOf, markOf, type SentEvent, type Witness } from './witness.ts';

export const WORKSPACE = 'ws_crash';
const SOURCE = 'chatgpt';
const SENDERS = 24;
const SESSIONS_PER_LIFE = 8;
/** Beyond these it only sends again what was answered before: the notes shall not outgrow the machine. */
const NEW_EVENTS_PER_LIFE = 120;

/** Sends without a pause to one life of the receiver, until it dies: what is owed first, then new events and old ones again. */
export class Load {
  readonly #url: string;
  readonly #with: { witness: Witness; keys: SigningKeys; dice: Dice; life: number };
  readonly #owed: SentEvent[];
  readonly #senders: Promise<void>[];
  #fresh = 0;
  #isOver = false;

  constructor(url: string, parts: { witness: Witness; keys: SigningKeys; dice: Dice; life: number }) {
    this.#url = `${url}/webhooks/v1/${WORKSPACE}/${SOURCE}`;
    this.#with = parts;
    this.#owed = parts.witness.unacknowledged;
    this.#senders = Array.from({ length: SENDERS }, () => this.#sendOn());
  }

  /** No further request is begun; resolves when those under way have their answer or none. */
  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#senders);
  }

  async #sendOn(): Promise<void> {
    while (!this.#isOver) {
      const event = this.#next();
      const status = await this.#send(event);
      if (status === null) event.unanswered += 1;
      else this.#with.witness.hear(event, status);
      // The process is dying: no need to knock a thousand times.
      if (status === null) await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  #next(): SentEvent {
    const { witness, dice, life } = this.#with;
    const owed = this.#owed.pop();
    if (owed) return owed;
    if (this.#fresh < NEW_EVENTS_PER_LIFE) {
      this.#fresh += 1;
      return witness.create(`s_${life}_${dice.between(1, SESSIONS_PER_LIFE)}`);
    }
    return dice.pick(witness.events);
  }

  /** @returns the status of a 200, another answer's code, `null` without an answer */
  async #send(event: SentEvent): Promise<string | null> {
    const body = utf8Bytes(JSON.stringify(envelopeOf(event)));
    const timestampSec = Math.floor(Date.now() / 1000);
    const signed = await signRequest(this.#with.keys, { id: eventIdOf(event), timestampSec, body });
    try {
      const headers = { 'content-type': 'application/json', ...signed };
      const response = await fetch(this.#url, { method: 'POST', headers, body });
      const answer = (await response.json()) as { status?: string; error?: string };
      return answer.status ?? `${response.status} ${answer.error}`;
    } catch {
      return null; // killed meanwhile: whether it was taken, nobody knows
    }
  }
}

function envelopeOf(event: SentEvent) {
  const message = { id: `m_${event.number}`, role: 'user', content: `${markOf(event)} ${'word '.repeat(40)}` };
  return {
    event_id: eventIdOf(event),
    source: SOURCE,
    type: 'brain.ingest',
    workspace_id: WORKSPACE,
    timestamp: new Date(Date.UTC(2026, 0, 1) + event.number * 1000).toISOString(),
    data: { session_id: event.sessionId, messages: [message], capture: { completeness: 'window', snapshot: 'delta' } },
  };
}
