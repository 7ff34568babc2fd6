import { Readable } from 'node:stream';
import type { Dataset, Element } from '@throughline/dicom';
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
import { isUnchanged, rangeOf } from './conditional.ts';
import { selectorOf } from './uid-params.ts';

const deepest = 64;

/** Follows a path of tags and item numbers, as the metadata gave it. */
const follow = (dataset: Dataset, path: readonly string[]): Element => {
  const [tag = '', item, ...rest] = path;
  const element = /^[0-9A-F]{8}$/.test(tag) ? dataset.get(Number.parseInt(tag, 16)) : undefined;
  if (element === undefined) return fail('not-found');
  if (item === undefined) return element;
  const inner = element.kind === 'sequence' ? element.items[Number(item) - 1] : undefined;
  return inner === undefined ? fail('not-found') : follow(inner, rest);
};

async function* read(context: Context, instance: ServedInstance, element: Element): AsyncGenerator<Uint8Array> {
  if (element.kind === 'value') yield element.bytes;
  if (element.kind !== 'encapsulated') return;
  for (const fragment of element.fragments) yield* openValue(context.objects, instance, fragment);
}

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
  reply.header('content-type', 'application/octet-stream');
  const etag = `"${digestOf([instance])}-${path.join('-')}"`;
  if (isUnchanged(request, reply, etag)) return reply.code(304).send();
  if (element.kind !== 'bulk')
    return reply.send(Readable.from(read(context, instance, element), { objectMode: false }));
  const { offset, length } = rangeOf(request, reply, { etag, size: element.length }) ?? {
    offset: 0,
    length: element.length,
  };
  const bytes = openValue(context.objects, instance, { offset: element.offset + offset, length });
  return reply.send(Readable.from(bytes, { objectMode: false }));
};
