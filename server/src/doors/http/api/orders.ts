import { scheduledStep, scheduledStepInput } from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../../features/context.ts';
import { putScheduledStep } from '../../../features/orders/index.ts';
import { apiRoute } from './route.ts';

const stepParams = z.object({
  requestedProcedureId: z.string().min(1).max(16),
  scheduledStepId: z.string().min(1).max(16),
});

export const registerOrderRoutes = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'PUT',
    url: '/orders/:requestedProcedureId/steps/:scheduledStepId',
    summary: 'Schedule a procedure step: it is on the worklist of its station',
    params: stepParams,
    body: scheduledStepInput,
    answer: scheduledStep,
    handle: ({ principal, params, body }) => putScheduledStep(context, principal, params, body),
  });
};
