import { launchAnswer, launchRequest } from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../features/context.ts';
import { launch } from '../../../features/launch/index.ts';
import { apiRoute } from './route.ts';

export const registerLaunchRoute = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'POST',
    url: '/launch',
    summary: 'Which study a link means',
    body: launchRequest,
    answer: launchAnswer,
    handle: ({ principal, body }) => launch(context, principal, body),
  });
};
