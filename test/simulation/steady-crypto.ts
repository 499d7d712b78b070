import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The same cryptography without threads. WebCrypto answers from a thread pool, in an order that no seed decides; a failing
 * schedule would not replay.
 */
export function installSteadyCrypto(): void {
  let serial = 0;
  const hmac = (key: Uint8Array, bytes: Uint8Array) => createHmac('sha256', key).update(bytes).digest();
  const subtle = {
    importKey: async (_format: string, bytes: Uint8Array) => bytes,
    digest: async (_name: string, bytes: Uint8Array) => createHash('sha256').update(bytes).digest(),
    sign: async (_name: string, key: Uint8Array, bytes: Uint8Array) => hmac(key, bytes),
    verify: async (...[, key, signature, bytes]: [string, Uint8Array, Uint8Array, Uint8Array]) =>
      signature.length === 32 && timingSafeEqual(hmac(key, bytes), signature),
  };
  const steady = {
    subtle,
    getRandomValues: (bytes: Uint8Array) => bytes.fill(7),
    randomUUID: () => `00000000-0000-4000-8000-${String((serial += 1)).padStart(12, '0')}`,
  };
  Object.defineProperty(globalThis, 'crypto', { value: steady, configurable: true });
  // Its timers run by the real clock; here the network decides what takes too long.
  AbortSignal.timeout = () => new AbortController().signal;
}
