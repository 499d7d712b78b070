import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between extension and receiver, and can hold everything back until it is opened. */
export class Gate {
  readonly #server: Server;
  readonly #waiting: (() => void)[] = [];
  readonly #sockets = new Set<Socket>();
  #isOpen = true;
  /** Connections that reached the gate so far. */
  arrivals = 0;

  private constructor(target: URL) {
    this.#server = createServer((incoming) => {
      this.arrivals += 1;
      this.#sockets.add(incoming);
      incoming.on('error', () => incoming.destroy());
      this.#whenOpen(() => {
        const outgoing = connect(Number(target.port), target.hostname);
        outgoing.on('error', () => incoming.destroy());
        incoming.pipe(outgoing).pipe(incoming);
      });
    });
  }

  static async before(target: string): Promise<Gate> {
    const gate = new Gate(new URL(target));
    gate.#server.listen(0, '127.0.0.1');
    await once(gate.#server, 'listening');
    return gate;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the gate is closed for good');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Connections that are open already are cut, or the next request would pass on one of them. */
  hold(): void {
    this.#isOpen = false;
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  open(): void {
    this.#isOpen = true;
    for (const pass of this.#waiting.splice(0)) pass();
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #whenOpen(pass: () => void): void {
    if (this.#isOpen) pass();
    else this.#waiting.push(pass);
  }
}
