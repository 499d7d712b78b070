import { readFileSync } from 'node:fs';
import type { Bytes } from '../../lib/protocol/bytes.ts';
import { eventSchema } from '../../lib/protocol/event.ts';
import { importSigningKeys } from '../../lib/protocol/secret.ts';
import { parseSecurityHeaders } from '../../lib/protocol/security-headers.ts';
import { signRequest } from '../../lib/protocol/sign.ts';
import { KeyRing } from '../ingest/key-ring.ts';
import { verifyRequest } from '../ingest/verify-request.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store/store.ts';
import { openData } from './data-folder.ts';
import type { CommandResult } from './workspace.ts';

export interface SignCommand {
  readonly workspaceId: string;
  /** Holds the body. */
  readonly file: string;
}

export interface VerifyCommand extends SignCommand {
  /** Holds the headers, `Name: value` line by line. */
  readonly headersFile: string;
  /** `''` for none in particular. */
  readonly source: string;
}

/** `sign WORKSPACE FILE`: the headers that `curl -H @HEADERS --data-binary @FILE` needs, good for the next minutes. */
export async function sign(settings: Settings, { workspaceId, file }: SignCommand): Promise<CommandResult> {
  const body = readBytes(file);
  if (!body) return unreadable(file);
  return withStore(settings, async (store) => {
    const [key] = await store.findLiveKeys(workspaceId, null, Date.now());
    const keys = key ? await importSigningKeys(key.secret) : null;
    if (!keys)
      return { ok: false, message: `There is no workspace ${JSON.stringify(workspaceId)}; see workspace list.` };
    const id = eventIdOf(body);
    if (id === null) return { ok: false, message: `${file} is no event: it needs an event_id.` };
    const signed = await signRequest(keys, { id, timestampSec: Math.floor(Date.now() / 1000), body });
    const headers = Object.entries({ 'content-type': 'application/json', ...signed });
    return { ok: true, lines: headers.map(([name, value]) => `${name}: ${value}`) };
  });
}

/** `verify WORKSPACE FILE HEADERS`: what the receiver would say to a request that somebody kept. */
export async function verify(settings: Settings, command: VerifyCommand): Promise<CommandResult> {
  const { workspaceId, file, headersFile, source } = command;
  const body = readBytes(file);
  if (!body) return unreadable(file);
  const headerBytes = readBytes(headersFile);
  if (!headerBytes) return unreadable(headersFile);
  const headers = parseHeaderLines(new TextDecoder().decode(headerBytes));
  const parsed = parseSecurityHeaders((name) => headers.get(name));
  if (!parsed.ok) return { ok: false, message: `${parsed.error}: ${parsed.header}` };
  return withStore(settings, async (store) => {
    const { toleranceSeconds } = settings;
    const request = { workspaceId, source, headers: parsed.headers, body, now: Date.now(), address: null };
    const verified = await verifyRequest({ store, keyRing: new KeyRing(store), toleranceSeconds }, request);
    if (verified.ok) return { ok: true, lines: [`ok: ${verified.scheme}, ${verified.proof}, key ${verified.keyId}`] };
    return { ok: false, message: `${verified.error} ${JSON.stringify(verified.details ?? {})}` };
  });
}

async function withStore(settings: Settings, run: (store: Store) => Promise<CommandResult>): Promise<CommandResult> {
  const opened = openData(settings.dataDir);
  if (!opened.ok) return opened;
  try {
    return await run(opened.store);
  } finally {
    await opened.store.close();
  }
}

/** @returns `null` when the file cannot be read */
function readBytes(path: string): Bytes | null {
  try {
    return new Uint8Array(readFileSync(path));
  } catch {
    return null; // the caller says so
  }
}

function unreadable(path: string): CommandResult {
  return { ok: false, message: `${path} cannot be read.` };
}

function eventIdOf(body: Bytes): string | null {
  try {
    return eventSchema.pick({ event_id: true }).parse(JSON.parse(new TextDecoder().decode(body))).event_id;
  } catch {
    return null; // no JSON, or no event: the caller says so
  }
}

/** Names in lower case; of one that comes twice the values joined with a comma, as `Headers` does. */
function parseHeaderLines(text: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return headers;
}
