import { exceptionList } from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../features/context.ts';
import { listExceptions } from '../../../features/exceptions/index.ts';
import { apiRoute } from './route.ts';

export const registerExceptionRoutes = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/exceptions',
    summary: 'What waits for somebody who runs the system, with what to do next',
    answer: exceptionList,
    handle: ({ principal }) => listExceptions(context, principal),
  });
};
