import { Readable } from 'node:stream';
import { newBoundary, type PartToWrite, writeMultipart } from '@throughline/dicomweb';
import type { FastifyReply } from 'fastify';

export const sendMultipart = (
  reply: FastifyReply,
  type: string,
  parts: Iterable<PartToWrite> | AsyncIterable<PartToWrite>,
): FastifyReply => {
  const boundary = newBoundary();
  reply.header('content-type', `multipart/related; type="${type}"; boundary=${boundary}`);
  return reply.send(Readable.from(writeMultipart(boundary, parts), { objectMode: false, highWaterMark: 2 ** 20 }));
};
