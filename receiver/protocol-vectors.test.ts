import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fromHex } from '../lib/protocol/bytes.ts';
import { parseConnectionString } from '../lib/protocol/connection.ts';
import { brainIngestDataSchema } from '../lib/protocol/event.ts';
import { contentDigest, deriveEventId } from '../lib/protocol/event-id.ts';
import { importSigningKeys } from '../lib/protocol/secret.ts';
import { parseSecurityHeaders } from '../lib/protocol/security-headers.ts';
import { signRequest } from '../lib/protocol/sign.ts';
import vectors from '../lib/protocol/vectors.json' with { type: 'json' };

/** The same vectors as in `lib/protocol`, here with Node's own globals and checked once more with `node:crypto`. */

describe('node:crypto agrees with the vectors', () => {
  test.each(vectors.signatures)('$name', ({ secret, id, timestampSec, bodyHex, iwSignature, webhookSignature }) => {
    const body = Buffer.from(bodyHex, 'hex');
    const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : secret;

    expect(iwSignature).toBe(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
    expect(webhookSignature).toBe(
      `v1,${createHmac('sha256', key).update(`${id}.${timestampSec}.`).update(body).digest('base64')}`,
    );
  });

  test.each(vectors.eventIds)(
    '$name',
    ({ workspaceId, source, sessionId, contentDigest: digest, previousEventId, eventId }) => {
      const text = JSON.stringify([workspaceId, source, sessionId, digest, previousEventId]);
      expect(eventId).toBe(`evt_${createHash('sha256').update(text).digest('hex').slice(0, 40)}`);
    },
  );
});

describe('the protocol in Node', () => {
  test.each(vectors.signatures)('signs: $name', async ({ secret, id, timestampSec, bodyHex, ...expected }) => {
    const keys = await importSigningKeys(secret);
    const headers = await signRequest(keys!, { id, timestampSec, body: fromHex(bodyHex) });

    expect(headers['x-iw-signature']).toBe(expected.iwSignature);
    expect(headers['webhook-signature']).toBe(expected.webhookSignature);
  });

  test.each(vectors.malformedHeaders)('$error: $name', ({ headers, error, header }) => {
    const sent: Record<string, string | undefined> = headers;
    expect(parseSecurityHeaders((name) => sent[name])).toEqual({ ok: false, error, header });
  });

  test.each(vectors.contentDigests)('digest: $name', async ({ data, digest }) => {
    expect(await contentDigest(brainIngestDataSchema.parse(data))).toBe(digest);
  });

  test.each(vectors.eventIds)('event id: $name', async ({ eventId, name: _name, ...of }) => {
    expect(await deriveEventId(of)).toBe(eventId);
  });

  test.each(vectors.connectionStrings.good)('connection string: $name', ({ text, endpoint, workspaceId, secret }) => {
    expect(parseConnectionString(text)).toEqual({ ok: true, connection: { endpoint, workspaceId, secret } });
  });

  test.each(vectors.connectionStrings.bad)('no connection string: $name', ({ text, error }) => {
    expect(parseConnectionString(text)).toEqual({ ok: false, error });
  });
});
