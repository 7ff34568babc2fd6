import { multipartLength, newBoundary, type PartToWrite, writeMultipart } from '@throughline/dicomweb';
import type { FastifyReply } from 'fastify';
import { sendAtOnce, sendChunks } from '../send-chunks.ts';

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

/** One part that is at hand: head, body and end leave in one write. */
export const sendOnePart = async (
  reply: FastifyReply,
  type: string,
  part: PartToWrite & { readonly body: Uint8Array },
): Promise<FastifyReply> => {
  const boundary = newBoundary();
  reply.header('content-type', `multipart/related; type="${type}"; boundary=${boundary}`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeMultipart(boundary, [part])) chunks.push(chunk);
  return sendAtOnce(reply, chunks);
};
