import { hash, timingSafeEqual } from 'node:crypto';

const BEARER = /^Bearer ([A-Za-z0-9._~+/=-]{1,1024})$/i;

/** @returns the token of an `Authorization: Bearer …` header, `null` when there is none */
export function bearerTokenOf(authorization: string | undefined): string | null {
  return BEARER.exec(authorization ?? '')?.[1] ?? null;
}

/** Compared by digest, so that neither content nor length of the right token shows in the time. */
export function isSameToken(expected: string, told: string): boolean {
  return timingSafeEqual(hash('sha256', expected, 'buffer'), hash('sha256', told, 'buffer'));
}
