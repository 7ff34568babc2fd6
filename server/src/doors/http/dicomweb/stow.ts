/** STOW-RS (PS3.18 10.5): every part is one object, each stored or refused by itself. */
import type { Readable } from 'node:stream';
import type { DicomJson, JsonElement } from '@throughline/dicom';
import { boundaryOf, type Part, parseMediaType, readMultipart } from '@throughline/dicomweb';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type CatalogueEntry, type ErrorCode, Failure, fail, toFailure } from '../../../errors.ts';
import type { Context } from '../../../features/context.ts';
import { type StoreResult, storeInstance } from '../../../features/store/index.ts';
import { baseUrl } from './base-url.ts';

const idleMs = 30_000;

/** The body's chunks; one that does not come in time ends the request. The connection is left to the answer. */
async function* patiently(body: Readable): AsyncGenerator<Uint8Array> {
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

async function* partsOf(request: FastifyRequest): AsyncGenerator<Part> {
  const contentType = request.headers['content-type'] ?? '';
  const body = patiently(request.body as Readable);
  if (parseMediaType(contentType)?.type === 'application/dicom') {
    yield { headers: new Map([['content-type', contentType]]), body };
    return;
  }
  yield* readMultipart(body, boundaryOf(contentType));
}

interface Outcome {
  readonly stored: StoreResult[];
  /** Why each was refused; the errors themselves, with what hangs on them, are let go. */
  readonly failed: CatalogueEntry[];
}

const storePart = async (context: Context, request: FastifyRequest, part: Part): Promise<StoreResult> => {
  const type = parseMediaType(part.headers.get('content-type') ?? 'application/dicom')?.type;
  if (type !== 'application/dicom') fail('unsupported-media-type', 'A part is not application/dicom.');
  const { study } = request.params as { study?: string };
  const expect = study === undefined ? undefined : { studyInstanceUid: study };
  const receivedFrom = request.principal.subject.slice(0, 64);
  return storeInstance(context, request.principal, { body: part.body, receivedFrom, ...(expect && { expect }) });
};

/** What ends the whole request and not one part of it. */
const endsAll: ReadonlySet<ErrorCode> = new Set(['forbidden', 'request-time-out', 'unauthenticated']);

const storeAll = async (context: Context, request: FastifyRequest): Promise<Outcome> => {
  const outcome: Outcome = { stored: [], failed: [] };
  for await (const part of partsOf(request)) {
    try {
      outcome.stored.push(await storePart(context, request, part));
    } catch (error) {
      const failure = toFailure(error);
      if (endsAll.has(failure.code)) throw failure;
      if (failure.entry.http >= 500)
        context.log.error({ requestId: request.id, err: error }, 'an object was not stored');
      outcome.failed.push(failure.entry);
    }
  }
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

const refused = (entry: CatalogueEntry): DicomJson => ({ '00081197': { vr: 'US', Value: [entry.dimse] } });

const sequence = (items: readonly DicomJson[]): JsonElement => ({ vr: 'SQ', Value: items });

/** 200 when all are stored, 202 when some are, else what most of them were refused for. */
const statusOf = ({ stored, failed }: Outcome): number => {
  if (failed.length === 0) return 200;
  if (stored.length > 0) return 202;
  const http = failed[0]?.http ?? 409;
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

const answer = async (context: Context, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const outcome = await storeAll(context, request).catch(async (error: unknown) => {
    reply.header('connection', 'close');
    await passOver(request.raw);
    throw error;
  });
  const { stored, failed } = outcome;
  if (stored.length + failed.length === 0) fail('bad-request', 'The body has no parts.');
  const base = baseUrl(context, request);
  const body: DicomJson = {
    ...(stored.length > 0 && { '00081199': sequence(stored.map((result) => referenced(base, result))) }),
    ...(failed.length > 0 && { '00081198': sequence(failed.map(refused)) }),
  };
  return reply.code(statusOf(outcome)).type('application/dicom+json').send(JSON.stringify(body));
};

export const storeRoutes = ['/studies', '/studies/:study'] as const;

export const registerStow = (app: FastifyInstance, context: Context): void => {
  for (const type of ['multipart/related', 'application/dicom']) {
    app.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
  }
  // Content-Length of a body that may be streamed is bounded by the parts, not by the JSON limit.
  const bodyLimit = Number.MAX_SAFE_INTEGER;
  for (const url of storeRoutes) {
    app.post(url, { bodyLimit }, (request, reply) => answer(context, request, reply));
  }
};
