import { delivery, deliveryInput } from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../../features/context.ts';
import { getDelivery, requestDelivery, takeBackDelivery } from '../../../features/delivery/index.ts';
import { apiRoute } from './route.ts';

export const registerDeliveryRoutes = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'POST',
    url: '/deliveries',
    summary: 'Send a study or a series to a listed application entity',
    body: deliveryInput,
    answer: delivery,
    handle: ({ principal, body }) => requestDelivery(context, principal, body),
  });
  apiRoute(app, {
    method: 'GET',
    url: '/deliveries/:id',
    summary: 'How far a delivery is',
    params: z.object({ id: z.uuid() }),
    answer: delivery,
    handle: ({ principal, params }) => getDelivery(context, principal, params.id),
  });
  apiRoute(app, {
    method: 'POST',
    url: '/deliveries/:id/take-back',
    summary: 'Take back what was delivered: the destination is sent a rejection note, and what it had before stays',
    params: z.object({ id: z.uuid() }),
    answer: delivery,
    handle: ({ principal, params }) => takeBackDelivery(context, principal, params.id),
  });
};
