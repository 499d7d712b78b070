import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A target in a process of its own: answers 200 at once and notes when; `/hang` is never answered. */
let answers: [eventId: string, path: string, atMs: number][] = [];

const server = createServer((request, response) => {
  const { url = '', headers } = request;
  request.resume();
  if (url === '/hang') return;
  request.on('end', () => {
    response.end('ok');
    answers.push([String(headers['webhook-id']), url, performance.timeOrigin + performance.now()]);
  });
});
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', () => {
  process.send?.({ answers });
  answers = [];
});
process.on('disconnect', () => process.exit());
