import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { MAX_SESSION_MS } from '../../accounts/sessions.ts';
import type { HttpContext } from '../environment.ts';

/** What a browser keeps of a session. Cookies know no ports: the name does, for two receivers on one machine. */
export function readSessionCookie(c: HttpContext): string | undefined {
  return getCookie(c, nameOf(c));
}

/** @param publicUrl where the receiver is reached when that is not its own address */
export function writeSessionCookie(c: HttpContext, token: string, publicUrl: string | null): void {
  setCookie(c, nameOf(c), token, { ...attributesOf(c, publicUrl), maxAge: MAX_SESSION_MS / 1000 });
}

export function clearSessionCookie(c: HttpContext, publicUrl: string | null): void {
  deleteCookie(c, nameOf(c), attributesOf(c, publicUrl));
}

function attributesOf(c: HttpContext, publicUrl: string | null) {
  const isSecure = publicUrl?.startsWith('https:') === true && new URL(publicUrl).host === hostOf(c);
  return { path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure } as const;
}

function nameOf(c: HttpContext): string {
  return `brainpost_session_${URL.parse(`http://${hostOf(c)}`)?.port || 'web'}`;
}

function hostOf(c: HttpContext): string {
  return c.req.header('host') ?? new URL(c.req.url).host;
}
