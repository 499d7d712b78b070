import type { z } from 'zod';
import { type ErrorCode, errorAnswerSchema } from '../../../lib/protocol/answers.ts';
import { describeIngress } from './openapi-ingress.ts';
import { describeErrors, type Json, jsonContent, pathParameters, toSchema } from './openapi-parts.ts';
import type { ApiRoute, RouteScope } from './route.ts';

/** What every route behind a token may answer. */
const COMMON_ERRORS: readonly ErrorCode[] = [
  'unauthorized',
  'forbidden',
  'invalid_csrf_token',
  'not_found',
  'rate_limited',
  'unavailable',
];

/** The API as an OpenAPI 3.1 document, from the very schemas that validate. */
export function describeApi(routes: readonly ApiRoute[]): Json {
  const paths: Record<string, Record<string, unknown>> = describeIngress();
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: describeRoute(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Brainpost receiver',
      version: '1',
      description: 'Ways in, reading back, and administration. How requests are signed: docs/protocol.md.',
    },
    paths,
    components: {
      schemas: { Error: toSchema(errorAnswerSchema, 'output') },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'brainpost_session_8787',
          description: 'Named by the port. With it, whatever changes something brings the csrf_token in X-CSRF-Token.',
        },
      },
    },
  };
}

/** The scope that a token needs is told as OpenAPI tells roles. */
function describeRoute(route: ApiRoute): Json {
  const { method, path, scope, summary, query, body } = route;
  return {
    operationId: `${method.toLowerCase()}${path.replace('/api/v1', '').replaceAll(/[/{}-]+(\w?)/g, (_, next: string) => next.toUpperCase())}`,
    summary,
    security: securityOf(scope),
    parameters: [...pathParameters(path), ...queryParameters(query)],
    ...(body && { requestBody: { required: true, content: jsonContent(toSchema(body, 'input')) } }),
    responses: { [route.answer.status]: describeAnswer(route), ...describeErrors(errorsOf(route)) },
  };
}

/** By token or session; some only by session, and signing in by neither. */
function securityOf(scope: RouteScope): Json[] {
  if (scope === 'anyone') return [];
  return scope === 'person' ? [{ session: [] }] : [{ token: [scope] }, { session: [] }];
}

function errorsOf({ query, body, errors = [] }: ApiRoute): readonly ErrorCode[] {
  const ofBody = ['invalid_json', 'payload_too_large', 'unsupported_media_type', 'invalid_payload'] as const;
  return [...COMMON_ERRORS, ...(query ? (['invalid_query'] as const) : []), ...(body ? ofBody : []), ...errors];
}

function describeAnswer({ answer }: ApiRoute): Json {
  const { description, schema, mediaType } = answer;
  if (mediaType) return { description, content: { [mediaType]: {} } };
  return { description, ...(schema && { content: jsonContent(toSchema(schema, 'output')) }) };
}

function queryParameters(query: z.ZodObject | undefined): Json[] {
  if (!query) return [];
  const { properties = {}, required = [] } = toSchema(query, 'input') as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}
