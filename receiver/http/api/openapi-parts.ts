import { z } from 'zod';
import { ERROR_STATUS, type ErrorCode } from '../../../lib/protocol/answers.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Errors by their status, with the codes that it may come with. */
export function describeErrors(codes: readonly ErrorCode[]): Json {
  const statuses = [...new Set(codes.map((code) => ERROR_STATUS[code]))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => {
      const description = codes.filter((code) => ERROR_STATUS[code] === status).join(', ');
      return [status, { description, content: jsonContent({ $ref: '#/components/schemas/Error' }) }];
    }),
  );
}

export function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

export function jsonContent(schema: unknown): Json {
  return { 'application/json': { schema } };
}

/** @param io what comes in, before defaults and transforms, or what goes out */
export function toSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _$schema, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return described;
}
