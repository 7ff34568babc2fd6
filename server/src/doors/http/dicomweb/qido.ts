/** QIDO-RS (PS3.18 10.6). */
import type { DicomJson, MatchQuery, QueryLevel } from '@throughline/dicom';
import { negotiate, parseQuery } from '@throughline/dicomweb';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../errors.ts';
import type { Context } from '../../../features/context.ts';
import { searchHoldings, underStudy } from '../../../features/query/index.ts';
import { baseUrl } from './base-url.ts';

const json = 'application/dicom+json';

const routes: readonly (readonly [string, QueryLevel])[] = [
  ['/studies', 'study'],
  ['/series', 'series'],
  ['/instances', 'instance'],
  ['/studies/:study/series', 'series'],
  ['/studies/:study/instances', 'instance'],
  ['/studies/:study/series/:series/instances', 'instance'],
];

const first = (result: DicomJson, tag: string): string => String(result[tag]?.Value?.[0] ?? '');

const retrieveUrl = (base: string, level: QueryLevel, result: DicomJson): string => {
  const study = `${base}/studies/${first(result, '0020000D')}`;
  if (level === 'study') return study;
  const series = `${study}/series/${first(result, '0020000E')}`;
  return level === 'series' ? series : `${series}/instances/${first(result, '00080018')}`;
};

const queryOf = (request: FastifyRequest, level: QueryLevel): MatchQuery => {
  const at = request.url.indexOf('?');
  const query = parseQuery(at < 0 ? '' : request.url.slice(at + 1), level);
  const { study, series } = request.params as { study?: string; series?: string };
  return study === undefined ? query : underStudy(query, study, series);
};

const checkAccept = (request: FastifyRequest): void => {
  if (negotiate(request.headers.accept, [json, 'application/json']) === undefined) fail('not-acceptable');
};

const answer = async (context: Context, request: FastifyRequest, reply: FastifyReply, level: QueryLevel) => {
  checkAccept(request);
  const { results, more } = await searchHoldings(context, request.principal, queryOf(request, level));
  const base = baseUrl(context, request);
  if (more) reply.header('warning', `299 ${new URL(base).host} "There are additional results that can be requested"`);
  if (results.length === 0) return reply.code(204).send();
  const told = results.map((result) => ({
    ...result,
    '00081190': { vr: 'UR', Value: [retrieveUrl(base, level, result)] },
  }));
  return reply.type(json).send(JSON.stringify(told));
};

export const registerQido = (app: FastifyInstance, context: Context): void => {
  for (const [url, level] of routes) app.get(url, (request, reply) => answer(context, request, reply, level));
};
