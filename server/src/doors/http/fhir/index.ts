/** FHIR R4, read-only but for the feed of patients: routes are made of the table of packages/fhir, as the CapabilityStatement is. */
import { operationDefinitions, type ResourceRow, resourceRows, toCapabilityStatement } from '@throughline/fhir';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../errors.ts';
import type { Context } from '../../../features/context.ts';
import { type Asking, kinds } from './kinds.ts';
import { operations } from './operations.ts';
import { feedPatient } from './patient-feed.ts';
import { registerMessages } from './process-message.ts';
import { checkFormat, handleFhirErrors, rootOf, sendJson } from './reply.ts';
import { searchType } from './search.ts';

const open = { config: { open: true } } as const;
const version = '0.1.0';

const pairsOf = (text: string): (readonly [string, string])[] => [...new URLSearchParams(text)];

const queryOf = (request: FastifyRequest): string => request.url.split('?')[1] ?? '';

const registerType = (app: FastifyInstance, context: Context, row: ResourceRow): void => {
  const { type } = row;
  const askingOf = (request: FastifyRequest): Asking => {
    checkFormat(request);
    return { context, principal: request.principal, at: rootOf(context, request) };
  };
  app.get(`/${type}`, async (request, reply) => {
    const asking = askingOf(request);
    const query = queryOf(request);
    const self = `${asking.at.root}/${type}${query === '' ? '' : `?${query}`}`;
    return sendJson(reply, await searchType(asking, type, pairsOf(query), self));
  });
  app.post(`/${type}/_search`, async (request, reply) => {
    const asking = askingOf(request);
    const pairs = [...pairsOf(queryOf(request)), ...pairsOf(String(request.body ?? ''))];
    return sendJson(reply, await searchType(asking, type, pairs, `${asking.at.root}/${type}/_search`));
  });
  app.get(`/${type}/:id`, async (request, reply) => {
    const asking = askingOf(request);
    const { id } = request.params as { readonly id: string };
    return sendJson(reply, (await kinds[type].read(asking, id)) ?? fail('not-found'));
  });
  if (row.conditionalUpdate !== undefined)
    app.put(`/${type}`, async (request, reply) => {
      const asking = askingOf(request);
      const { id, created } = await feedPatient(asking, pairsOf(queryOf(request)), request.body);
      reply.code(created ? 201 : 200).header('location', `${asking.at.root}/${type}/${id}`);
      // Who may tell of a patient may not always read one.
      const mayRead = request.principal.rights.has('read');
      return mayRead ? sendJson(reply, await kinds[type].read(asking, id)) : reply.send();
    });
  for (const operation of row.operations) {
    const run = operations[`${type}-${operation.name}`];
    if (run === undefined) throw new Error(`No operation ${operation.name} of ${type}.`);
    const handler = async (request: FastifyRequest, reply: FastifyReply) => {
      const { id = '' } = request.params as { readonly id?: string };
      return sendJson(
        reply,
        await run(askingOf(request), { id, query: pairsOf(queryOf(request)), body: request.body }),
      );
    };
    const path = operation.level === 'type' ? `/${type}/$${operation.name}` : `/${type}/:id/$${operation.name}`;
    app.route({ method: operation.method, url: path, handler });
  }
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
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
  app.addContentTypeParser('application/fhir+json', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));
  registerConformance(app, context);
  registerMessages(app, context);
  for (const row of resourceRows) registerType(app, context, row);
};
