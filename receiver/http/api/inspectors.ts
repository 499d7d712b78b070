import { z } from 'zod';
import type { VerifyParts } from '../../ingest/verify-request.ts';
import { examine, type Finding } from '../../inspector/examine.ts';
import type { InspectedRequest, Inspector, Inspectors } from '../../inspector/inspectors.ts';
import { answerError } from '../answers.ts';
import type { HttpContext } from '../environment.ts';
import { INSPECT_PATH } from '../inspect.ts';
import { isoTime } from './iso-time.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const PATH = '/api/v1/workspaces/{ws}/inspectors';

const inspectorSchema = z.object({
  id: z.string(),
  /** Behind the receiver's own address. */
  path: z.string(),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
});
const requestSchema = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  method: z.string(),
  query: z.string(),
  address: z.string(),
  /** `null`: more than is kept. */
  bytes: z.int().nullable(),
});
const findingSchema = z.object({
  route: z.enum(['signed', 'generic']),
  source: z.string(),
  outcome: z.enum(['taken', 'challenge', 'refused']),
  /** `null`: nothing showed whose it is. */
  scheme: z.string().nullable(),
  proof: z.string().nullable(),
  /** `null` unless it would be taken. */
  topic: z.string().nullable(),
  error: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
});
const detailSchema = requestSchema.extend({
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  /** `null` when it is no UTF-8, or more than is kept. */
  body_text: z.string().nullable(),
  body_base64: z.string().nullable(),
  findings: z.array(findingSchema),
});

export interface InspectorRouteParts {
  readonly inspectors: Inspectors;
  readonly verify: VerifyParts;
}

/** Addresses that show what is sent to them (docs/receiver.md). What came may hold tokens: it is told to whoever may write. */
export function createInspectorRoutes(parts: InspectorRouteParts): readonly ApiRoute[] {
  return [...createAddressRoutes(parts.inspectors), ...createLookRoutes(parts)];
}

function createAddressRoutes(inspectors: Inspectors): readonly ApiRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: PATH,
      scope: 'write',
      summary:
        'Make an address that shows whatever is sent to it, for 24 hours; the sixth takes the place of the first',
      answer: { status: 201, description: 'The inspector', schema: inspectorSchema },
      handle: async ({ c, workspaceId, now }) => c.json(toInspector(inspectors.create(workspaceId, now)), 201),
    }),
    defineRoute({
      method: 'GET',
      path: PATH,
      scope: 'write',
      summary: 'Inspectors, newest first; all of them',
      answer: { status: 200, description: 'All', schema: z.object({ items: z.array(inspectorSchema) }) },
      handle: async ({ c, workspaceId, now }) => c.json({ items: inspectors.list(workspaceId, now).map(toInspector) }),
    }),
    defineRoute({
      method: 'DELETE',
      path: `${PATH}/{id}`,
      scope: 'write',
      summary: 'End an inspector and forget what was sent to it',
      // Also when its time was over a moment ago.
      answer: { status: 204, description: 'There is no such inspector any more' },
      handle: async ({ c, workspaceId, now }) => {
        const inspector = findOwn(c, inspectors, { workspaceId, now });
        if (inspector) inspectors.remove(inspector.id);
        return c.body(null, 204);
      },
    }),
  ];
}

function createLookRoutes({ inspectors, verify }: InspectorRouteParts): readonly ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: `${PATH}/{id}/requests`,
      scope: 'write',
      summary: 'What was sent to an inspector, newest first: the last 50, of 4 MiB at most',
      answer: {
        status: 200,
        description: 'All that is kept',
        schema: inspectorSchema.extend({ items: z.array(requestSchema) }),
      },
      errors: ['not_found'],
      handle: async ({ c, workspaceId, now }) => {
        const inspector = findOwn(c, inspectors, { workspaceId, now });
        if (!inspector) return answerError(c, 'not_found');
        return c.json({ ...toInspector(inspector), items: inspectors.requestsOf(inspector.id).map(toRequest) });
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${PATH}/{id}/requests/{request}`,
      scope: 'write',
      summary: 'One request, byte by byte, and what each way in would make of it with the keys of now',
      answer: { status: 200, description: 'The request', schema: detailSchema },
      errors: ['not_found'],
      handle: async ({ c, workspaceId, now }) => {
        const inspector = findOwn(c, inspectors, { workspaceId, now });
        const all = inspector ? inspectors.requestsOf(inspector.id) : [];
        const request = all.find(({ id }) => String(id) === c.req.param('request'));
        if (!request) return answerError(c, 'not_found');
        return c.json(toDetail(request, await examine(verify, workspaceId, request)));
      },
    }),
  ];
}

function findOwn(
  c: HttpContext,
  inspectors: Inspectors,
  { workspaceId, now }: { workspaceId: string; now: number },
): Inspector | null {
  const found = inspectors.find(c.req.param('id') ?? '', now);
  return found?.workspaceId === workspaceId ? found : null;
}

function toInspector({ id, createdAt, expiresAt }: Inspector): z.infer<typeof inspectorSchema> {
  return { id, path: INSPECT_PATH + id, created_at: isoTime(createdAt), expires_at: isoTime(expiresAt) };
}

function toRequest({ id, at, method, query, address, body }: InspectedRequest): z.infer<typeof requestSchema> {
  return { id: String(id), at: isoTime(at), method, query, address, bytes: body?.length ?? null };
}

function toDetail(request: InspectedRequest, findings: readonly Finding[]): z.infer<typeof detailSchema> {
  const { headers, body } = request;
  return {
    ...toRequest(request),
    headers: headers.map(([name, value]) => ({ name, value })),
    body_text: body && textOf(body),
    body_base64: body && Buffer.from(body).toString('base64'),
    findings: findings.map(({ route, source, outcome, signature, topic, error, details }) => ({
      route,
      source,
      outcome,
      scheme: signature?.scheme ?? null,
      proof: signature?.proof ?? null,
      topic,
      error,
      details,
    })),
  };
}

function textOf(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return null; // bytes, and shown as such
  }
}
