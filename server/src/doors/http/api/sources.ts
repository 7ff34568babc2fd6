import { source, sourceInput, sourceTest, sourceWithHealth } from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../../features/context.ts';
import { listSourcesWithHealth, putSource, removeSource, testSource } from '../../../features/sources/index.ts';
import { apiRoute } from './route.ts';

const named = z.object({ name: z.string().min(1).max(64) });

/** The registry of sources; for administrators. */
export const registerSourceRoutes = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/sources',
    summary: 'The sources that are asked for priors, and how each has been of late',
    answer: z.array(sourceWithHealth),
    handle: ({ principal }) => listSourcesWithHealth(context, principal),
  });
  apiRoute(app, {
    method: 'PUT',
    url: '/sources/:name',
    summary: 'Register a source or change it',
    params: named,
    body: sourceInput,
    answer: source,
    handle: ({ principal, params, body }) => putSource(context, principal, params.name, body),
  });
  apiRoute(app, {
    method: 'DELETE',
    url: '/sources/:name',
    summary: 'Ask a source no more; what it told stays',
    params: named,
    handle: ({ principal, params }) => removeSource(context, principal, params.name),
  });
  apiRoute(app, {
    method: 'POST',
    url: '/sources/:name/test',
    summary: 'Try the connection to a source step by step',
    params: named,
    answer: sourceTest,
    handle: ({ principal, params, signal }) => testSource(context, principal, params.name, signal),
  });
};
