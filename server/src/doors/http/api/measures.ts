import { experienceMeasures } from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../features/context.ts';
import { readMeasures } from '../../../features/measures/index.ts';
import { apiRoute } from './route.ts';

export const registerMeasureRoutes = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/measures',
    summary: 'What readers met when they opened studies in the last thirty days: by day, site and specialty',
    answer: experienceMeasures,
    handle: ({ principal }) => readMeasures(context, principal),
  });
};
