import { DicomwebError } from '@throughline/dicomweb';
import type { FastifyError, FastifyInstance } from 'fastify';
import { type ErrorCode, Failure, toFailure } from '../../errors.ts';
import type { Context } from '../../features/context.ts';
import { missing } from './missing.ts';

/** What the framework itself refuses, in our words. */
const byStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'bad-request',
  404: 'not-found',
  405: 'not-allowed',
  408: 'request-time-out',
  413: 'payload-too-large',
  414: 'bad-request',
  415: 'unsupported-media-type',
};

export const failureOf = (error: unknown): Failure => {
  if (error instanceof Failure) return error;
  if (error instanceof DicomwebError) {
    return new Failure(error.kind === 'too-large' ? 'payload-too-large' : 'bad-request', `${error.message}.`, error);
  }
  const code = byStatus[(error as Partial<FastifyError>).statusCode ?? 0];
  return code === undefined ? toFailure(error) : new Failure(code, undefined, error);
};

/** One mapper for the door: a code and one sentence; an unknown error says nothing. */
export const handleErrors = (app: FastifyInstance, context: Context): void => {
  app.setErrorHandler((error, request, reply) => {
    const failure = failureOf(error);
    const { http, retryAfter } = failure.entry;
    // What was stopped because its client had left has not failed.
    const stopped = reply.raw.destroyed && error instanceof Error && error.name === 'AbortError';
    if (http >= 500 && !stopped)
      context.log.error({ requestId: request.id, route: request.routeOptions.url, err: error }, 'a request failed');
    // It is of what would have been given, and nobody is to come back with it.
    reply.removeHeader('etag');
    if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
    if (http === 401) reply.header('www-authenticate', 'Bearer');
    return reply
      .code(http)
      .type('application/json')
      .send(JSON.stringify({ code: failure.code, message: failure.message }));
  });
  app.setNotFoundHandler((request, reply) => {
    const failure = missing(request, reply);
    return reply
      .code(failure.entry.http)
      .type('application/json')
      .send(JSON.stringify({ code: failure.code, message: failure.message }));
  });
};
