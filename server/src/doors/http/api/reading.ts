import {
  firstPictures as firstPicturesShape,
  statementHistory as historyShape,
  lateAlerts as lateAlertsShape,
  measurementsOverTime as overTimeShape,
  priorFeedback,
  priorSeen,
  reading,
} from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../../features/context.ts';
import { measurementsOverTime } from '../../../features/measurements/index.ts';
import { firstPictures } from '../../../features/pictures/index.ts';
import { lateAlerts, pullPrior } from '../../../features/priors/index.ts';
import { getReading, giveFeedback, notePriorSeen, statementHistory } from '../../../features/reading/index.ts';
import { registerReadingEvents } from './reading-events.ts';
import { apiRoute, studyParams } from './route.ts';

const priorParams = studyParams.extend({ priorStudyInstanceUid: studyParams.shape.studyInstanceUid });
const historyQuery = z.object({ until: z.iso.datetime().optional() });
const firstQuery = z.object({ prior: z.string().max(64).optional() });

export const registerReadingRoutes = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/reading/:studyInstanceUid',
    summary: 'A current study with its ranked priors and what is complete',
    params: studyParams,
    answer: reading,
    handle: ({ principal, params }) => getReading(context, principal, params.studyInstanceUid),
  });
  apiRoute(app, {
    method: 'GET',
    url: '/reading/:studyInstanceUid/first',
    summary: 'The first pictures of both panes',
    params: studyParams,
    query: firstQuery,
    answer: firstPicturesShape,
    handle: ({ principal, params, query }) => firstPictures(context, principal, params.studyInstanceUid, query.prior),
  });
  apiRoute(app, {
    method: 'POST',
    url: '/reading/:studyInstanceUid/feedback',
    summary: 'What the reader says of a prior',
    params: studyParams,
    body: priorFeedback,
    handle: ({ principal, params, body }) => giveFeedback(context, principal, params.studyInstanceUid, body),
  });
  apiRoute(app, {
    method: 'POST',
    url: '/reading/:studyInstanceUid/priors/:priorStudyInstanceUid/fetch',
    summary: 'Fetches a prior that is elsewhere, before everything else and whatever it costs',
    params: priorParams,
    handle: ({ principal, params }) =>
      pullPrior(context, principal, params.studyInstanceUid, params.priorStudyInstanceUid),
  });
  apiRoute(app, {
    method: 'POST',
    url: '/reading/:studyInstanceUid/priors/:priorStudyInstanceUid/seen',
    summary: 'A prior is looked at, after so many clicks: for the measures',
    params: priorParams,
    body: priorSeen,
    handle: ({ principal, params, body }) => notePriorSeen(context, principal, params, body),
  });
  apiRoute(app, {
    method: 'GET',
    url: '/late-priors',
    summary: 'Relevant priors that came after the asking reader had opened or signed a study',
    answer: lateAlertsShape,
    handle: ({ principal }) => lateAlerts(context, principal),
  });
  apiRoute(app, {
    method: 'GET',
    url: '/reading/:studyInstanceUid/history',
    summary: 'What was shown of completeness, and when',
    params: studyParams,
    query: historyQuery,
    answer: historyShape,
    handle: ({ principal, params, query }) =>
      statementHistory(context, principal, params.studyInstanceUid, query.until ? new Date(query.until) : undefined),
  });
  apiRoute(app, {
    method: 'GET',
    url: '/reading/:studyInstanceUid/measurements',
    summary: 'What was measured of the person over time, at all sites, and the radiation dose',
    params: studyParams,
    answer: overTimeShape,
    handle: ({ principal, params }) => measurementsOverTime(context, principal, params.studyInstanceUid),
  });
  registerReadingEvents(app, context);
};
