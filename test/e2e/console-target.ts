import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compactDecrypt } from 'jose';
import { Webhook as Verifier } from 'standardwebhooks';

/** Where webhooks of a test lead to: keeps what came, and whether its signature is good. */
export class ConsoleTarget {
  /** What it answers from now on. */
  status = 200;
  /** Types of the events that came, in order. */
  readonly types: string[] = [];
  secret = '';
  /** Of payloads, in base64url; what came before it was set is not encrypted. */
  encryptionKey = '';
  #bad = 0;
  #encrypted = 0;
  readonly #server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      if (!this.#isGood(body, request.headers as Record<string, string>)) this.#bad += 1;
      void this.#read(body, request.headers['content-type']).then((event) => {
        this.types.push((JSON.parse(event) as { type: string }).type);
        response.writeHead(this.status).end('<b>thanks</b>');
      });
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

  /** How many came encrypted. */
  get encrypted(): number {
    return this.#encrypted;
  }

  async #read(body: string, type: string | undefined): Promise<string> {
    if (type !== 'application/jose') return body;
    this.#encrypted += 1;
    const { plaintext } = await compactDecrypt(body, Buffer.from(this.encryptionKey, 'base64url'));
    return new TextDecoder().decode(plaintext);
  }

  #isGood(body: string, headers: Record<string, string>): boolean {
    try {
      new Verifier(this.secret).verify(body, headers, { jsonParse: false });
      return true;
    } catch {
      return false; // counted
    }
  }
}
