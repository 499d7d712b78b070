import { SOURCE } from '../../lib/protocol/event.ts';
import { MIN_SECRET_KEY_BYTES } from '../../lib/protocol/limits.ts';
import type { SetSourceResult, SourceChange, SourceStore } from '../store/source-store.ts';
import type { Scheme } from '../verification/scheme.ts';
import { isSecretLongEnough } from './secret-rule.ts';

/** Schemes that are of no use without a secret: what the provider signs with, or the ingest token. */
const NEEDS_SECRET: ReadonlySet<Scheme | null> = new Set<Scheme>(['github', 'stripe', 'slack', 'shopify']);

export type ConfiguredSource =
  | SetSourceResult
  | { ok: false; reason: 'invalid_source' | 'invalid_secret' | 'missing_secret' };

/**
 * Sets how a source shows that its requests are its own.
 * @returns why not, when the source could not be verified that way
 */
export async function configureSource(
  store: SourceStore,
  { workspaceId, source }: { workspaceId: string; source: string },
  change: SourceChange,
): Promise<ConfiguredSource> {
  if (!SOURCE.test(source)) return { ok: false, reason: 'invalid_source' };
  const known = await store.findSource(workspaceId, source);
  const { scheme = known?.scheme ?? null, secret = known?.secret ?? null } = change;
  if (change.secret != null && !isGoodFor(scheme, change.secret)) return { ok: false, reason: 'invalid_secret' };
  if (NEEDS_SECRET.has(scheme) && secret === null) return { ok: false, reason: 'missing_secret' };
  return store.setSource(workspaceId, source, change);
}

/** Providers and tokens use the whole string, whatever it starts with. */
function isGoodFor(scheme: Scheme | null, secret: string): boolean {
  if (scheme === 'iw' || scheme === 'standard') return isSecretLongEnough(secret);
  return Buffer.byteLength(secret) >= MIN_SECRET_KEY_BYTES;
}
