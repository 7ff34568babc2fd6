import { Readable } from 'node:stream';
import type { Dataset, Element } from '@throughline/dicom';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../errors.ts';
import type { Context } from '../../../features/context.ts';
import { keptHeader, listInstances, type ServedInstance } from '../../../features/retrieve/index.ts';
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
  if (element.kind === 'bulk') {
    const { offset, length } = element;
    yield* context.objects.read(instance.blob, { offset: instance.blob_offset + offset, length });
  }
  if (element.kind !== 'encapsulated') return;
  for (const { offset, length } of element.fragments) {
    yield* context.objects.read(instance.blob, { offset: instance.blob_offset + offset, length });
  }
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
  return reply.send(Readable.from(read(context, instance, element), { objectMode: false }));
};
