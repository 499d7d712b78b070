import type { z } from 'zod';
import type { ErrorCode } from '../../../lib/protocol/answers.ts';
import type { TokenScope } from '../../store/token-store.ts';
import type { HttpContext } from '../environment.ts';
import { NOBODY, type Principal } from './principal.ts';
import { readApiBody, readQuery } from './read-request.ts';
import { answerGone, answerRefusal } from '../answers.ts';

/** `anyone`: nobody has to say who they are; `person`: who signed in, about themselves. */
export type RouteScope = TokenScope | 'anyone' | 'person';

/** One operation of the API: what registers it also documents it. */
export interface ApiRoute extends RouteDocumentation {
  readonly handle: (c: HttpContext, now: number) => Promise<Response>;
}

interface RouteDocumentation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As in OpenAPI: `/api/v1/workspaces/{ws}/tokens`. */
  readonly path: string;
  readonly scope: RouteScope;
  /** One line. */
  readonly summary: string;
  readonly query?: z.ZodObject | undefined;
  readonly body?: z.ZodType | undefined;
  readonly answer: ApiAnswer;
  /** Besides those that every route may give. */
  readonly errors?: readonly ErrorCode[];
}

/** What it answers when all went well. */
export interface ApiAnswer {
  readonly status: 200 | 201 | 202 | 204;
  readonly description: string;
  /** Of a JSON body. */
  readonly schema?: z.ZodType;
  /** Of a body that is no JSON. */
  readonly mediaType?: string;
}

export interface ApiRequest<Query, Body> {
  readonly c: HttpContext;
  readonly principal: Principal;
  /** Of the path; `''` where it names none. */
  readonly workspaceId: string;
  readonly query: Query;
  readonly body: Body;
  /** UNIX milliseconds. */
  readonly now: number;
}

interface RouteDefinition<Query extends z.ZodObject, Body extends z.ZodType> extends RouteDocumentation {
  readonly query?: Query;
  readonly body?: Body;
  readonly handle: (request: ApiRequest<z.infer<Query>, z.infer<Body>>) => Promise<Response>;
}

/** Ties a handler to the schemas of what it takes: it gets them parsed, and is not called when they do not fit. */
export function defineRoute<Query extends z.ZodObject, Body extends z.ZodType>(
  definition: RouteDefinition<Query, Body>,
): ApiRoute {
  const { query: querySchema, body: bodySchema, handle } = definition;
  return {
    ...definition,
    handle: async (c, now) => {
      const query = readQuery(c, querySchema);
      if (!query.ok) return answerRefusal(c, query);
      const body = await readApiBody(c, bodySchema);
      if (!body) return answerGone(c);
      if (!body.ok) return answerRefusal(c, body);
      const workspaceId = c.req.param('ws') ?? '';
      const principal = c.get('principal') ?? NOBODY;
      return handle({ c, principal, workspaceId, query: query.value, body: body.value, now });
    },
  };
}
