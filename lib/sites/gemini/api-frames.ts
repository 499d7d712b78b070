import { parseJson } from '../api-json.ts';
import { valueAt } from '../api-values.ts';

/** What one remote procedure gave. */
export type RpcAnswer =
  | { readonly ok: true; readonly value: unknown }
  /** `code` as in gRPC; `info` is Gemini's own number. */
  | { readonly ok: false; readonly code: number; readonly info: number | null }
  /** The answer holds no row of this procedure, or half of one. */
  | null;

const GUARD = ")]}'";

/** The answer of a procedure in the body of a `batchexecute` response. */
export function rpcAnswer(body: string, rpcId: string): RpcAnswer {
  const rows = readFrames(body).flatMap((frame) => (Array.isArray(frame) ? (frame as unknown[]) : []));
  const row = rows.find((candidate) => valueAt(candidate, 0) === 'wrb.fr' && valueAt(candidate, 1) === rpcId);
  const text = valueAt(row, 2);
  if (typeof text === 'string') {
    const parsed = parseJson(text);
    return parsed.ok ? parsed : null;
  }
  const code = valueAt(row, 5, 0);
  const info = valueAt(row, 5, 2, 0, 1, 0);
  return typeof code === 'number' ? { ok: false, code, info: typeof info === 'number' ? info : null } : null;
}

/** Every frame is its length, a line break and JSON without line breaks. */
export function readFrames(body: string): unknown[] {
  const content = body.trimStart().startsWith(GUARD) ? body.slice(body.indexOf(GUARD) + GUARD.length) : body;
  return framesByLength(content) ?? framesByLine(content);
}

/** The length counts UTF-16 units, from the line break before the JSON to the one after it. null: some length is wrong. */
function framesByLength(content: string): unknown[] | null {
  const frames: unknown[] = [];
  const header = /\s*(\d+)(?=\n)/y;
  for (let at = 0; content.slice(at).trim() !== ''; ) {
    header.lastIndex = at;
    const length = Number(header.exec(content)?.[1] ?? 0);
    const start = header.lastIndex;
    const frame = parseJson(content.slice(start, start + length));
    if (length === 0 || !frame.ok) return null;
    frames.push(frame.value);
    at = start + length;
  }
  return frames;
}

function framesByLine(content: string): unknown[] {
  const lines = content.split('\n').filter((line) => line.trimStart().startsWith('['));
  return lines.map(parseJson).flatMap((parsed) => (parsed.ok ? [parsed.value] : []));
}
