/** One way to write a route of our own API: shapes from packages/contract, described in OpenAPI, checked before the handler. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { fail } from '../../../errors.ts';
import type { Principal } from '../../../features/access/index.ts';
import { untilLeft } from '../until-left.ts';

interface Asked<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly principal: Principal;
  /** Aborts when the client leaves before it has its answer. */
  readonly signal: AbortSignal;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export interface ApiRoute<Params, Query, Body, Answer> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly summary: string;
  readonly params?: z.ZodType<Params>;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  /** Absent: the answer is 204 without a body. */
  readonly answer?: z.ZodType<Answer>;
  readonly handle: (asked: Asked<Params, Query, Body>) => Promise<Answer>;
}

const jsonSchema = (schema: z.ZodType): unknown =>
  z.toJSONSchema(schema, { target: 'draft-7', unrepresentable: 'any' });

/** Says which field is wrong and why, never what it held. */
const check = <T>(schema: z.ZodType<T> | undefined, value: unknown): T => {
  const parsed = (schema ?? z.unknown()).safeParse(value);
  if (parsed.success) return parsed.data as T;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  return fail('bad-request', faults.slice(0, 5).join('; '));
};

const described = <P, Q, B, A>(route: ApiRoute<P, Q, B, A>): Record<string, unknown> => ({
  summary: route.summary,
  ...(route.params && { params: jsonSchema(route.params) }),
  ...(route.query && { querystring: jsonSchema(route.query) }),
  ...(route.body && { body: jsonSchema(route.body) }),
  response: route.answer ? { 200: jsonSchema(route.answer) } : { 204: { type: 'null' } },
});

export const apiRoute = <P = unknown, Q = unknown, B = unknown, A = unknown>(
  app: FastifyInstance,
  route: ApiRoute<P, Q, B, A>,
): void => {
  app.route({
    method: route.method,
    url: route.url,
    schema: described(route),
    // The zod shape is the judge; the JSON schema is its description.
    validatorCompiler: () => () => true,
    serializerCompiler: () => (value) => JSON.stringify(value),
    handler: async (request, reply) => {
      const answer = await route.handle({
        params: check(route.params, request.params),
        query: check(route.query, request.query),
        body: check(route.body, request.body),
        principal: request.principal,
        get signal() {
          return untilLeft(reply);
        },
        request,
        reply,
      });
      if (reply.sent) return reply;
      return route.answer ? reply.send(answer) : reply.code(204).send();
    },
  });
};

export const studyParams = z.object({ studyInstanceUid: z.string().max(64) });
