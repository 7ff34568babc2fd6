import { applicationEntity, applicationEntityInput, sourceTest } from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { testEntity } from '../../../features/application-entities/index.ts';
import type { Context } from '../../../features/context.ts';
import {
  listApplicationEntities,
  putApplicationEntity,
  removeApplicationEntity,
} from '../../../features/sources/index.ts';
import { apiRoute } from './route.ts';

const titled = z.object({ aeTitle: z.string().min(1).max(64) });

/** The registry of the application entities that may call us, or are sent to; for administrators. */
export const registerApplicationEntityRoutes = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/application-entities',
    summary: 'The application entities that may call us, and where studies are delivered to them',
    answer: z.array(applicationEntity),
    handle: ({ principal }) => listApplicationEntities(context, principal),
  });
  apiRoute(app, {
    method: 'PUT',
    url: '/application-entities/:aeTitle',
    summary: 'Let an application entity call us, or change what it may do; a passcode that is not given stays',
    params: titled,
    body: applicationEntityInput,
    answer: applicationEntity,
    handle: ({ principal, params, body }) => putApplicationEntity(context, principal, params.aeTitle, body),
  });
  apiRoute(app, {
    method: 'DELETE',
    url: '/application-entities/:aeTitle',
    summary: 'No longer let an application entity call us, nor send to it',
    params: titled,
    handle: ({ principal, params }) => removeApplicationEntity(context, principal, params.aeTitle),
  });
  apiRoute(app, {
    method: 'POST',
    url: '/application-entities/:aeTitle/test',
    summary: 'Try step by step whether an application entity takes associations of ours, by C-ECHO',
    params: titled,
    answer: sourceTest,
    handle: ({ principal, params, signal }) => testEntity(context, principal, params.aeTitle, signal),
  });
};
