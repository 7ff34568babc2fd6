import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { manifest, measurementsAnswer, measurementsRequest, report } from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../features/context.ts';
import { saveMeasurements } from '../../../features/measurements/index.ts';
import { getManifest } from '../../../features/pictures/index.ts';
import { readReports } from '../../../features/reports/index.ts';
import { apiRoute, studyParams } from './route.ts';

const compress = promisify(gzip);

export const registerStudyRoutes = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/studies/:studyInstanceUid/manifest',
    summary: 'A study for the viewer: series, images, and what a viewport needs of each',
    params: studyParams,
    answer: manifest,
    handle: async ({ principal, params, request, reply }) => {
      const found = await getManifest(context, principal, params.studyInstanceUid);
      const text = JSON.stringify(found);
      const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
      reply.header('etag', etag).header('cache-control', 'private, no-cache').type('application/json');
      if (request.headers['if-none-match'] === etag) reply.code(304).send();
      else if (/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
        reply.header('content-encoding', 'gzip').send(await compress(text, { level: 4 }));
      }
      return found;
    },
  });
  apiRoute(app, {
    method: 'GET',
    url: '/studies/:studyInstanceUid/report',
    summary: 'The reports that came with a study',
    params: studyParams,
    answer: report,
    handle: ({ principal, params }) => readReports(context, principal, params.studyInstanceUid),
  });
  apiRoute(app, {
    method: 'POST',
    url: '/studies/:studyInstanceUid/measurements',
    summary: 'Save measurements as a DICOM SR in the study',
    params: studyParams,
    body: measurementsRequest,
    answer: measurementsAnswer,
    handle: ({ principal, params, body }) => saveMeasurements(context, principal, params.studyInstanceUid, body),
  });
};
