import { connect, type Socket } from 'node:net';

const CONNECTIONS = 64;

/** One kept connection that sends one request at a time, with as little of its own as can be: it shares the machine. */
class Connection {
  readonly #socket: Socket;
  #received = '';
  #done: (() => void) | null = null;

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.setEncoding('latin1').on('data', (text: string) => this.#hear(text));
  }

  send(request: Buffer): Promise<void> {
    return new Promise((resolve) => {
      this.#done = resolve;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #hear(text: string): void {
    this.#received += text;
    const head = this.#received.indexOf('\r\n\r\n');
    if (head === -1) return;
    const length = Number(/content-length: (\d+)/i.exec(this.#received)?.[1] ?? Number.NaN);
    if (this.#received.length < head + 4 + length) return;
    if (!this.#received.startsWith('HTTP/1.1 200')) throw new Error(`the server said ${this.#received}`);
    this.#received = '';
    this.#done?.();
  }
}

/** Sends all, on 64 connections, each as soon as the one before it is answered. @returns requests per second */
export async function runClosedLoop(port: number, requests: readonly Buffer[]): Promise<number> {
  const connections = Array.from({ length: CONNECTIONS }, () => new Connection(port));
  let next = 0;
  const startMs = performance.now();
  const sendOn = async (connection: Connection) => {
    for (let request = requests[next++]; request; request = requests[next++]) await connection.send(request);
  };
  await Promise.all(connections.map(sendOn));
  const perSecond = requests.length / ((performance.now() - startMs) / 1000);
  for (const connection of connections) connection.close();
  return perSecond;
}

/**
 * Sends at a constant rate, whether the server keeps up or not.
 * @returns milliseconds from when each request was due to its answer, sorted
 */
export async function runOpenLoop(port: number, requests: readonly Buffer[], perSecond: number): Promise<number[]> {
  const idle = Array.from({ length: CONNECTIONS }, () => new Connection(port));
  const connections = [...idle];
  const waiting: (() => void)[] = [];
  const latencies: number[] = [];
  const startMs = performance.now();
  const sendOne = async (request: Buffer, dueMs: number) => {
    if (!idle.length) await new Promise<void>((resolve) => waiting.push(resolve));
    const connection = idle.pop();
    if (!connection) throw new Error('a connection was promised');
    await connection.send(request);
    latencies.push(performance.now() - dueMs);
    idle.push(connection);
    waiting.shift()?.();
  };
  const sent: Promise<void>[] = [];
  for (const [i, request] of requests.entries()) {
    const dueMs = startMs + (i * 1000) / perSecond;
    while (performance.now() < dueMs) await new Promise((resolve) => setTimeout(resolve, 1));
    sent.push(sendOne(request, dueMs));
  }
  await Promise.all(sent);
  for (const connection of connections) connection.close();
  return latencies.sort((a, b) => a - b);
}
