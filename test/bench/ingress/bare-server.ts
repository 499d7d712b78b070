import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The ceiling: what Node itself does to read, verify and parse a request, and nothing is kept. */
const secret = process.env['BRAINPOST_SECRET'] ?? '';

const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => answer(incoming, outgoing, Buffer.concat(chunks)));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ event: 'listening', url: `http://127.0.0.1:${port}` })}\n`);
});

function answer(incoming: IncomingMessage, outgoing: ServerResponse, body: Buffer): void {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const told = Buffer.from(String(incoming.headers['x-iw-signature']));
  if (told.length !== expected.length || !timingSafeEqual(told, expected)) return void outgoing.writeHead(401).end();
  const event = JSON.parse(body.toString()) as { event_id: string };
  const text = JSON.stringify({ status: 'accepted', event_id: event.event_id });
  outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length }).end(text);
}
