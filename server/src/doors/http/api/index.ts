/** The routes of our own API; shapes are in packages/contract. */
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../features/context.ts';
import { registerLaunchRoute } from './launch.ts';
import { registerSourceRoutes } from './sources.ts';

export const registerApi = (app: FastifyInstance, context: Context): void => {
  registerLaunchRoute(app, context);
  registerSourceRoutes(app, context);
};
