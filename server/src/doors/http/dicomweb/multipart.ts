import { multipartLength, newBoundary, type PartToWrite, writeMultipart } from '@throughline/dicomweb';
import type { FastifyReply } from 'fastify';
import { sendChunks } from '../send-chunks.ts';

/**
 * Each chunk is on its way before the next is asked for. `lengths`, when all are known before: a client then sees how far it is.
 */
export const sendMultipart = (
  reply: FastifyReply,
  type: string,
  parts: Iterable<PartToWrite> | AsyncIterable<PartToWrite>,
  lengths?: readonly { readonly contentType: string; readonly length: number }[],
): Promise<FastifyReply> => {
  const boundary = newBoundary();
  reply.header('content-type', `multipart/related; type="${type}"; boundary=${boundary}`);
  if (lengths) reply.header('content-length', multipartLength(boundary, lengths));
  return sendChunks(reply, writeMultipart(boundary, parts));
};
