import { interoperabilityStatement } from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../../features/context.ts';
import { listInteroperability } from '../../../features/interoperability/index.ts';
import { apiRoute } from './route.ts';

export const registerInteroperabilityRoutes = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/interoperability',
    summary: 'For every source, which steps of the last mile work today, from evidence of the last seven days',
    answer: z.array(interoperabilityStatement),
    handle: ({ principal }) => listInteroperability(context, principal),
  });
};
