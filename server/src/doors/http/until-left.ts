import type { FastifyReply } from 'fastify';

/** Aborts when the client leaves before it has its answer. Not `request.signal`, which aborts once a body has been read. */
export const untilLeft = ({ raw }: FastifyReply): AbortSignal => {
  const leaving = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) leaving.abort();
  });
  return leaving.signal;
};
