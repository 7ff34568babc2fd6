/** Bodies of requests: streams that have to go on coming, and data sets in either of their two forms. */
import type { Readable } from 'node:stream';
import type { DicomJson } from '@throughline/dicom';
import { boundaryOf, parseMediaType, readDicomJson, readMultipart, readNativeModel } from '@throughline/dicomweb';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Failure, fail } from '../../../errors.ts';

const idleMs = 30_000;

/** The body's chunks; one that does not come in time ends the request. The connection is left to the answer. */
export async function* patiently(body: Readable): AsyncGenerator<Uint8Array> {
  const iterator = body.iterator({ destroyOnReturn: false });
  for (;;) {
    const { promise, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Failure('request-time-out')), idleMs);
    const next = await Promise.race([iterator.next(), promise]).finally(() => clearTimeout(timer));
    if (next.done) return;
    let taken = false;
    try {
      yield next.value;
      taken = true;
    } finally {
      // Lets go of the stream, so that what is left of it can flow.
      if (!taken) await iterator.return?.();
    }
  }
}

const jsonTypes: ReadonlySet<string> = new Set(['application/dicom+json', 'application/json']);
const xmlTypes: ReadonlySet<string> = new Set(['application/dicom+xml', 'application/xml', 'text/xml']);

export const isMetadataType = (type: string | undefined): boolean =>
  type !== undefined && (jsonTypes.has(type) || xmlTypes.has(type));

/** The data sets of a body or part of that media type; an XML document holds one (PS3.18 8.7.3.2). */
export const readDatasets = async (
  type: string | undefined,
  body: AsyncIterable<Uint8Array>,
): Promise<readonly DicomJson[]> => {
  if (type !== undefined && jsonTypes.has(type)) return readDicomJson(body);
  if (type !== undefined && xmlTypes.has(type)) return [await readNativeModel(body)];
  return fail('unsupported-media-type', 'This takes application/dicom+json or application/dicom+xml.');
};

const isEmpty = (request: FastifyRequest): boolean =>
  request.headers['content-length'] === '0' ||
  (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined);

/** The body with its first bytes; undefined when none come, whatever was said of its length. */
const begunBody = async (request: FastifyRequest): Promise<AsyncIterable<Uint8Array> | undefined> => {
  if (isEmpty(request)) return undefined;
  const body = patiently(request.body as Readable);
  const first = await body.next();
  if (first.done) return undefined;
  return (async function* () {
    yield first.value;
    yield* body;
  })();
};

/** The one data set of a request, plain or as the only part of multipart/related; undefined when there is none. */
export const readOneDataset = async (request: FastifyRequest): Promise<DicomJson | undefined> => {
  const body = await begunBody(request);
  if (body === undefined) return undefined;
  const contentType = request.headers['content-type'] ?? '';
  const type = parseMediaType(contentType)?.type;
  const found: DicomJson[] = [];
  if (type === 'multipart/related') {
    for await (const part of readMultipart(body, boundaryOf(contentType)))
      found.push(...(await readDatasets(parseMediaType(part.headers.get('content-type') ?? '')?.type, part.body)));
  } else found.push(...(await readDatasets(type, body)));
  const [only, ...more] = found;
  return more.length === 0 ? only : fail('bad-request', 'The body holds more than one data set.');
};

/** Bodies are given to the routes as streams, whatever their type: each route knows how much it takes. */
export const takeStreams = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers();
  for (const type of ['multipart/related', 'application/dicom', ...jsonTypes, ...xmlTypes])
    app.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
};
