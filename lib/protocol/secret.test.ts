import { describe, expect, test } from 'vitest';
import { generateSecret, importSigningKeys, standardKeyBytes } from './secret.ts';

describe('generateSecret', () => {
  test('1.1 gives whsec_ and 32 bytes, each time others', () => {
    const [a, b] = [generateSecret(), generateSecret()];
    expect(a).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(standardKeyBytes(a)).toHaveLength(32);
    expect(a).not.toBe(b);
  });
});

describe('importSigningKeys', () => {
  test.each(['', 'whsec_', 'whsec_not base64', 'whsec_-_-_', 'whsec_A'])('refuses %j', async (secret) => {
    expect(await importSigningKeys(secret)).toBeNull();
  });

  test.each(['x', 'WHSEC_AAAA', 'a secret with spaces', generateSecret()])(
    '1.1 takes %j, which nobody can read back',
    async (secret) => {
      const keys = await importSigningKeys(secret);
      expect(keys?.body.extractable).toBe(false);
      expect(keys?.standard.extractable).toBe(false);
      await expect(crypto.subtle.exportKey('raw', keys!.body)).rejects.toThrow();
    },
  );
});
