/** FHIR R4: routes are made of the table of packages/fhir, as the CapabilityStatement is. */
import { operationDefinitions, toCapabilityStatement, toR5 } from '@throughline/fhir';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../errors.ts';
import type { Context } from '../../../features/context.ts';
import { runBundle } from './batch.ts';
import { checkContent } from './content.ts';
import { registerExport } from './export.ts';
import type { Answer, Interaction } from './interaction.ts';
import { interactions } from './interactions.ts';
import type { Asking } from './kind.ts';
import { registerMessages } from './process-message.ts';
import { checkFormat, handleFhirErrors, rootOf, sendJson, sendR5, wantsR5 } from './reply.ts';
import { registerSubscriptionSockets } from './subscription-sockets.ts';

const open = { config: { open: true } } as const;
const version = '0.1.0';

const queryOf = (request: FastifyRequest): string => request.url.split('?')[1] ?? '';

const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
};

const conditionsOf = (request: FastifyRequest) =>
  Object.fromEntries(
    (
      [
        ['ifMatch', 'if-match'],
        ['ifNoneMatch', 'if-none-match'],
        ['ifModifiedSince', 'if-modified-since'],
        ['ifNoneExist', 'if-none-exist'],
      ] as const
    ).flatMap(([name, header]) => {
      const value = headerOf(request, header);
      return value === undefined ? [] : [[name, value]];
    }),
  );

const send = (reply: FastifyReply, answer: Answer, isR5 = false): FastifyReply => {
  const { status, resource, location, etag, lastModified } = answer;
  reply.code(status);
  if (location !== undefined) reply.header('location', location);
  if (etag !== undefined) reply.header('etag', etag);
  if (lastModified !== undefined) reply.header('last-modified', new Date(lastModified).toUTCString());
  if (resource === undefined) return reply.send();
  return isR5 ? sendR5(reply, toR5(resource)) : sendJson(reply, resource);
};

const askingOf = (context: Context, request: FastifyRequest): Asking => {
  checkFormat(request);
  return { context, principal: request.principal, at: rootOf(context, request), prefer: headerOf(request, 'prefer') };
};

const registerInteraction = (app: FastifyInstance, context: Context, { method, url, run }: Interaction): void => {
  app.route({
    method,
    url,
    handler: async (request, reply) => {
      checkContent(request, url);
      const asking = askingOf(context, request);
      const isR5 = wantsR5(request, url.split('/')[1] ?? '');
      const query = queryOf(request);
      const place = request.url.split('?')[0]?.replace(/^\/fhir\//, '') ?? '';
      const answer = await run(asking, {
        params: request.params as Readonly<Record<string, string>>,
        query: [...new URLSearchParams(query)],
        path: query === '' ? place : `${place}?${query}`,
        body: request.body,
        conditions: conditionsOf(request),
      });
      return send(reply, answer, isR5);
    },
  });
};

const registerConformance = (app: FastifyInstance, context: Context): void => {
  app.get('/metadata', open, async (request, reply) =>
    sendJson(reply, toCapabilityStatement({ version }, rootOf(context, request))),
  );
  app.get('/OperationDefinition/:id', open, async (request, reply) => {
    const { id } = request.params as { readonly id: string };
    const found = operationDefinitions(rootOf(context, request)).find((definition) => definition.id === id);
    return sendJson(reply, found ?? fail('not-found'));
  });
};

export const registerFhir = (app: FastifyInstance, context: Context): void => {
  handleFhirErrors(app, context);
  // A resource is never plain text: who sends it so is told of the type, not of what was read into it.
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
  app.addContentTypeParser('application/fhir+json', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));
  registerConformance(app, context);
  registerExport(app, context);
  registerMessages(app, context);
  registerSubscriptionSockets(app, context);
  for (const interaction of interactions) registerInteraction(app, context, interaction);
  app.post('/', async (request, reply) => {
    checkContent(request, '/');
    return sendJson(reply, await runBundle(askingOf(context, request), request.body));
  });
};
