/** QIDO-RS (PS3.18 10.6). */
import { type DicomJson, keywordOf, type MatchQuery, type QueryLevel, tagToHex } from '@throughline/dicom';
import { parseQuery, toNativeModel } from '@throughline/dicomweb';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../../features/context.ts';
import { countHoldings, keysLeftOut, mostCounted, searchHoldings, underStudy } from '../../../features/query/index.ts';
import { baseUrl } from './base-url.ts';
import { json, jsonOrXml, xml } from './json-or-xml.ts';
import { sendMultipart } from './multipart.ts';

export const searchRoutes: readonly (readonly [string, QueryLevel])[] = [
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

const tellCount = async (context: Context, request: FastifyRequest, reply: FastifyReply, query: MatchQuery) => {
  const { count } = request.query as { readonly count?: string };
  if (count !== 'true') return;
  const found = await countHoldings(context, request.principal, query);
  reply.header('x-total-count', found > mostCounted ? `>${mostCounted}` : String(found));
};

const moreResults = 'There are additional results that can be requested';

const mostNamed = 20;

/** What C-FIND says with FF01 (PS3.4 C.4.1.1.4): without it, all there is would look like what was asked for. */
const leftOut = (query: MatchQuery): readonly string[] => {
  const names = keysLeftOut(query).map((tag) => keywordOf(tag) ?? tagToHex(tag));
  if (names.length === 0) return [];
  return [`Not matched in this search, and so matched by everything: ${names.slice(0, mostNamed).join(' ')}`];
};

const answer = async (context: Context, request: FastifyRequest, reply: FastifyReply, level: QueryLevel) => {
  const form = jsonOrXml(request);
  const query = queryOf(request, level);
  await tellCount(context, request, reply, query);
  const { results, next } = await searchHoldings(context, request.principal, query);
  const base = baseUrl(context, request);
  const warnings = [...leftOut(query), ...(next === undefined ? [] : [moreResults])];
  if (warnings.length > 0)
    reply.header('warning', warnings.map((text) => `299 ${new URL(base).host} "${text}"`).join(', '));
  if (next !== undefined) {
    // Not a whole address: the question may name a patient, and no address of ours does.
    reply.header('x-next-after', next);
  }
  if (results.length === 0) return reply.code(204).send();
  const told = results.map((result) => ({
    ...result,
    '00081190': { vr: 'UR', Value: [retrieveUrl(base, level, result)] },
  }));
  if (form === 'json') return reply.type(json).send(JSON.stringify(told));
  const parts = told
    .values()
    .map((each) => ({ contentType: `${xml}; charset=utf-8`, body: Buffer.from(toNativeModel(each)) }));
  return sendMultipart(reply, xml, parts);
};

export const registerQido = (app: FastifyInstance, context: Context): void => {
  for (const [url, level] of searchRoutes) app.get(url, (request, reply) => answer(context, request, reply, level));
};
