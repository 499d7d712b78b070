import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** As hard to guess as N = 2^17, p = 1 with a quarter of its memory (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html). */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const KEY_BYTES = 32;
const HASH = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([A-Za-z0-9_-]{22})\$([A-Za-z0-9_-]{43})$/;
/** Of no password; what is compared with when there is nobody by that name, so that the answer takes as long. */
const FILLER = `scrypt$${COST.N}$${COST.r}$${COST.p}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** @returns salt, costs and hash in one text */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return `scrypt$${COST.N}$${COST.r}$${COST.p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/** @param hash `null` when there is none: then no password is right, and it takes as long to say so */
export async function isRightPassword(password: string, hash: string | null): Promise<boolean> {
  const [, N = '', r = '', p = '', salt = '', key = ''] = HASH.exec(hash ?? FILLER) ?? [];
  const derived = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) });
  return timingSafeEqual(derived, Buffer.from(key, 'base64url')) && hash !== null;
}

/** The same text typed on another keyboard is the same password (NIST SP 800-63B, 3.1.1.2). */
function derive(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  const maxmem = 256 * cost.N * cost.r;
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, { ...cost, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
