/** What those who run it ask: is it alive, can it work, how is it doing. Nothing of a patient. */
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Context } from '../../features/context.ts';
import { checkReadiness } from '../../features/operations/index.ts';
import { registerMeasures } from './measure-gauges.ts';

const open = { config: { open: true }, logLevel: 'silent' } as const;

export const registerOperations = (app: FastifyInstance, context: Context): void => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  registerMeasures(registry, context);
  const duration = new Histogram({
    name: 'throughline_http_request_seconds',
    help: 'Time to answer, by route and status class',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    duration.observe({ route, status: `${Math.floor(reply.statusCode / 100)}xx` }, reply.elapsedTime / 1000);
  });
  app.get('/health', open, async () => ({ status: 'ok' }));
  app.get('/ready', open, async (_request, reply) => {
    const readiness = await checkReadiness(context);
    return reply.code(readiness.ready ? 200 : 503).send(readiness);
  });
  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
};
