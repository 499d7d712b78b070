import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkConnection, formatConnectionString, parseConnectionString } from './connection.ts';
import vectors from './vectors.json' with { type: 'json' };

const { good, bad } = vectors.connectionStrings;

describe('parseConnectionString', () => {
  test.each(good)('1 reads: $name', ({ text, endpoint, workspaceId, secret }) => {
    expect(parseConnectionString(text)).toEqual({ ok: true, connection: { endpoint, workspaceId, secret } });
  });

  test.each(bad)('refuses: $name', ({ text, error }) => {
    expect(parseConnectionString(text)).toEqual({ ok: false, error });
  });
});

describe('formatConnectionString', () => {
  test.each(good)('can be read back: $name', ({ endpoint, workspaceId, secret }) => {
    const connection = { endpoint, workspaceId, secret };
    expect(parseConnectionString(formatConnectionString(connection))).toEqual({ ok: true, connection });
  });

  test('1 can be read back, whatever the secret', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: 'binary' }).filter((text) => text.trim() === text),
        (secret) => {
          const connection = { endpoint: 'http://127.0.0.1:8787', workspaceId: 'ws_1', secret };
          expect(parseConnectionString(formatConnectionString(connection))).toEqual({ ok: true, connection });
        },
      ),
    );
  });
});

describe('checkConnection', () => {
  const typed = { endpoint: ' HTTP://LocalHost:8787// ', workspaceId: ' ws_1 ', secret: ' whsec_AAAA ' };

  test('gives what a person typed its one form', () => {
    expect(checkConnection(typed)).toEqual({
      ok: true,
      connection: { endpoint: 'http://localhost:8787', workspaceId: 'ws_1', secret: 'whsec_AAAA' },
    });
  });

  test.each([
    { change: { endpoint: '' }, error: 'invalid_endpoint' },
    { change: { endpoint: 'localhost:8787' }, error: 'invalid_endpoint' },
    { change: { endpoint: 'file:///etc/passwd' }, error: 'invalid_endpoint' },
    { change: { endpoint: 'https://name:password@example.com' }, error: 'invalid_endpoint' },
    { change: { endpoint: 'https://:password@example.com' }, error: 'invalid_endpoint' },
    { change: { endpoint: 'http://example.com' }, error: 'insecure_endpoint' },
    { change: { workspaceId: '' }, error: 'invalid_workspace' },
    { change: { workspaceId: 'ws/../1' }, error: 'invalid_workspace' },
    { change: { secret: ' ' }, error: 'missing_secret' },
  ])('1 refuses $change: $error', ({ change, error }) => {
    expect(checkConnection({ ...typed, ...change })).toEqual({ ok: false, error });
  });
});
