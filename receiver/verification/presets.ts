import { github } from './github.ts';
import type { Preset } from './preset.ts';
import type { Scheme } from './scheme.ts';
import { shopify } from './shopify.ts';
import { slack } from './slack.ts';
import { stripe } from './stripe.ts';

const PRESETS: Partial<Record<Scheme, Preset>> = { github, stripe, slack, shopify };

/** @returns `null` for the schemes that are nobody's own */
export function presetOf(scheme: Scheme | null): Preset | null {
  return (scheme && PRESETS[scheme]) ?? null;
}

/** Headers that may come once only, whoever sends. */
export const PRESET_SECURITY_HEADERS = Object.values(PRESETS).flatMap((preset) => preset.securityHeaders);
