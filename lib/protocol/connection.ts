import { WORKSPACE_ID } from './workspace-id.ts';

/** What a sender needs to know: where to, which workspace, and the secret to sign with. */
export interface Connection {
  /** Origin and optional path, without a trailing slash: `http://127.0.0.1:8787`. */
  readonly endpoint: string;
  readonly workspaceId: string;
  readonly secret: string;
}

export type ConnectionFault =
  | 'not_a_connection_string'
  | 'invalid_endpoint'
  | 'insecure_endpoint'
  | 'invalid_workspace'
  | 'missing_secret';
export type ParsedConnection = { ok: true; connection: Connection } | { ok: false; error: ConnectionFault };

const CONNECTION_STRING = /^brainpost\+(https?):\/\/([^:@/\s]+):([^@\s]+)@([^@\s]+)$/;

/**
 * Reads `brainpost+http://ws_123:SECRET@127.0.0.1:8787`. The secret is percent-encoded; an unencoded `whsec_` one is
 * understood too, because people paste what they have.
 */
export function parseConnectionString(text: string): ParsedConnection {
  const match = CONNECTION_STRING.exec(text.trim());
  if (!match) return { ok: false, error: 'not_a_connection_string' };
  const [, scheme, workspaceId, secret, address] = match as unknown as [string, string, string, string, string];
  return checkConnection({ endpoint: `${scheme}://${address}`, workspaceId, secret: percentDecode(secret) });
}

/** Checks the three fields as a person typed them and gives the endpoint its one form. */
export function checkConnection(fields: Connection): ParsedConnection {
  const endpoint = normalizeEndpoint(fields.endpoint);
  if (typeof endpoint !== 'string') return { ok: false, error: endpoint.error };
  const workspaceId = fields.workspaceId.trim();
  if (!WORKSPACE_ID.test(workspaceId)) return { ok: false, error: 'invalid_workspace' };
  const secret = fields.secret.trim();
  if (!secret) return { ok: false, error: 'missing_secret' };
  return { ok: true, connection: { endpoint, workspaceId, secret } };
}

export function formatConnectionString({ endpoint, workspaceId, secret }: Connection): string {
  const { protocol, host, pathname } = new URL(endpoint);
  return `brainpost+${protocol}//${workspaceId}:${encodeURIComponent(secret)}@${host}${pathname === '/' ? '' : pathname}`;
}

/** Must be https unless it is loopback: a signature keeps a body from being forged, not from being read on the way. */
function normalizeEndpoint(text: string): string | { error: ConnectionFault } {
  const url = URL.parse(text.trim());
  if (
    !url ||
    (url.protocol !== 'https:' && url.protocol !== 'http:') ||
    url.username ||
    url.password ||
    url.search ||
    url.hash
  ) {
    return { error: 'invalid_endpoint' };
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return { error: 'insecure_endpoint' };
  return url.origin + url.pathname.replace(/\/+$/, '');
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray % in a secret that was pasted unencoded
  }
}
