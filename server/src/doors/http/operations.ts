/** What those who run it ask: is it alive, can it work, how is it doing. Nothing of a patient. */
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { DEFAULT_TENANT_ID } from '../../features/access/index.ts';
import type { Context } from '../../features/context.ts';
import { recentOpenings } from '../../features/measures/index.ts';
import { checkReadiness } from '../../features/operations/index.ts';

/** What readers met since yesterday, counted when somebody looks. */
const registerOpenings = (registry: Registry, context: Context): void => {
  new Gauge({
    name: 'throughline_openings',
    help: 'Studies opened today and yesterday: all, with priors that matter, with all of these ready, complete',
    labelNames: ['what'],
    registers: [registry],
    async collect() {
      const { opened, withPriors, ready, complete } = await recentOpenings(context, DEFAULT_TENANT_ID);
      for (const [what, count] of Object.entries({ opened, withPriors, ready, complete })) this.set({ what }, count);
    },
  });
};

const open = { config: { open: true }, logLevel: 'silent' } as const;

export const registerOperations = (app: FastifyInstance, context: Context): void => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  registerOpenings(registry, context);
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
