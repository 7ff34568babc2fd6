/** What the exams of the sites mean: the code map, its history, and the names that wait for somebody to speak. */
import {
  codeMapEntry,
  codeMapPage,
  codeMapUndo,
  codeMapVersion,
  conceptMap,
  conceptMapImported,
  conceptMapInput,
  examCorrectionRequest,
  examMeaning,
  meaningRequest,
  termValues,
  unmappedPage,
} from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../../features/context.ts';
import {
  listCodeMap,
  listTermValues,
  listUnmapped,
  listVersions,
  previewMeaning,
  sayMeaning,
  undoMeaning,
} from '../../../features/terms/index.ts';
import { conceptMapOf, takeConceptMap } from '../fhir/concept-map.ts';
import { rootOf } from '../fhir/reply.ts';
import { apiRoute } from './route.ts';

const numbered = z.object({ id: z.uuid() });

const registerQueueRoutes = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/terms/unmapped',
    summary: 'Exam names that cannot be understood, those first that most studies wait for, with guesses',
    query: z.object({ after: z.string().max(64).optional() }),
    answer: unmappedPage,
    handle: ({ principal, query }) => listUnmapped(context, principal, query.after),
  });
  apiRoute(app, {
    method: 'GET',
    url: '/terms/values',
    summary: 'The values that attributes of an exam can have',
    answer: termValues,
    handle: async ({ principal }) => listTermValues(principal),
  });
  apiRoute(app, {
    method: 'POST',
    url: '/terms/meaning',
    summary: 'What an exam would mean if this were said of it; nothing is kept',
    body: meaningRequest,
    answer: examMeaning,
    handle: async ({ principal, body }) => previewMeaning(principal, body),
  });
};

const registerMapRoutes = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/terms/map',
    summary: 'The exams that somebody has spoken of, the newest entry first',
    query: z.object({ before: z.uuid().optional() }),
    answer: codeMapPage,
    handle: ({ principal, query }) => listCodeMap(context, principal, query.before),
  });
  apiRoute(app, {
    method: 'PUT',
    url: '/terms/map',
    summary: 'Say what an exam of a site is; it holds at once',
    body: examCorrectionRequest,
    answer: codeMapEntry,
    handle: ({ principal, body }) => sayMeaning(context, principal, body),
  });
  apiRoute(app, {
    method: 'GET',
    url: '/terms/map/:id/versions',
    summary: 'Everything that was said of an exam, newest first',
    params: numbered,
    answer: z.array(codeMapVersion),
    handle: async ({ principal, params }) => [...(await listVersions(context, principal, params.id))],
  });
  apiRoute(app, {
    method: 'POST',
    url: '/terms/map/:id/undo',
    summary: 'Take the last version back: what was said before is said again, as a version of its own',
    params: numbered,
    body: codeMapUndo,
    answer: codeMapEntry,
    handle: ({ principal, params, body }) => undoMeaning(context, principal, params.id, body),
  });
};

const registerExchangeRoutes = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/terms/concept-map',
    summary: 'The code map as a FHIR R4 ConceptMap',
    answer: conceptMap,
    handle: async ({ principal, request, reply }) => {
      const map = await conceptMapOf(context, principal, rootOf(context, request));
      reply.type('application/fhir+json; charset=utf-8');
      return { ...map };
    },
  });
  apiRoute(app, {
    method: 'POST',
    url: '/terms/concept-map',
    summary: 'Take a FHIR R4 ConceptMap into the code map; what it does not name stays',
    body: conceptMapInput,
    answer: conceptMapImported,
    handle: ({ principal, body, request }) => takeConceptMap(context, principal, body, rootOf(context, request)),
  });
};

export const registerTermRoutes = (app: FastifyInstance, context: Context): void => {
  registerQueueRoutes(app, context);
  registerMapRoutes(app, context);
  registerExchangeRoutes(app, context);
};
