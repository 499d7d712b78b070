import { SECURITY_HEADERS } from '../../lib/protocol/headers.ts';
import { PRESET_SECURITY_HEADERS } from '../verification/presets.ts';
import { type Refusal, refuse } from './refusal.ts';

/** What is asked of the headers of each way in before anything is verified (docs/protocol.md, section 1.3, step 3, and section 2). */

interface HeaderRules {
  /** What may come no more than once, in lower case. */
  readonly once: readonly string[];
  readonly contentType: RegExp;
}

export const SIGNED_RULES: HeaderRules = {
  once: SECURITY_HEADERS,
  contentType: /^application\/json(\s*;\s*charset="?utf-8"?)?$/i,
};
export const GENERIC_RULES: HeaderRules = {
  once: [...SECURITY_HEADERS, ...PRESET_SECURITY_HEADERS, 'authorization'],
  // Also `application/cloudevents+json` and the like. A web page cannot send it to another origin without asking first.
  contentType: /^application\/([a-z0-9.+-]+\+)?json(\s*;|$)/i,
};

/**
 * Which header came more than once, `null` for none.
 * @param came the names as they came
 * @param once lower case
 */
export function findRepeated(came: readonly string[], once: readonly string[]): string | null {
  const names = came.map((name) => name.toLowerCase());
  return once.find((name) => names.indexOf(name) !== names.lastIndexOf(name)) ?? null;
}

/** Nothing compressed: a limit on what is sent would say nothing about what it becomes. */
export function isIdentity(encoding: string | undefined): boolean {
  return encoding === undefined || encoding.trim().toLowerCase() === 'identity';
}

/** Whether the body may be read as JSON that is sent as it is. @returns `null` when it may */
export function checkContent(header: (name: string) => string | undefined, rules: HeaderRules): Refusal | null {
  const isJson = rules.contentType.test(header('content-type')?.trim() ?? '');
  return isJson && isIdentity(header('content-encoding')) ? null : refuse('unsupported_media_type');
}
