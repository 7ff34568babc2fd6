import { foundStudies, studySearch, worklist } from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../../features/context.ts';
import { findStudies, listWorklist } from '../../../features/worklist/index.ts';
import { apiRoute } from './route.ts';

const query = z.object({ date: z.iso.date().optional(), after: z.string().max(100).optional() });

export const registerWorklistRoute = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/worklist',
    summary: 'The studies of a day that are to be read',
    query,
    answer: worklist,
    handle: ({ principal, query: asked }) => listWorklist(context, principal, asked),
  });
  apiRoute(app, {
    method: 'POST',
    url: '/worklist/search',
    summary: 'Studies of any day that are here, by a name, a patient ID or an accession number',
    body: studySearch,
    answer: foundStudies,
    handle: ({ principal, body }) => findStudies(context, principal, body.text),
  });
};
