// The peer: a receiver as tutorials write it. Express, its JSON parser, HMAC over the raw body, and SQLite (WAL, synchronous
// FULL) with a unique key, one commit a request.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import express from 'express';

const secret = process.env.BRAINPOST_SECRET;
const database = new DatabaseSync(join(process.argv[2], 'peer.db'));
database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  CREATE TABLE events (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, received_at INTEGER NOT NULL, body TEXT NOT NULL)`);
const find = database.prepare('SELECT id FROM events WHERE key = ?');
const insert = database.prepare('INSERT INTO events (key, received_at, body) VALUES (?, ?, ?)');

const app = express();
app.use(express.json({ limit: '4mb', verify: (request, _response, raw) => (request.rawBody = raw) }));
app.post('/webhooks/v1/:workspace/:source', (request, response) => {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(request.rawBody).digest('hex')}`);
  const told = Buffer.from(String(request.get('x-iw-signature')));
  if (told.length !== expected.length || !timingSafeEqual(told, expected)) {
    return response.status(401).json({ error: 'invalid_signature' });
  }
  if (Math.abs(Date.now() / 1000 - Number(request.get('x-iw-timestamp'))) > 300) {
    return response.status(401).json({ error: 'invalid_timestamp' });
  }
  const key = request.get('x-iw-idempotency-key');
  if (find.get(key)) return response.json({ status: 'duplicate', event_id: request.body.event_id });
  insert.run(key, Date.now(), request.rawBody.toString());
  return response.json({ status: 'accepted', event_id: request.body.event_id });
});
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ event: 'listening', url: `http://127.0.0.1:${server.address().port}` })}\n`);
});
