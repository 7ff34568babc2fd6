/** How resources and errors go out. */

import { negotiate } from '@throughline/dicomweb';
import { type Root, toOutcome } from '@throughline/fhir';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Failure, fail } from '../../../errors.ts';
import type { Context } from '../../../features/context.ts';
import { baseUrl } from '../dicomweb/base-url.ts';
import { failureOf } from '../error-handler.ts';
import { missing } from '../missing.ts';

const fhirJson = 'application/fhir+json';
const accepted = [fhirJson, 'application/json', 'application/json+fhir', 'text/json'];

/** Our own FHIR service root. */
export const rootOf = (context: Context, request: FastifyRequest): Root => ({
  root: baseUrl(context, request).replace(/\/dicom-web$/, '/fhir'),
});

/** JSON is all that we speak. */
export const checkFormat = (request: FastifyRequest): void => {
  const { _format: format } = request.query as { readonly _format?: string };
  const isJson = format === undefined || ['json', ...accepted].includes(format.replace(' ', '+'));
  if (!isJson || negotiate(request.headers.accept, accepted) === undefined) fail('not-acceptable');
};

/** Whether R5 is asked for (R4 versioning.html 2.1.0.1): of studies only, all else is R4. */
export const wantsR5 = (request: FastifyRequest, type: string): boolean => {
  const { _format: format = '' } = request.query as { readonly _format?: string };
  const asked = /fhirVersion\s*=\s*"?(\d+\.\d+)/.exec(`${format} ${request.headers.accept ?? ''}`)?.[1];
  if (asked === undefined || asked === '4.0') return false;
  return asked === '5.0' && type === 'ImagingStudy' ? true : fail('not-acceptable');
};

export const sendR5 = (reply: FastifyReply, body: unknown): FastifyReply =>
  reply.type(`${fhirJson}; fhirVersion=5.0; charset=utf-8`).send(JSON.stringify(body));

export const sendJson = (reply: FastifyReply, body: unknown): FastifyReply =>
  reply.type(`${fhirJson}; charset=utf-8`).send(JSON.stringify(body));

const sendFailure = (reply: FastifyReply, failure: Failure): FastifyReply => {
  const { http, retryAfter } = failure.entry;
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
  if (http === 401) reply.header('www-authenticate', 'Bearer');
  return sendJson(reply.code(http), toOutcome({ http, code: failure.code, sentence: failure.message }));
};

/** Every error as an OperationOutcome of the one catalogue. */
export const handleFhirErrors = (app: FastifyInstance, context: Context): void => {
  app.setErrorHandler((error, request, reply) => {
    const failure = failureOf(error);
    if (failure.entry.http >= 500)
      context.log.error({ requestId: request.id, route: request.routeOptions.url, err: error }, 'a request failed');
    return sendFailure(reply, failure);
  });
  app.setNotFoundHandler((request, reply) => sendFailure(reply, missing(request, reply)));
};
