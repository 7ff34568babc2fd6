import {
  applicationEntity,
  applicationEntityInput,
  source,
  sourceInput,
  sourceTest,
  sourceWithHealth,
} from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../../features/context.ts';
import {
  listApplicationEntities,
  listSourcesWithHealth,
  putApplicationEntity,
  putSource,
  removeApplicationEntity,
  removeSource,
  testSource,
} from '../../../features/sources/index.ts';
import { apiRoute } from './route.ts';

const named = z.object({ name: z.string().min(1).max(64) });
const titled = z.object({ aeTitle: z.string().min(1).max(16) });

/** The registry of sources and of the application entities that may call us; for administrators. */
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
    handle: ({ principal, params, request }) => testSource(context, principal, params.name, request.signal),
  });
  apiRoute(app, {
    method: 'GET',
    url: '/application-entities',
    summary: 'The application entities that may call us',
    answer: z.array(applicationEntity),
    handle: ({ principal }) => listApplicationEntities(context, principal),
  });
  apiRoute(app, {
    method: 'PUT',
    url: '/application-entities/:aeTitle',
    summary: 'Let an application entity call us, or change what it may do',
    params: titled,
    body: applicationEntityInput,
    answer: applicationEntity,
    handle: ({ principal, params, body }) => putApplicationEntity(context, principal, params.aeTitle, body),
  });
  apiRoute(app, {
    method: 'DELETE',
    url: '/application-entities/:aeTitle',
    summary: 'No longer let an application entity call us',
    params: titled,
    handle: ({ principal, params }) => removeApplicationEntity(context, principal, params.aeTitle),
  });
};
