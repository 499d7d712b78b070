import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { portOwner } from './port-owner.ts';

let server: Server;

async function listen(answer: RequestListener): Promise<number> {
  server = createServer(answer);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
const close = () => new Promise((resolve) => server.close(resolve));

afterEach(async () => {
  server.closeAllConnections();
  await close();
});

test.each([
  ['brainpost', 'another receiver', '{"status":"degraded","checks":{"inbox":{"ok":false}}}'],
  ['other', 'something with another health', '{"status":"ok"}'],
  ['other', 'a web page', '<!doctype html>'],
])('says %s for %s', async (owner, _name, body) => {
  expect(await portOwner(await listen((_request, response) => void response.end(body)))).toBe(owner);
});

test('says nobody for a port that was just given back', async () => {
  const port = await listen(() => {});
  await close();
  expect(await portOwner(port)).toBe('nobody');
});
