import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook as Verifier } from 'standardwebhooks';

/** Where webhooks of a test lead to: keeps what came, and whether its signature is good. */
export class ConsoleTarget {
  /** What it answers from now on. */
  status = 200;
  /** Types of the events that came, in order. */
  readonly types: string[] = [];
  secret = '';
  #bad = 0;
  readonly #server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      this.types.push((JSON.parse(body) as { type: string }).type);
      if (!this.#isGood(body, request.headers as Record<string, string>)) this.#bad += 1;
      response.writeHead(this.status).end('<b>thanks</b>');
    });
  });

  /** @returns its address */
  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** How many came whose signature was not good. */
  get bad(): number {
    return this.#bad;
  }

  #isGood(body: string, headers: Record<string, string>): boolean {
    try {
      new Verifier(this.secret).verify(body, headers);
      return true;
    } catch {
      return false; // counted
    }
  }
}
