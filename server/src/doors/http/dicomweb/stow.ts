/** STOW-RS (PS3.18 10.5): every part is one object, each stored or refused by itself. */
import type { Readable } from 'node:stream';
import type { DicomJson, JsonElement } from '@throughline/dicom';
import { boundaryOf, type Part, parseMediaType, readMultipart, toNativeModel } from '@throughline/dicomweb';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type CatalogueEntry, type ErrorCode, fail, toFailure } from '../../../errors.ts';
import type { Context } from '../../../features/context.ts';
import {
  type ByteSource,
  type Identified,
  identityIn,
  part10From,
  Spool,
  type StoreResult,
  storeInstance,
} from '../../../features/store/index.ts';
import { baseUrl } from './base-url.ts';
import { json, jsonOrXml, xml } from './json-or-xml.ts';
import { isMetadataType, patiently } from './request-body.ts';
import { readMetadata, rememberBeginning } from './stow-parts.ts';

const dicom = 'application/dicom';

interface Outcome {
  readonly stored: StoreResult[];
  /** What was refused and why; the errors themselves, with what hangs on them, are let go. */
  readonly failed: { readonly identity: Identified; readonly entry: CatalogueEntry }[];
}

const storeOne = (context: Context, request: FastifyRequest, body: ByteSource): Promise<StoreResult> => {
  const { study } = request.params as { study?: string };
  const expect = study === undefined ? undefined : { studyInstanceUid: study };
  const { subject, domain } = request.principal;
  const from = { receivedFrom: subject.slice(0, 64), ...(domain && { issuer: domain.issuer }) };
  return storeInstance(context, request.principal, { body, ...from, ...(expect && { expect }) });
};

/** What ends the whole request and not one part of it. */
const endsAll: ReadonlySet<ErrorCode> = new Set(['forbidden', 'request-time-out', 'unauthenticated']);

/** One object is stored, or is noted as refused by whatever it is called. */
const attempt = async (
  context: Context,
  request: FastifyRequest,
  outcome: Outcome,
  store: () => Promise<StoreResult>,
  identity: () => Promise<Identified>,
): Promise<void> => {
  try {
    outcome.stored.push(await store());
  } catch (error) {
    const failure = toFailure(error);
    if (endsAll.has(failure.code)) throw failure;
    if (failure.entry.http >= 500) context.log.error({ requestId: request.id, err: error }, 'an object was not stored');
    outcome.failed.push({ identity: await identity(), entry: failure.entry });
  }
};

type Store = (context: Context, request: FastifyRequest, outcome: Outcome) => Promise<void>;

const storeFile = (context: Context, request: FastifyRequest, outcome: Outcome, body: AsyncIterable<Uint8Array>) => {
  const beginning = rememberBeginning(body);
  const store = () => storeOne(context, request, beginning.body);
  return attempt(context, request, outcome, store, beginning.identity);
};

/** One Part 10 file as the body (PS3.18 8.6.1.1). */
const storeSingle: Store = (context, request, outcome) =>
  storeFile(context, request, outcome, patiently(request.body as Readable));

const wrongPart = (): never => fail('unsupported-media-type', 'A part has another media type than the others.');

/** So many parts of which none is an object are no study, and going on would only take time and memory (H49). */
const mostInVain = 1000;

const storeFiles = async (context: Context, request: FastifyRequest, outcome: Outcome, parts: AsyncIterable<Part>) => {
  for await (const part of parts) {
    if (outcome.stored.length === 0 && outcome.failed.length >= mostInVain)
      fail('bad-request', 'None of the first thousand parts is an object that can be stored.');
    const type = parseMediaType(part.headers.get('content-type') ?? dicom)?.type;
    if (type === dicom) await storeFile(context, request, outcome, part.body);
    else
      await attempt(
        context,
        request,
        outcome,
        async () => wrongPart(),
        async () => ({}),
      );
  }
};

/** Metadata first, in JSON or XML, then the bulk data that they refer to (PS3.18 10.5.1.4). */
const storeMetadata = async (
  context: Context,
  request: FastifyRequest,
  outcome: Outcome,
  parts: AsyncIterable<Part>,
): Promise<void> => {
  const spool = new Spool(context, request.principal);
  try {
    const { datasets, find } = await readMetadata(parts, spool);
    for (const dataset of datasets) {
      const store = async () => storeOne(context, request, part10From(dataset, find));
      await attempt(context, request, outcome, store, async () => identityIn(dataset));
    }
  } finally {
    await spool.drop();
  }
};

async function* onlyPart(request: FastifyRequest): AsyncGenerator<Part> {
  const contentType = request.headers['content-type'] ?? '';
  yield { headers: new Map([['content-type', contentType]]), body: patiently(request.body as Readable) };
}

/** What the parts are is told by the first one's type, or by the `type` of the whole (RFC 2387 3.1). */
const storeParts: Store = async (context, request, outcome) => {
  const contentType = request.headers['content-type'] ?? '';
  const parts = readMultipart(patiently(request.body as Readable), boundaryOf(contentType));
  const root = parseMediaType(contentType)?.parameters.get('type')?.toLowerCase();
  if (isMetadataType(root)) return storeMetadata(context, request, outcome, parts);
  return storeFiles(context, request, outcome, parts);
};

const storeAll = async (context: Context, request: FastifyRequest): Promise<Outcome> => {
  const outcome: Outcome = { stored: [], failed: [] };
  const type = parseMediaType(request.headers['content-type'] ?? '')?.type;
  if (type === dicom) await storeSingle(context, request, outcome);
  else if (type === 'multipart/related') await storeParts(context, request, outcome);
  else await storeMetadata(context, request, outcome, onlyPart(request));
  return outcome;
};

const referenced = (base: string, result: StoreResult): DicomJson => {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, sopClassUid } = result;
  const url = `${base}/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances/${sopInstanceUid}`;
  const told: Record<string, JsonElement> = {
    '00081150': { vr: 'UI', Value: [sopClassUid] },
    '00081155': { vr: 'UI', Value: [sopInstanceUid] },
    '00081190': { vr: 'UR', Value: [url] },
  };
  return told;
};

const refused = ({ identity, entry }: Outcome['failed'][number]): DicomJson => ({
  ...(identity.sopClassUid && { '00081150': { vr: 'UI', Value: [identity.sopClassUid] } }),
  ...(identity.sopInstanceUid && { '00081155': { vr: 'UI', Value: [identity.sopInstanceUid] } }),
  '00081197': { vr: 'US', Value: [entry.dimse] },
});

const sequence = (items: readonly DicomJson[]): JsonElement => ({ vr: 'SQ', Value: items });

/** 200 when all are stored, 202 when some are, else what most of them were refused for. */
const statusOf = ({ stored, failed }: Outcome): number => {
  if (failed.length === 0) return 200;
  if (stored.length > 0) return 202;
  const http = failed[0]?.entry.http ?? 409;
  return http === 503 || http === 507 || http === 413 || http === 415 ? http : 409;
};

const passedOverMs = 2000;

/** A client that is still sending would lose our answer to a reset: what it has under way is read and dropped, for a moment. */
const passOver = async (body: Readable): Promise<void> => {
  if (body.readableEnded || body.destroyed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, passedOverMs);
  body.once('end', resolve).once('close', resolve).resume();
  await promise;
  clearTimeout(timer);
};

/** The Store Instances Response (PS3.18 10.5.3.1, Table I.2-1). */
const responseOf = (base: string, { stored, failed }: Outcome): DicomJson => {
  const studies = new Set(stored.map(({ studyInstanceUid }) => studyInstanceUid));
  const [study, ...more] = studies;
  return {
    ...(study !== undefined && more.length === 0 && { '00081190': { vr: 'UR', Value: [`${base}/studies/${study}`] } }),
    ...(failed.length > 0 && { '00081198': sequence(failed.map(refused)) }),
    ...(stored.length > 0 && { '00081199': sequence(stored.map((result) => referenced(base, result))) }),
  };
};

const answer = async (context: Context, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const form = jsonOrXml(request);
  const outcome = await storeAll(context, request).catch(async (error: unknown) => {
    reply.header('connection', 'close');
    await passOver(request.raw);
    throw error;
  });
  const { stored, failed } = outcome;
  if (stored.length + failed.length === 0) fail('bad-request', 'The body has no parts.');
  reply.code(statusOf(outcome));
  const told = responseOf(baseUrl(context, request), outcome);
  return form === 'xml'
    ? reply.type(`${xml}; charset=utf-8`).send(toNativeModel(told))
    : reply.type(json).send(JSON.stringify(told));
};

export const storeRoutes = ['/studies', '/studies/:study'] as const;

export const registerStow = (app: FastifyInstance, context: Context): void => {
  // Content-Length of a body that may be streamed is bounded by the parts, not by the JSON limit.
  const bodyLimit = Number.MAX_SAFE_INTEGER;
  for (const url of storeRoutes) {
    app.post(url, { bodyLimit }, (request, reply) => answer(context, request, reply));
  }
};
