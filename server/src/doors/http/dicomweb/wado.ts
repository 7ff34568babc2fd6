/** WADO-RS (PS3.18 10.4): objects, headers, frames, bulk data and pictures. */
import { Readable } from 'node:stream';
import type { DicomJson } from '@throughline/dicom';
import { type Accepted, covers, type PartToWrite, parseAccept, toNativeModel } from '@throughline/dicomweb';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../errors.ts';
import type { Context } from '../../../features/context.ts';
import {
  bySeries,
  digestOf,
  listInstances,
  openInstance,
  openInstanceRange,
  openInstances,
  rootMark,
  type ServedInstance,
  seriesMetadata,
} from '../../../features/retrieve/index.ts';
import { baseUrl } from './base-url.ts';
import { sendBulkData } from './bulk-data.ts';
import { isUnchanged, rangeOf } from './conditional.ts';
import { sendFrames } from './frames.ts';
import { json, jsonOrXml, xml } from './json-or-xml.ts';
import { sendMultipart } from './multipart.ts';
import { sendRendered, sendThumbnail } from './rendered.ts';
import { selectorOf } from './uid-params.ts';

const dicom = 'application/dicom';

/** Objects are given as they are stored: that is one of the syntaxes accepted, or any is. */
const acceptsStored = (accepted: readonly Accepted[], instance: ServedInstance): boolean =>
  accepted.some(
    (wanted) =>
      covers(wanted, dicom) &&
      (wanted.transferSyntax === undefined ||
        wanted.transferSyntax === '*' ||
        wanted.transferSyntax === instance.transfer_syntax_uid),
  );

const typeOf = (instance: ServedInstance): string => `${dicom}; transfer-syntax=${instance.transfer_syntax_uid}`;

async function* partsOf(context: Context, instances: readonly ServedInstance[]): AsyncGenerator<PartToWrite> {
  for await (const { instance, body } of openInstances(context, instances))
    yield { contentType: typeOf(instance), body };
}

const sendObject = (
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  instance: ServedInstance,
  etag: string,
): FastifyReply => {
  reply.header('content-type', typeOf(instance));
  const range = rangeOf(request, reply, { etag, size: instance.byte_length });
  // Nothing is read for a client that only asks how much there is.
  if (request.method === 'HEAD') return reply.send(Readable.from([]));
  const bytes = range ? openInstanceRange(context, instance, range) : openInstance(context, instance);
  return reply.send(Readable.from(bytes, { objectMode: false }));
};

const sendObjects = async (context: Context, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const accepted = parseAccept(request.headers.accept);
  const instances = await listInstances(context, request.principal, selectorOf(request), 'instancesTransferred');
  const given = instances.filter((instance) => acceptsStored(accepted, instance));
  if (given.length < instances.length) fail('not-acceptable', 'An object is stored in another transfer syntax.');
  const [only] = given;
  const single = accepted[0]?.multipart === false && accepted[0].type === dicom;
  const etag = `"${digestOf(given)}"`;
  if (isUnchanged(request, reply, etag)) return reply.code(304).send();
  if (single && given.length === 1 && only) return sendObject(context, request, reply, only, etag);
  const lengths = given.map((instance) => ({ contentType: typeOf(instance), length: instance.byte_length }));
  return sendMultipart(reply, dicom, partsOf(context, given), lengths);
};

/** One array over the arrays of several series, without parsing them. */
async function* joined(arrays: AsyncIterable<string> | Iterable<Promise<string>>): AsyncGenerator<string> {
  yield '[';
  let first = true;
  for await (const text of arrays) {
    const inner = text.slice(1, -1);
    if (inner === '') continue;
    yield first ? inner : `,${inner}`;
    first = false;
  }
  yield ']';
}

type Headers = readonly DicomJson[];

const uidOf = (header: DicomJson): unknown => header['00080018']?.Value?.[0];

/** The headers of several series as parts of XML, a series in memory at a time. */
async function* xmlParts(texts: Iterable<Promise<string>>, wanted: string | undefined): AsyncGenerator<PartToWrite> {
  for await (const text of texts)
    for (const header of JSON.parse(text) as Headers)
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
    .map(async (series) => {
      const text = await seriesMetadata(context, request.principal, series);
      return text.replaceAll(`"BulkDataURI":"${rootMark}/`, `"BulkDataURI":"${base}/`);
    });
  if (form === 'xml') return sendMultipart(reply, xml, xmlParts(texts, sopInstanceUid));
  reply.type(json);
  if (sopInstanceUid === undefined) return reply.send(Readable.from(joined(texts), { objectMode: false }));
  const all = (await Promise.all(texts)).flatMap((text) => JSON.parse(text) as Headers);
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
  ]),
  [`${instance}/frames/:frames`, sendFrames],
  [`${instance}/frames/:frames/rendered`, sendRendered],
  [`${instance}/frames/:frames/thumbnail`, sendThumbnail],
  [`${instance}/bulkdata/*`, sendBulkData],
];

export const registerWado = (app: FastifyInstance, context: Context): void => {
  for (const [url, send] of retrieveRoutes) app.get(url, (request, reply) => send(context, request, reply));
};
