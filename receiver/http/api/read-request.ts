import { z } from 'zod';
import { isIdentity } from '../../ingest/header-rules.ts';
import { type Refusal, refuseVerified } from '../../ingest/refusal.ts';
import type { HttpContext } from '../environment.ts';
import { receiveBody } from '../receive.ts';

const MAX_API_BODY_BYTES = 256 * 1024;
const JSON_TYPE = /^application\/json(\s*;|$)/i;
const NOTHING = z.object({});

type Read<Value> = { ok: true; value: Value } | Refusal;

/** The query of a request. A name that is empty counts as not given; one that is unknown or comes twice is refused. */
export function readQuery<Query extends z.ZodObject>(c: HttpContext, schema: Query | undefined): Read<z.infer<Query>> {
  const told = Object.entries(c.req.queries());
  const repeated = told.find(([, values]) => values.length > 1);
  if (repeated) return refuseVerified('invalid_query', { issues: [{ path: repeated[0], message: 'came twice' }] });
  const given = Object.fromEntries(told.flatMap(([name, [value]]) => (value ? [[name, value]] : [])));
  const parsed = (schema ?? NOTHING).strict().safeParse(given);
  if (parsed.success) return { ok: true, value: parsed.data as z.infer<Query> };
  return refuseVerified('invalid_query', { issues: describeIssues(parsed.error) });
}

/**
 * The JSON body of a request, where its route takes one.
 * @returns `null` when the sender went away
 */
export async function readApiBody<Body extends z.ZodType>(
  c: HttpContext,
  schema: Body | undefined,
): Promise<Read<z.infer<Body>> | null> {
  if (!schema) return { ok: true, value: undefined as z.infer<Body> };
  const isJson = JSON_TYPE.test(c.req.header('content-type')?.trim() ?? '');
  if (!isJson || !isIdentity(c.req.header('content-encoding'))) return refuseVerified('unsupported_media_type');
  const received = await receiveBody(c, MAX_API_BODY_BYTES);
  if (!received?.ok) return received;
  const json = parseJson(received.body);
  if (json === undefined) return refuseVerified('invalid_json');
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  return refuseVerified('invalid_payload', { issues: describeIssues(parsed.error) });
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined; // the caller answers that it is no JSON
  }
}

function describeIssues({ issues }: z.ZodError) {
  return issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
}
