import { emergencyAccess, emergencyGrant, emergencyRequest, emergencyVerdict } from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../../features/context.ts';
import { beginEmergency, endEmergency, listEmergencies, reviewEmergency } from '../../../features/emergency/index.ts';
import { apiRoute } from './route.ts';

const one = z.object({ id: z.uuid() });

/** Break-glass, and its review. */
export const registerEmergencyRoutes = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'POST',
    url: '/emergency-accesses',
    summary: 'See for an hour what a patient’s consent withholds from you; it is written down and reviewed',
    body: emergencyRequest,
    answer: emergencyGrant,
    handle: ({ principal, body }) => beginEmergency(context, principal, body),
  });
  apiRoute(app, {
    method: 'POST',
    url: '/emergency-accesses/:id/end',
    summary: 'Give it back before its time',
    params: one,
    handle: ({ principal, params }) => endEmergency(context, principal, params.id),
  });
  apiRoute(app, {
    method: 'GET',
    url: '/emergency-accesses',
    summary: 'Emergency accesses, those to be reviewed first; for administrators',
    answer: z.array(emergencyAccess),
    handle: async ({ principal }) => [...(await listEmergencies(context, principal))],
  });
  apiRoute(app, {
    method: 'POST',
    url: '/emergency-accesses/:id/review',
    summary: 'Say whether one was justified; not one’s own',
    params: one,
    body: emergencyVerdict,
    handle: ({ principal, params, body }) => reviewEmergency(context, principal, params.id, body),
  });
};
