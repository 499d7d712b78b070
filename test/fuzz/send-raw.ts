import { connect } from 'node:net';

/** A receiver may wait for the rest of a request that is broken; a fuzz run does not. */
const PATIENCE_MS = 2000;

/**
 * Writes bytes to a new connection and reads until the receiver closes it.
 * @param isCut that nothing more is to come is said as well: else the receiver would wait for the rest of what is cut off
 * @returns the status of the answer; `closed` when there was none
 */
export function sendRaw(port: number, bytes: Buffer, isCut: boolean): Promise<number | 'closed'> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('latin1').on('data', (text: string) => (answer += text));
    socket.setTimeout(PATIENCE_MS, () => socket.destroy());
    socket.on('error', () => undefined); // a connection may be reset: how it ended says the answer, or that there is none
    socket.on('close', () => {
      // Of several, because a broken request may be read as two, the worst.
      const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
      resolve(statuses.length ? Math.max(...statuses) : 'closed');
    });
    if (isCut) socket.end(bytes);
    else socket.write(bytes);
  });
}
