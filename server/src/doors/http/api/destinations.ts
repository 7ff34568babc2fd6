/** For administrators: who is sent HL7 v2 messages, what went, what was not taken and why, and sending it again. */
import {
  destination,
  destinationInput,
  destinationPause,
  destinationTest,
  outgoingMessage,
} from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { fail } from '../../../errors.ts';
import type { Context } from '../../../features/context.ts';
import {
  listDestinations,
  listOutgoing,
  pauseDestination,
  putDestination,
  readOutgoing,
  removeDestination,
  resendOutgoing,
  setOutgoingMessageAside,
  testDestination,
} from '../../../features/outgoing/index.ts';
import { apiRoute } from './route.ts';

const named = z.object({ name: z.string().max(64) });
const numbered = z.object({ id: z.uuid() });
const filter = z.object({
  state: outgoingMessage.shape.state.optional(),
  destination: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(1000).optional(),
});

const registerSent = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/hl7/outgoing',
    summary: 'Messages to others, the newest first; with the cause where one was not taken',
    query: filter,
    answer: z.array(outgoingMessage),
    handle: ({ principal, query: { state, ...rest } }) =>
      listOutgoing(context, principal, { ...rest, ...(state !== undefined && { states: [state] }) }),
  });
  const summary = 'A message as it is sent, byte for byte';
  app.get('/hl7/outgoing/:id/original', { schema: { summary } }, async (request, reply) => {
    const params = numbered.safeParse(request.params);
    if (!params.success) return fail('bad-request');
    const bytes = await readOutgoing(context, request.principal, params.data.id);
    return reply.type('application/hl7-v2').send(Buffer.from(bytes));
  });
  apiRoute(app, {
    method: 'POST',
    url: '/hl7/outgoing/:id/resend',
    summary: 'Send a message again that was not taken',
    params: numbered,
    answer: outgoingMessage,
    handle: ({ principal, params }) => resendOutgoing(context, principal, params.id),
  });
  apiRoute(app, {
    method: 'POST',
    url: '/hl7/outgoing/:id/set-aside',
    summary: 'Do no more about a message that was not taken; it stays in the list',
    params: numbered,
    handle: ({ principal, params }) => setOutgoingMessageAside(context, principal, params.id),
  });
};

export const registerDestinationRoutes = (app: FastifyInstance, context: Context): void => {
  registerSent(app, context);
  apiRoute(app, {
    method: 'GET',
    url: '/hl7/destinations',
    summary: 'Systems that are sent HL7 v2 messages, and how each has been',
    answer: z.array(destination),
    handle: async ({ principal }) => destination.array().parse(await listDestinations(context, principal)),
  });
  apiRoute(app, {
    method: 'PUT',
    url: '/hl7/destinations/:name',
    summary: 'Send messages to a system from now on, or change how',
    params: named,
    body: destinationInput,
    handle: ({ principal, params, body }) => putDestination(context, principal, params.name, body),
  });
  apiRoute(app, {
    method: 'DELETE',
    url: '/hl7/destinations/:name',
    summary: 'Send no more messages to a system',
    params: named,
    handle: ({ principal, params }) => removeDestination(context, principal, params.name),
  });
  apiRoute(app, {
    method: 'PUT',
    url: '/hl7/destinations/:name/pause',
    summary: 'Let what a system is to be told wait, or go on',
    params: named,
    body: destinationPause,
    handle: ({ principal, params, body }) => pauseDestination(context, principal, params.name, body.paused),
  });
  apiRoute(app, {
    method: 'POST',
    url: '/hl7/destinations/:name/test',
    summary: 'Try the connection to a receiver by a message that tells of no patient',
    params: named,
    answer: destinationTest,
    handle: ({ principal, params }) => testDestination(context, principal, params.name),
  });
};
