/** For administrators: who may send HL7 v2 messages, what came, what was refused and why, and processing it again. */
import {
  messageSource,
  messageSourceInput,
  messageState,
  messageTest,
  messageTested,
  receivedMessage,
} from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { fail } from '../../../errors.ts';
import type { Context } from '../../../features/context.ts';
import {
  findMessageSource,
  listMessageSources,
  listMessages,
  putMessageSource,
  readMessage,
  removeMessageSource,
  replayMessage,
  setMessageAside,
  testPasted,
} from '../../../features/messages/index.ts';
import { apiRoute } from './route.ts';

const named = z.object({ name: z.string().max(64) });
const numbered = z.object({ id: z.uuid() });
const filter = z.object({
  state: messageState.optional(),
  sourceName: z.string().max(64).optional(),
  controlId: z.string().max(199).optional(),
  limit: z.coerce.number().int().min(1).max(1000).optional(),
});

const registerSources = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/hl7/sources',
    summary: 'Systems that may send HL7 v2 messages',
    answer: z.array(messageSource),
    handle: ({ principal }) => listMessageSources(context, principal),
  });
  apiRoute(app, {
    method: 'PUT',
    url: '/hl7/sources/:name',
    summary: 'Let a system send HL7 v2 messages, or change how they are read',
    params: named,
    body: messageSourceInput,
    handle: ({ principal, params, body }) => putMessageSource(context, principal, params.name, body),
  });
  apiRoute(app, {
    method: 'DELETE',
    url: '/hl7/sources/:name',
    summary: 'Take no more messages of a system; what it sent stays',
    params: named,
    handle: ({ principal, params }) => removeMessageSource(context, principal, params.name),
  });
};

export const registerMessageRoutes = (app: FastifyInstance, context: Context): void => {
  registerSources(app, context);
  apiRoute(app, {
    method: 'GET',
    url: '/hl7/messages',
    summary: 'Messages that were received, the newest first; with the cause where one had no effect',
    query: filter,
    answer: z.array(receivedMessage),
    handle: ({ principal, query: { state, ...rest } }) =>
      listMessages(context, principal, { ...rest, ...(state !== undefined && { states: [state] }) }),
  });
  const summary = 'A message as it was received, byte for byte';
  app.get('/hl7/messages/:id/original', { schema: { summary } }, async (request, reply) => {
    const params = numbered.safeParse(request.params);
    if (!params.success) return fail('bad-request');
    const bytes = await readMessage(context, request.principal, params.data.id);
    return reply.type('application/hl7-v2').send(Buffer.from(bytes));
  });
  apiRoute(app, {
    method: 'POST',
    url: '/hl7/messages/:id/replay',
    summary: 'Process a message again that had no effect',
    params: numbered,
    answer: receivedMessage,
    handle: ({ principal, params }) => replayMessage(context, principal, params.id),
  });
  apiRoute(app, {
    method: 'POST',
    url: '/hl7/messages/:id/set-aside',
    summary: 'Do no more about a message that had no effect; it stays in the list of messages',
    params: numbered,
    handle: ({ principal, params }) => setMessageAside(context, principal, params.id),
  });
  apiRoute(app, {
    method: 'POST',
    url: '/hl7/test',
    summary: 'Show what a message would become; nothing is kept',
    body: messageTest,
    answer: messageTested,
    handle: async ({ principal, body }) => {
      const source = await findMessageSource(context, principal, body.sourceName);
      const tested = testPasted(principal, body.message, { ...source, draft: body.mapping });
      return { ...tested, segments: [...tested.segments], flags: [...tested.flags], intents: [...tested.intents] };
    },
  });
};
