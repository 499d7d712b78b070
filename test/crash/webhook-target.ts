import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook as Verifier } from 'standardwebhooks';
import type { Dice } from '../simulation/dice.ts';

const MAX_WAIT_MS = 30;

/** A request that came with its whole body. */
interface Arrival {
  /** Of the receiver that sent it. */
  readonly life: number;
  readonly status: number;
}

/** Where an outgoing webhook points to: remembers what came, in which life of the receiver, and what it answered. */
export class WebhookTarget {
  readonly arrivals = new Map<string, Arrival[]>();
  readonly violations: string[] = [];
  life = 0;
  readonly #bodies = new Map<string, string>();
  readonly #server: Server;
  readonly #dice: Dice;
  readonly #refusals: number;
  #verifier: Verifier | null = null;

  /** @param refusals the share of requests that are answered 503 */
  constructor(dice: Dice, refusals: number) {
    this.#dice = dice;
    this.#refusals = refusals;
    // A connection that this side closes would be tried again at once, which is none of what is counted here.
    this.#server = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('error', () => {}); // killed meanwhile: what did not come whole does not count
      request.on('end', () => {
        const status = this.#take(request.headers as Record<string, string>, Buffer.concat(chunks).toString());
        setTimeout(() => response.writeHead(status).end(), this.#dice.between(0, MAX_WAIT_MS));
      });
    });
  }

  /** @returns its address */
  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  /** @param secret of the subscription */
  trust(secret: string): void {
    this.#verifier = new Verifier(secret);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #take(headers: Record<string, string>, body: string): number {
    const id = headers['webhook-id'] ?? '';
    try {
      this.#verifier?.verify(body, headers);
    } catch (error) {
      this.violations.push(`${id} came with a signature that does not verify: ${String(error)}`);
    }
    if ((this.#bodies.get(id) ?? body) !== body) this.violations.push(`${id} came with two bodies`);
    this.#bodies.set(id, body);
    const status = this.#dice.chance(this.#refusals) ? 503 : 200;
    const before = this.arrivals.get(id) ?? [];
    if (before.some((one) => one.status === 200 && one.life === this.life))
      this.violations.push(`${id} came again although the same receiver had its 200`);
    this.arrivals.set(id, [...before, { life: this.life, status }]);
    return status;
  }
}
