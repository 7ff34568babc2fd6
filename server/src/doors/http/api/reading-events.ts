/** Server-sent events of one reading: `changed` when it is time to ask again. */
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../features/context.ts';
import { requestGathering } from '../../../features/priors/index.ts';
import { stopWatching, watchReading } from '../../../features/reading/index.ts';

const heartbeatMs = 15_000;

export const registerReadingEvents = (app: FastifyInstance, context: Context): void => {
  app.addHook('onClose', () => stopWatching(context));
  app.get('/reading/:studyInstanceUid/events', async (request, reply) => {
    const { studyInstanceUid } = request.params as { studyInstanceUid: string };
    const { raw } = reply;
    const changed = (): void => {
      raw.write(`event: changed\ndata: ${JSON.stringify({ at: context.clock().toISOString() })}\n\n`);
    };
    const stop = await watchReading(context, request.principal, studyInstanceUid, changed);
    // A page is open: what could have changed since is asked for once, not at every look.
    await requestGathering(context, request.principal, { studyInstanceUid, trigger: 'launch' });
    reply.hijack();
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    raw.write('retry: 2000\n\n');
    const heartbeat = setInterval(() => raw.write(': here\n\n'), heartbeatMs);
    raw.once('close', () => {
      clearInterval(heartbeat);
      stop();
    });
  });
};
