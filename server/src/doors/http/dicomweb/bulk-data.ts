import { Readable } from 'node:stream';
import type { Dataset, Element } from '@throughline/dicom';
import { covers, parseAccept } from '@throughline/dicomweb';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../errors.ts';
import type { Context } from '../../../features/context.ts';
import {
  digestOf,
  keptHeader,
  listInstances,
  openValue,
  type ServedInstance,
} from '../../../features/retrieve/index.ts';
import { baseUrl } from './base-url.ts';
import { isUnchanged, rangeOf } from './conditional.ts';
import { sendMultipart } from './multipart.ts';
import { selectorOf } from './uid-params.ts';

const deepest = 64;
const octets = 'application/octet-stream';

/** A client that takes parts alone is given one. */
const wantsParts = (request: FastifyRequest): boolean =>
  !parseAccept(request.headers.accept).some((each) => !each.multipart && covers(each, octets));

/** Follows a path of tags and item numbers, as the metadata gave it. */
const follow = (dataset: Dataset, path: readonly string[]): Element => {
  const [tag = '', item, ...rest] = path;
  const element = /^[0-9A-F]{8}$/.test(tag) ? dataset.get(Number.parseInt(tag, 16)) : undefined;
  if (element === undefined) return fail('not-found');
  if (item === undefined) return element;
  const inner = element.kind === 'sequence' ? element.items[Number(item) - 1] : undefined;
  return inner === undefined ? fail('not-found') : follow(inner, rest);
};

async function* readElement(context: Context, instance: ServedInstance, element: Element): AsyncGenerator<Uint8Array> {
  if (element.kind === 'value') yield element.bytes;
  if (element.kind !== 'encapsulated') return;
  for (const fragment of element.fragments) yield* openValue(context.objects, instance, fragment);
}

/** The bytes of a value, wherever it was left; of encapsulated ones the fragments. */
export const bodyOf = (context: Context, instance: ServedInstance, element: Element): AsyncIterable<Uint8Array> =>
  element.kind === 'bulk' ? openValue(context.objects, instance, element) : readElement(context, instance, element);

/** One value that the metadata left out. */
export const sendBulkData = async (
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const path = String((request.params as { '*': string })['*']).split('/');
  if (path.length > deepest) fail('bad-request', 'The path is too deep.');
  const [instance] = await listInstances(context, request.principal, selectorOf(request));
  if (instance === undefined) return fail('not-found');
  const { dataset } = await keptHeader(context.objects, instance);
  const element = follow(dataset, path);
  if (element.kind === 'sequence') return fail('not-found');
  if (!parseAccept(request.headers.accept).some((each) => covers(each, octets))) fail('not-acceptable');
  const etag = `"${digestOf([instance])}-${path.join('-')}"`;
  if (isUnchanged(request, reply, etag)) return reply.code(304).send();
  if (wantsParts(request)) {
    const location = `${baseUrl(context, request)}${request.url.replace(/^\/dicom-web|\?.*$/g, '')}`;
    return sendMultipart(reply, octets, [{ contentType: octets, location, body: bodyOf(context, instance, element) }]);
  }
  reply.header('content-type', octets);
  if (element.kind !== 'bulk')
    return reply.send(Readable.from(readElement(context, instance, element), { objectMode: false }));
  const { offset, length } = rangeOf(request, reply, { etag, size: element.length }) ?? {
    offset: 0,
    length: element.length,
  };
  const bytes = openValue(context.objects, instance, { offset: element.offset + offset, length });
  return reply.send(Readable.from(bytes, { objectMode: false }));
};
