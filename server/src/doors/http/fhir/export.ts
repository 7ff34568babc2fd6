/** Bulk Data Access 2.0: asked, polled, fetched and cancelled by systems, with their own token at every step. */
import { parseSearch, type ResourceName, type Root, versioned } from '@throughline/fhir';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fail } from '../../../errors.ts';
import type { ReadableType } from '../../../features/access/index.ts';
import type { Context } from '../../../features/context.ts';
import {
  askExport,
  endExport,
  exportKeptMs,
  type ReadPage,
  readExport,
  readExportFile,
} from '../../../features/exports/index.ts';
import { kinds } from './kinds.ts';
import { rootOf } from './reply.ts';

type Exportable = ReadableType & ResourceName;

const ofPatients: readonly Exportable[] = [
  'Patient',
  'ImagingStudy',
  'DiagnosticReport',
  'DocumentReference',
  'ServiceRequest',
  'Appointment',
];
const ofSystem: readonly Exportable[] = [...ofPatients, 'Organization', 'Location', 'Endpoint'];

/** Types whose resources say when they changed. */
const dated: ReadonlySet<Exportable> = new Set(ofPatients);

const formats = new Set(['application/fhir+ndjson', 'application/ndjson', 'ndjson']);
const known = new Set(['_type', '_since', '_outputFormat']);

const sinceOf = (text: string | undefined): Date | undefined => {
  if (text === undefined) return undefined;
  const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(text)
    ? new Date(text)
    : undefined;
  return moment === undefined || Number.isNaN(moment.getTime()) ? fail('bad-request', '_since is an instant.') : moment;
};

const typesOf = (texts: readonly string[], exportable: readonly Exportable[]): readonly Exportable[] | undefined => {
  if (texts.length === 0) return undefined;
  return texts
    .flatMap((text) => text.split(','))
    .map(
      (name) => exportable.find((type) => type === name) ?? fail('bad-request', 'One of the types cannot be exported.'),
    );
};

const ask = async (context: Context, request: FastifyRequest, exportable: readonly Exportable[]): Promise<string> => {
  if (!String(request.headers.prefer ?? '').includes('respond-async'))
    return fail('bad-request', 'An export is asked for with Prefer: respond-async.');
  const query = new URLSearchParams(request.url.split('?')[1] ?? '');
  if ([...query.keys()].some((name) => !known.has(name)))
    return fail('bad-request', 'An export takes _type, _since and _outputFormat.');
  // Some clients send the plus of the media type as it is.
  if (!formats.has((query.get('_outputFormat') ?? 'ndjson').replace(' ', '+'))) return fail('not-acceptable');
  const { root } = rootOf(context, request);
  return askExport(context, request.principal, {
    request: `${root}/${request.url.replace(/^\/fhir\//, '')}`,
    types: typesOf(query.getAll('_type'), exportable),
    exportable,
    since: sinceOf(query.get('_since') ?? undefined),
    groupId: (request.params as { readonly id?: string }).id,
  });
};

const manifestOf = ({ asked, files }: Awaited<ReturnType<typeof readExport>>, { root }: Root) => ({
  transactionTime: asked.asked_at.toISOString(),
  request: asked.request,
  requiresAccessToken: true,
  output: files.map(({ number, type, resources }) => ({
    type,
    url: `${root}/$export-file/${asked.id}/${number}`,
    count: resources,
  })),
  error: [],
});

const registerAsking = (
  app: FastifyInstance,
  context: Context,
  url: string,
  exportable: readonly Exportable[],
): void => {
  app.get(url, async (request, reply) => {
    const id = await ask(context, request, exportable);
    return reply
      .code(202)
      .header('content-location', `${rootOf(context, request).root}/$export-status/${id}`)
      .send();
  });
};

export const registerExport = (app: FastifyInstance, context: Context): void => {
  registerAsking(app, context, '/$export', ofSystem);
  registerAsking(app, context, '/Patient/$export', ofPatients);
  registerAsking(app, context, '/Group/:id/$export', ofPatients);
  app.get('/$export-status/:export', async (request, reply) => {
    const { export: id } = request.params as { readonly export: string };
    const found = await readExport(context, request.principal, id);
    const { status, at_type: place, types, ended_at: ended } = found.asked;
    if (status === 'failed') return fail('processing-failure');
    if (status === 'running')
      return reply.code(202).header('x-progress', `${place} of ${types.length} types`).header('retry-after', 2).send();
    const expires = new Date((ended?.getTime() ?? 0) + exportKeptMs).toUTCString();
    const manifest = JSON.stringify(manifestOf(found, rootOf(context, request)));
    return reply.header('expires', expires).type('application/json').send(manifest);
  });
  app.delete('/$export-status/:export', async (request, reply) => {
    const { export: id } = request.params as { readonly export: string };
    await endExport(context, request.principal, id);
    return reply.code(202).send();
  });
  app.get('/$export-file/:export/:number', async (request, reply) => {
    const { export: id, number } = request.params as { readonly export: string; readonly number: string };
    const place = /^[1-9]\d{0,6}$/.test(number) ? Number(number) : fail('not-found');
    const body = await readExportFile(context, request.principal, id, place);
    return reply.type('application/fhir+ndjson').send(body);
  });
};

const pageSize = 500;

/** Pages of an export by the same searches as any other: counts cannot disagree. */
export const exportPages =
  (context: Context, at: Root): ReadPage =>
  async (principal, { type: readable, since, after }) => {
    const type = readable as Exportable;
    const pairs = since !== null && dated.has(type) ? [['_lastUpdated', `ge${since.toISOString()}`] as const] : [];
    const search = parseSearch(type, pairs, at);
    const page = { limit: pageSize, ...(after !== undefined && { after }) };
    const { resources, next } = await kinds[type].search({ context, principal, at }, search, page);
    return { lines: resources.map((resource) => JSON.stringify(versioned(resource))), next };
  };
