/** The routes of our own API; shapes are in packages/contract. */
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../features/context.ts';
import { registerAuthorizationRoutes } from './authorization.ts';
import { registerDeliveryRoutes } from './deliveries.ts';
import { registerExceptionRoutes } from './exceptions.ts';
import { registerIdentityRoutes } from './identity.ts';
import { registerInteroperabilityRoutes } from './interoperability.ts';
import { registerLaunchRoute } from './launch.ts';
import { registerLifecycleRoutes } from './lifecycle.ts';
import { registerMeasureRoutes } from './measures.ts';
import { registerMessageRoutes } from './messages.ts';
import { registerOrderRoutes } from './orders.ts';
import { registerReadingRoutes } from './reading.ts';
import { registerRetentionRoutes } from './retention.ts';
import { registerSourceRoutes } from './sources.ts';
import { registerStudyRoutes } from './studies.ts';
import { registerTermRoutes } from './terms.ts';
import { registerWorklistRoute } from './worklist.ts';

export const registerApi = (app: FastifyInstance, context: Context): void => {
  registerWorklistRoute(app, context);
  registerLaunchRoute(app, context);
  registerReadingRoutes(app, context);
  registerOrderRoutes(app, context);
  registerStudyRoutes(app, context);
  registerSourceRoutes(app, context);
  registerExceptionRoutes(app, context);
  registerInteroperabilityRoutes(app, context);
  registerDeliveryRoutes(app, context);
  registerLifecycleRoutes(app, context);
  registerRetentionRoutes(app, context);
  registerIdentityRoutes(app, context);
  registerMessageRoutes(app, context);
  registerMeasureRoutes(app, context);
  registerTermRoutes(app, context);
  registerAuthorizationRoutes(app, context);
};
