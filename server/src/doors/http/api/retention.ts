import { dueStudy, retentionRule, retentionRuleInput } from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../../features/context.ts';
import { listDue, listRules, putRule, removeRule } from '../../../features/retention/index.ts';
import { apiRoute } from './route.ts';

const named = z.object({ name: z.string().min(1).max(64) });

/** How long studies are kept; for administrators. */
export const registerRetentionRoutes = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/retention-rules',
    summary: 'The rules by which studies are removed',
    answer: z.array(retentionRule),
    handle: ({ principal }) => listRules(context, principal),
  });
  apiRoute(app, {
    method: 'PUT',
    url: '/retention-rules/:name',
    summary: 'Make a rule or change it; a new one does nothing until it is enabled',
    params: named,
    body: retentionRuleInput,
    answer: retentionRule,
    handle: ({ principal, params, body }) => putRule(context, principal, params.name, body),
  });
  apiRoute(app, {
    method: 'DELETE',
    url: '/retention-rules/:name',
    summary: 'Remove a rule; what it asked for already still goes',
    params: named,
    handle: ({ principal, params }) => removeRule(context, principal, params.name),
  });
  apiRoute(app, {
    method: 'GET',
    url: '/retention-due',
    summary: 'What each rule, enabled or not, would have removed now',
    answer: z.array(dueStudy),
    handle: ({ principal }) => listDue(context, principal),
  });
};
