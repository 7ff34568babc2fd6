/** WADO-RS (PS3.18 10.4): objects, headers, frames, bulk data and pictures. */
import { Readable } from 'node:stream';
import type { DicomJson } from '@throughline/dicom';
import { type Accepted, covers, type PartToWrite, parseAccept, toNativeModel } from '@throughline/dicomweb';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../errors.ts';
import type { Context } from '../../../features/context.ts';
import {
  bySeries,
  defaultSyntax,
  digestOf,
  givenSyntax,
  isChanged,
  listInstances,
  openInstance,
  openInstanceAs,
  openInstanceRange,
  openInstances,
  type ServedInstance,
  seriesHeaders,
  servedLength,
} from '../../../features/retrieve/index.ts';
import { untilLeft } from '../until-left.ts';
import { baseUrl } from './base-url.ts';
import { sendBulkData } from './bulk-data.ts';
import { sendAllBulkData, sendPixelData } from './bulk-resources.ts';
import { isUnchanged, rangeOf } from './conditional.ts';
import { sendFrames } from './frames.ts';
import { json, jsonOrXml, xml } from './json-or-xml.ts';
import { sendMultipart } from './multipart.ts';
import { sendRendered, sendThumbnail } from './rendered.ts';
import { selectorOf } from './uid-params.ts';
import { sendWadoUri, wadoUriPath } from './wado-uri.ts';

const dicom = 'application/dicom';

/** What a client likes equally: transfer syntaxes (`*` is any), or the one that is meant where it names none. */
type Liked = readonly (string | undefined)[];

/** The syntaxes that a client takes objects in, the best first. Who takes anything takes what is stored (PS3.18 8.7.3.5). */
const syntaxesOf = (accepted: readonly Accepted[]): readonly Liked[] => {
  const wanted = accepted.filter((each) => covers(each, dicom));
  const byQuality = Map.groupBy(wanted, ({ quality }) => quality);
  return [...byQuality.values()].map((equal) =>
    equal.map(({ transferSyntax, type }) => transferSyntax ?? (type === '*/*' ? '*' : undefined)),
  );
};

const bestSyntax = (instance: ServedInstance, wanted: readonly Liked[]): string | undefined => {
  for (const equal of wanted) {
    const named = equal.map((syntax) => syntax ?? defaultSyntax(instance));
    const syntax = givenSyntax(instance, named);
    if (syntax !== undefined) return syntax;
  }
  return undefined;
};

interface Given {
  readonly instance: ServedInstance;
  readonly syntax: string;
}

const isStored = ({ instance, syntax }: Given): boolean => syntax === instance.transfer_syntax_uid;

const typeOf = ({ syntax }: Given): string => `${dicom}; transfer-syntax=${syntax}`;

/** As they are stored, the next ones read ahead. */
async function* storedParts(context: Context, given: readonly Given[]): AsyncGenerator<PartToWrite> {
  const instances = given.map(({ instance }) => instance);
  for await (const { instance, body } of openInstances(context, instances))
    yield { contentType: typeOf({ instance, syntax: instance.transfer_syntax_uid }), body };
}

const convertedParts = (context: Context, given: readonly Given[], signal: AbortSignal): Iterable<PartToWrite> =>
  given.values().map((each) => ({
    contentType: typeOf(each),
    body: openInstanceAs(context, each.instance, each.syntax, signal),
  }));

const sendObject = async (
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  given: Given,
  etag: string,
): Promise<FastifyReply> => {
  const { instance, syntax } = given;
  reply.header('content-type', typeOf(given));
  if (!isStored(given)) {
    const bytes = request.method === 'HEAD' ? [] : openInstanceAs(context, instance, syntax, untilLeft(reply));
    return reply.send(Readable.from(bytes, { objectMode: false }));
  }
  const range = rangeOf(request, reply, { etag, size: await servedLength(context, instance) });
  // Nothing is read for a client that only asks how much there is.
  if (request.method === 'HEAD') return reply.send(Readable.from([]));
  const bytes = range ? openInstanceRange(context, instance, range) : openInstance(context, instance);
  return reply.send(Readable.from(bytes, { objectMode: false }));
};

/** Names the bytes, and what they were made into. */
const etagOf = (given: readonly Given[]): string => {
  const converted = new Set(given.filter((each) => !isStored(each)).map(({ syntax }) => syntax));
  return `"${[digestOf(given.map(({ instance }) => instance)), ...converted].join('-')}"`;
};

const sendObjects = async (context: Context, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const accepted = parseAccept(request.headers.accept);
  const instances = await listInstances(context, request.principal, selectorOf(request), 'instancesTransferred');
  const wanted = syntaxesOf(accepted);
  const given = instances.flatMap((instance): Given[] => {
    const syntax = bestSyntax(instance, wanted);
    return syntax === undefined ? [] : [{ instance, syntax }];
  });
  if (given.length < instances.length) fail('not-acceptable', 'An object cannot be given in an accepted syntax.');
  const [only] = given;
  const single = accepted[0]?.multipart === false && accepted[0].type === dicom;
  const etag = etagOf(given);
  if (isUnchanged(request, reply, etag)) return reply.code(304).send();
  if (single && given.length === 1 && only) return sendObject(context, request, reply, only, etag);
  if (!given.every(isStored)) return sendMultipart(reply, dicom, convertedParts(context, given, untilLeft(reply)));
  const lengths = instances.some(isChanged)
    ? undefined
    : given.map((each) => ({ contentType: typeOf(each), length: each.instance.byte_length }));
  return sendMultipart(reply, dicom, storedParts(context, given), lengths);
};

/** One array over the arrays of several series, without parsing them. */
async function* joined(arrays: Iterable<Promise<Buffer>>): AsyncGenerator<Buffer> {
  let separator = '[';
  for await (const text of arrays) {
    if (text.length <= 2) continue;
    yield Buffer.from(separator);
    yield text.subarray(1, -1);
    separator = ',';
  }
  yield Buffer.from(separator === '[' ? '[]' : ']');
}

type Headers = readonly DicomJson[];

const headersIn = (text: Buffer): Headers => JSON.parse(text.toString('utf8')) as Headers;

const uidOf = (header: DicomJson): unknown => header['00080018']?.Value?.[0];

/** The headers of several series as parts of XML, a series in memory at a time. */
async function* xmlParts(texts: Iterable<Promise<Buffer>>, wanted: string | undefined): AsyncGenerator<PartToWrite> {
  for await (const text of texts)
    for (const header of headersIn(text))
      if (wanted === undefined || uidOf(header) === wanted)
        yield { contentType: `${xml}; charset=utf-8`, body: Buffer.from(toNativeModel(header)) };
}

const sendMetadata = async (context: Context, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const form = jsonOrXml(request);
  const { sopInstanceUid, ...selector } = selectorOf(request);
  const instances = await listInstances(context, request.principal, selector);
  const etag = `"${form}-${digestOf(instances)}"`;
  if (isUnchanged(request, reply, etag)) return reply.code(304).send();
  const base = baseUrl(context, request);
  const texts = bySeries(instances)
    .values()
    .map((series) => seriesHeaders(context, request.principal, series, base));
  if (form === 'xml') return sendMultipart(reply, xml, xmlParts(texts, sopInstanceUid));
  reply.type(json);
  if (sopInstanceUid === undefined) return reply.send(Readable.from(joined(texts), { objectMode: false }));
  const all = (await Promise.all(texts)).flatMap(headersIn);
  const found = all.filter((header) => uidOf(header) === sopInstanceUid);
  return found.length === 0 ? fail('not-found') : reply.send(JSON.stringify(found));
};

type Send = (context: Context, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

const study = '/studies/:study';
const series = `${study}/series/:series`;
const instance = `${series}/instances/:instance`;

export const retrieveRoutes: readonly (readonly [string, Send])[] = [
  ...[study, series, instance].flatMap((url): (readonly [string, Send])[] => [
    [url, sendObjects],
    [`${url}/metadata`, sendMetadata],
    [`${url}/rendered`, sendRendered],
    [`${url}/thumbnail`, sendThumbnail],
    [`${url}/bulkdata`, sendAllBulkData],
    [`${url}/pixeldata`, sendPixelData],
  ]),
  [`${instance}/frames/:frames`, sendFrames],
  [`${instance}/frames/:frames/rendered`, sendRendered],
  [`${instance}/frames/:frames/thumbnail`, sendThumbnail],
  [`${instance}/bulkdata/*`, sendBulkData],
  [wadoUriPath, sendWadoUri],
];

export const registerWado = (app: FastifyInstance, context: Context): void => {
  for (const [url, send] of retrieveRoutes) app.get(url, (request, reply) => send(context, request, reply));
};
