/** Documents and films as rendered resources: as they were stored, in parts where the client asks for a part (PS3.18 8.7.4). */
import { Readable } from 'node:stream';
import { negotiate } from '@throughline/dicomweb';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../errors.ts';
import { digestOf, type ServedInstance, type StoredStream, streamText } from '../../../features/retrieve/index.ts';
import { isUnchanged, rangeOf } from './conditional.ts';

/** `accepted`: the media types that the client takes. */
export const sendStream = async (
  request: FastifyRequest,
  reply: FastifyReply,
  instance: ServedInstance,
  stream: StoredStream,
  accepted: string | undefined,
): Promise<FastifyReply> => {
  const type = negotiate(accepted, stream.types);
  if (type === undefined) return fail('not-acceptable', `This object is given as ${stream.types.join(' or ')}.`);
  const etag = `"${type.replace('/', '-')}-${digestOf([instance])}"`;
  if (isUnchanged(request, reply, etag)) return reply.code(304).send();
  if (type === 'text/plain') return reply.type('text/plain; charset=utf-8').send(await streamText(stream));
  reply.header('content-type', type);
  const range = rangeOf(request, reply, { etag, size: stream.length }) ?? { offset: 0, length: stream.length };
  // Nothing is read for a client that only asks how much there is.
  if (request.method === 'HEAD') return reply.send(Readable.from([]));
  return reply.send(Readable.from(stream.read(range), { objectMode: false }));
};
