import { sha256Hex, utf8Bytes } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Actor, BrainIngestData } from './event.ts';

/**
 * Digest of what a capture says, 64 hex digits. How and when it was read (mode, reader, layout, extension version) is
 * left out, so that the same unchanged conversation always gives the same digest. Another `actor` is another digest: else
 * what is sent in somebody's name would pass for what was sent without.
 */
export async function contentDigest(data: BrainIngestData, actor?: Actor): Promise<string> {
  const { capture, ...content } = data;
  const { mode: _mode, reader: _reader, layout: _layout, extension_version: _version, ...meaning } = capture ?? {};
  return sha256Hex(utf8Bytes(canonicalJson({ ...content, capture: meaning, ...(actor && { actor }) })));
}

/**
 * The id of an event, derived and not random: a double click, two tabs or a crash between sending and bookkeeping give
 * the same id. The id of the conversation's previous event is part of it, so that a conversation edited and edited back
 * arrives each time.
 * @param previousEventId of the event captured before this one from the same conversation; `''` for the first
 * @returns `evt_` and 40 hex digits
 */
export async function deriveEventId(of: {
  workspaceId: string;
  source: string;
  sessionId: string;
  contentDigest: string;
  previousEventId: string;
}): Promise<string> {
  const parts = [of.workspaceId, of.source, of.sessionId, of.contentDigest, of.previousEventId];
  return `evt_${(await sha256Hex(utf8Bytes(JSON.stringify(parts)))).slice(0, 40)}`;
}
