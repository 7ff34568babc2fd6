/** Retrieve Capabilities (PS3.18 8.9): the table of resources as WADL, or as JSON. */
import { negotiate } from '@throughline/dicomweb';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../errors.ts';
import type { Context } from '../../../features/context.ts';
import { searchAttributes } from '../../../features/query/index.ts';
import { baseUrl } from './base-url.ts';
import { type Resource, type ResourceMethod, resources } from './resources.ts';

const wadl = 'application/vnd.sun.wadl+xml';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

const parametersOf = ({ searches, parameters = [] }: ResourceMethod): readonly string[] => [
  ...parameters,
  ...(searches === undefined
    ? []
    : searchAttributes(searches).map(({ keyword, within }) =>
        within === undefined ? keyword : `${within}.${keyword}`,
      )),
];

const representations = (types: readonly string[]): string =>
  types.map((type) => `<representation mediaType="${escaped(type)}"/>`).join('');

const methodXml = (method: ResourceMethod): string => {
  const parameters = parametersOf(method).map((name) => `<param name="${name}" style="query" type="xs:string"/>`);
  const consumes = method.consumes ? representations(method.consumes) : '';
  return `<method name="${method.method}" id="${escaped(method.transaction)}"><request>${parameters.join('')}${consumes}</request><response>${representations(method.produces)}</response></method>`;
};

const resourceXml = ({ path, methods }: Resource): string =>
  `<resource path="${path.slice(1)}">${methods.map(methodXml).join('')}</resource>`;

const toWadl = (base: string, some: readonly Resource[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<application xmlns="http://wadl.dev.java.net/2009/02" xmlns:xs="http://www.w3.org/2001/XMLSchema"><resources base="${escaped(base)}/">${some.map(resourceXml).join('')}</resources></application>\n`;

const toJson = (base: string, some: readonly Resource[]) => ({
  base,
  resources: some.map(({ path, methods }) => ({
    path,
    methods: methods.map((method) => ({ ...method, searches: undefined, parameters: parametersOf(method) })),
  })),
});

/** A path of the table as the router writes it. */
export const toRoute = (path: string): string => path.replace('{path}', '*').replaceAll(/\{(\w+)\}/g, ':$1');

const tell = (context: Context, request: FastifyRequest, reply: FastifyReply, some: readonly Resource[]) => {
  const allowed = [...new Set(some.flatMap(({ methods }) => methods.map(({ method }) => method))), 'OPTIONS'];
  reply.header('allow', allowed.join(', '));
  const base = baseUrl(context, request);
  const type = negotiate(request.headers.accept, [wadl, 'application/json']);
  if (type === undefined) fail('not-acceptable');
  if (type === wadl) return reply.type(wadl).send(toWadl(base, some));
  return reply.type('application/json').send(JSON.stringify(toJson(base, some)));
};

export const registerCapabilities = (app: FastifyInstance, context: Context): void => {
  app.options('/', async (request, reply) => tell(context, request, reply, resources));
  for (const resource of resources) {
    app.options(toRoute(resource.path), async (request, reply) => tell(context, request, reply, [resource]));
  }
};
