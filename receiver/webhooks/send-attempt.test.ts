import { createServer, type RequestListener, Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import {
  type AddressInfo,
  BlockList,
  createServer as createTcpServer,
  type Server as TcpServer,
  type Socket,
} from 'node:net';
import type { Agent } from 'undici';
import { afterEach, describe, expect, test } from 'vitest';
import { SELF_SIGNED } from '../test-support/self-signed.ts';
import { createGuardedAgent, type Resolve } from './guarded-agent.ts';
import { type AttemptRequest, MAX_RESPONSE_BYTES, sendAttempt } from './send-attempt.ts';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
const BODY = new TextEncoder().encode('{"type":"webhook.test"}');

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function agentFor(allowed: BlockList, resolve?: Resolve): Agent {
  const agent = createGuardedAgent(allowed, { connectTimeoutMs: 2000, ...(resolve ? { resolve } : {}) });
  closers.push(() => agent.destroy());
  return agent;
}

async function listen(server: TcpServer): Promise<number> {
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  closers.push(async () => {
    if (server instanceof Server) server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const serve = async (listener: RequestListener) => `http://127.0.0.1:${await listen(createServer(listener))}/hook`;

const post = (url: string, options: Partial<AttemptRequest> & { agent?: Agent } = {}) =>
  sendAttempt(options.agent ?? agentFor(loopback), {
    url,
    headers: { 'content-type': 'application/json' },
    body: BODY,
    timeoutMs: options.timeoutMs ?? 5000,
  });

describe('answers', () => {
  test('posts the bytes as they are and returns status, Retry-After and body', async () => {
    let got = '';
    const url = await serve((req, res) => {
      req.on('data', (chunk: Buffer) => (got += chunk.toString()));
      req.on('end', () => res.writeHead(503, { 'retry-after': '7' }).end('later'));
    });
    expect(await post(url)).toEqual({
      kind: 'answer',
      status: 503,
      retryAfter: '7',
      response: 'later',
      durationMs: expect.any(Number),
    });
    expect(got).toBe('{"type":"webhook.test"}');
  });

  test('follows no redirect', async () => {
    let visits = 0;
    const url = await serve((_, res) => {
      visits += 1;
      res.writeHead(302, { location: '/hook' }).end();
    });
    expect(await post(url)).toMatchObject({ kind: 'answer', status: 302 });
    expect(visits).toBe(1);
  });

  test('reads 20 kB of an answer without end', async () => {
    const url = await serve((_, res) => {
      res.on('error', () => {});
      const pour = () => {
        while (!res.destroyed && res.write('x'.repeat(10_000)));
      };
      res.on('drain', pour);
      pour();
    });
    const result = await post(url);
    expect(result).toMatchObject({ kind: 'answer', status: 200 });
    expect(result.kind === 'answer' && result.response.length).toBe(MAX_RESPONSE_BYTES);
  });

  test('counts a status whose body breaks off', async () => {
    const url = await serve((_, res) => {
      res.writeHead(200, { 'content-length': '1000' });
      res.write('begun', () => res.destroy());
    });
    expect(await post(url)).toMatchObject({ kind: 'answer', status: 200 });
  });
});

describe('failures', () => {
  test('a target that never answers', async () => {
    const url = await serve(() => {});
    expect(await post(url, { timeoutMs: 100 })).toMatchObject({ kind: 'failure', error: 'timeout' });
  });

  test('a target that sends its headers byte by byte', async () => {
    const server = createTcpServer((socket: Socket) => {
      socket.on('error', () => {});
      socket.write('HTTP/1.1 200 OK\r\nX-Slow: ');
      const drip = setInterval(() => socket.write('x'), 20);
      socket.on('close', () => clearInterval(drip));
    });
    const port = await listen(server);
    expect(await post(`http://127.0.0.1:${port}/`, { timeoutMs: 300 })).toMatchObject({ error: 'timeout' });
  });

  test('nobody listens', async () => {
    const port = await listen(createServer());
    await closers.pop()?.();
    expect(await post(`http://127.0.0.1:${port}/`)).toMatchObject({ error: 'connection_refused' });
  });

  test('no HTTP', async () => {
    const port = await listen(createTcpServer((socket) => void socket.on('error', () => {}).end('SSH-2.0-x\r\n\r\n')));
    expect(await post(`http://127.0.0.1:${port}/`)).toMatchObject({ error: 'invalid_answer' });
  });

  test('a name that nobody knows', async () => {
    const agent = agentFor(loopback, (_, __, done) =>
      done(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }), []),
    );
    expect(await post('http://nowhere.example/', { agent })).toMatchObject({ error: 'name_not_found' });
  });

  test('a certificate that nobody vouches for', async () => {
    const port = await listen(createTlsServer(SELF_SIGNED));
    expect(await post(`https://127.0.0.1:${port}/`)).toMatchObject({ error: 'certificate' });
  });
});

describe('connections', () => {
  test('a kept connection that was closed meanwhile is replaced at once', async () => {
    let visits = 0;
    const url = await serve((req, res) => {
      visits += 1;
      // The second request finds the connection gone.
      if (visits === 2) req.socket.destroy();
      else res.end('ok');
    });
    const agent = agentFor(loopback);
    await post(url, { agent });
    expect(await post(url, { agent })).toMatchObject({ kind: 'answer', status: 200 });
    expect(visits).toBe(3);
  });

  test.each(['http://127.0.0.1', 'http://[::1]', 'http://0x7f000001', 'http://[::ffff:7f00:1]'])(
    'an address that is not public is refused before anything is sent: %s',
    async (origin) => {
      let visits = 0;
      const port = await listen(createServer(() => (visits += 1)));
      const result = await post(`${origin}:${port}/`, { agent: agentFor(new BlockList()) });
      expect(result).toMatchObject({ kind: 'failure', error: 'address_not_allowed' });
      expect(visits).toBe(0);
    },
  );

  test('a name is refused for any of its addresses', async () => {
    const agent = agentFor(new BlockList(), (_, __, done) =>
      done(null, [
        { address: '93.184.216.34', family: 4 },
        { address: '10.0.0.1', family: 4 },
      ]),
    );
    expect(await post('http://both.example/', { agent })).toMatchObject({ error: 'address_not_allowed' });
  });

  test.each([
    ['localtest.me', '127.0.0.1'],
    ['localhost.', '::1'],
    ['127.0.0.1.nip.io', '127.0.0.1'],
    ['7f000001.a9fea9fe.rbndr.us', '169.254.169.254'],
    ['metadata.google.internal', '169.254.169.254'],
    ['mapped.example', '::ffff:127.0.0.1'],
    ['compatible.example', '::7f00:1'],
    ['nat64.example', '64:ff9b::a9fe:a9fe'],
    ['six-to-four.example', '2002:7f00:1::'],
    ['teredo.example', '2001:0:7f00:1::'],
    ['zone.example', 'fe80::1%1'],
    ['unspecified.example', '0.0.0.0'],
  ])('the name %s, which stands for %s, is refused', async (name, address) => {
    const family = address.includes(':') ? 6 : 4;
    const agent = agentFor(new BlockList(), (_, __, done) => done(null, [{ address, family }]));
    expect(await post(`http://${name}/`, { agent })).toMatchObject({ error: 'address_not_allowed' });
  });

  test('a name that flips to the metadata address between check and connection gains nothing', async () => {
    const answers = ['127.0.0.1', '169.254.169.254'];
    let lookups = 0;
    const agent = agentFor(loopback, (_, __, done) => done(null, [{ address: answers[lookups++] ?? '', family: 4 }]));
    const url = new URL(await serve((_, res) => res.writeHead(200, { connection: 'close' }).end()));
    url.hostname = 'flips.example';
    expect(await post(url.href, { agent })).toMatchObject({ kind: 'answer', status: 200 });
    expect(await post(url.href, { agent })).toMatchObject({ error: 'address_not_allowed' });
    expect(lookups).toBe(2);
  });
});
