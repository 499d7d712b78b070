import { z } from 'zod';
import { acceptedAnswerSchema, type ErrorCode, testAnswerSchema } from '../../../lib/protocol/answers.ts';
import { eventSchema } from '../../../lib/protocol/event.ts';
import { HEADER } from '../../../lib/protocol/headers.ts';
import { pairAnswerSchema, pairRequestSchema } from '../../../lib/protocol/pairing.ts';
import { describeErrors, type Json, jsonContent, pathParameters, toSchema } from './openapi-parts.ts';

const HEADER_ERRORS: readonly ErrorCode[] = [
  'missing_header',
  'invalid_header',
  'invalid_signature',
  'invalid_timestamp',
  'not_found',
  'unsupported_media_type',
  'rate_limited',
  'unavailable',
];
const BODY_ERRORS: readonly ErrorCode[] = [
  ...HEADER_ERRORS,
  'strong_signature_required',
  'invalid_json',
  'payload_too_large',
  'id_mismatch',
  'invalid_payload',
  'workspace_mismatch',
  'source_mismatch',
  'idempotency_key_reuse',
  'event_id_conflict',
];
const GENERIC_ERRORS: readonly ErrorCode[] = [...BODY_ERRORS, 'not_an_object'];
const BLOB_ERRORS: readonly ErrorCode[] = [...HEADER_ERRORS, 'payload_too_large', 'id_mismatch', 'digest_mismatch'];

const PAIRING_ERRORS: readonly ErrorCode[] = [
  'invalid_code',
  'https_required',
  'invalid_json',
  'invalid_payload',
  'payload_too_large',
  'unsupported_media_type',
  'rate_limited',
  'unavailable',
];

interface Operation {
  readonly summary: string;
  readonly parameters: readonly Json[];
  readonly requestBody?: Json;
  readonly responses: Json;
}

/** The ways in, and what needs no token: paths -> methods -> operations. */
export function describeIngress(): Record<string, Record<string, Operation>> {
  const event = jsonContent(toSchema(eventSchema, 'input'));
  const accepted = jsonContent(toSchema(acceptedAnswerSchema, 'output'));
  return {
    '/webhooks/v1/{workspace}/{source}': {
      post: signed('/webhooks/v1/{workspace}/{source}', {
        summary: 'Take a signed event',
        content: event,
        responses: {
          200: { description: 'Accepted, or a duplicate', content: accepted },
          ...describeErrors(BODY_ERRORS),
        },
      }),
    },
    '/webhooks/v1/test': {
      post: signed('/webhooks/v1/test', {
        summary: 'Check a signed event and keep nothing of it',
        content: event,
        responses: {
          200: { description: 'All checks passed', content: jsonContent(toSchema(testAnswerSchema, 'output')) },
          ...describeErrors(BODY_ERRORS),
        },
      }),
    },
    '/webhooks/v1/{workspace}/blobs/{digest}': describeBlobs('/webhooks/v1/{workspace}/blobs/{digest}'),
    '/api/v1/webhooks/generic/{workspace}': { post: describeGeneric('/api/v1/webhooks/generic/{workspace}') },
    '/inspect/{id}': { post: describeInspecting('/inspect/{id}') },
    '/api/v1/pair': { post: describePairing() },
    ...describeHealth(),
  };
}

function signed(
  path: string,
  { summary, content, responses }: { summary: string; content: Json | null; responses: Json },
): Operation {
  const names = Object.values(HEADER).filter((name) => name !== HEADER.replayed);
  const headers = names.map((name) => ({ name, in: 'header', required: false, schema: { type: 'string' } }));
  const requestBody = content && { requestBody: { required: true, content } };
  return { summary, parameters: [...pathParameters(path), ...headers], ...requestBody, responses };
}

function describeBlobs(path: string): Record<string, Operation> {
  const stored = jsonContent({
    type: 'object',
    properties: { status: { type: 'string', enum: ['stored', 'duplicate'] }, ref: { type: 'string' } },
    required: ['status', 'ref'],
  });
  return {
    put: signed(path, {
      summary: 'Store large content by its SHA-256 digest',
      content: { '*/*': {} },
      responses: {
        201: { description: 'Stored', content: stored },
        200: { description: 'It was there', content: stored },
        ...describeErrors(BLOB_ERRORS),
      },
    }),
    head: signed(path, {
      summary: 'Whether it is stored, signed over the empty body',
      content: null,
      responses: { 200: { description: 'It is' }, ...describeErrors(BLOB_ERRORS) },
    }),
  };
}

function describeGeneric(path: string): Operation {
  const query = ['source', 'event_type', 'source_identifier', 'dedupe_key'];
  const answer = jsonContent(toSchema(z.object({ accepted: z.boolean() }), 'output'));
  return {
    summary: 'Take any JSON object of any tool',
    parameters: [
      ...pathParameters(path),
      ...query.map((name) => ({ name, in: 'query', required: false, schema: { type: 'string' } })),
    ],
    requestBody: { required: true, content: jsonContent({ type: 'object' }) },
    responses: {
      202: { description: 'Accepted, or seen before', content: answer },
      200: { description: "Slack's challenge, answered", content: jsonContent({ type: 'object' }) },
      ...describeErrors(GENERIC_ERRORS),
    },
  };
}

function describeInspecting(path: string): Operation {
  return {
    summary: 'Keep a request to be looked at, whatever its method and body',
    parameters: pathParameters(path),
    requestBody: { required: false, content: { '*/*': {} } },
    responses: {
      200: {
        description: 'Kept',
        content: jsonContent(toSchema(z.object({ status: z.literal('inspected') }), 'output')),
      },
      ...describeErrors(['not_found', 'payload_too_large', 'rate_limited']),
    },
  };
}

function describePairing(): Operation {
  const paired = jsonContent(toSchema(pairAnswerSchema, 'output'));
  return {
    summary: "Exchange a one-time code for a key of the device's own",
    parameters: [],
    requestBody: { required: true, content: jsonContent(toSchema(pairRequestSchema, 'input')) },
    responses: { 201: { description: 'The key, told this once', content: paired }, ...describeErrors(PAIRING_ERRORS) },
  };
}

function describeHealth(): Record<string, Record<string, Operation>> {
  const healthy = jsonContent(
    toSchema(z.object({ status: z.enum(['ok', 'degraded']), checks: z.record(z.string(), z.unknown()) }), 'output'),
  );
  const ready = jsonContent(toSchema(z.object({ status: z.literal('ready') }), 'output'));
  return {
    '/healthz': {
      get: {
        summary: 'Whether the process answers, and whether anything needs a look',
        parameters: [],
        responses: { 200: { description: 'It does', content: healthy } },
      },
    },
    '/readyz': {
      get: {
        summary: 'Whether events can be taken',
        parameters: [],
        responses: { 200: { description: 'They can', content: ready }, ...describeErrors(['unavailable']) },
      },
    },
    '/openapi.json': {
      get: {
        summary: 'This document',
        parameters: [],
        responses: { 200: { description: 'OpenAPI 3.1', content: jsonContent({ type: 'object' }) } },
      },
    },
  };
}
