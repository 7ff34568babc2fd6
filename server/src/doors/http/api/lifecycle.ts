/** For administrators: corrections, versions, rejections, conflicts, removal. Each feature asks for the right to it. */
import { Readable } from 'node:stream';
import {
  conflictChoice,
  correction,
  correctionRequest,
  deletion,
  deletionAnswer,
  deletionRequest,
  made,
  moveRequest,
  objectConflict,
  objectVersion,
  rejection,
  restored,
  scrubAnswer,
  versionDifferences,
} from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { fail } from '../../../errors.ts';
import { listConflicts, resolveConflict, undoResolution } from '../../../features/conflicts/index.ts';
import type { Context } from '../../../features/context.ts';
import { correctAttributes, listCorrections, moveStudy, undoCorrection } from '../../../features/corrections/index.ts';
import { scrub } from '../../../features/integrity/index.ts';
import { listRejections, undoRejection } from '../../../features/rejections/index.ts';
import { listDeletions, requestDeletion, undelete } from '../../../features/retention/index.ts';
import { differencesOf, listVersions, openOriginal } from '../../../features/retrieve/index.ts';
import { apiRoute, studyParams } from './route.ts';

const numbered = z.object({ id: z.uuid() });
const objectParams = z.object({ sopInstanceUid: z.string().max(64) });
const versionParams = objectParams.extend({ version: z.coerce.number().int().min(1) });

const registerCorrectionRoutes = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/studies/:studyInstanceUid/corrections',
    summary: 'What was corrected of a study, its series and its patient, and what was undone',
    params: studyParams,
    answer: z.array(correction),
    handle: ({ principal, params }) => listCorrections(context, principal, params.studyInstanceUid),
  });
  apiRoute(app, {
    method: 'POST',
    url: '/studies/:studyInstanceUid/corrections',
    summary: 'Correct attributes of a patient, a study or a series; the objects stay as they are',
    params: studyParams,
    body: correctionRequest,
    answer: made,
    handle: ({ principal, params, body }) => correctAttributes(context, principal, { ...params, ...body }),
  });
  apiRoute(app, {
    method: 'POST',
    url: '/studies/:studyInstanceUid/move',
    summary: 'File a study under the patient that it is of',
    params: studyParams,
    body: moveRequest,
    answer: made,
    handle: ({ principal, params, body }) => moveStudy(context, principal, { ...params, ...body }),
  });
  apiRoute(app, {
    method: 'DELETE',
    url: '/corrections/:id',
    summary: 'Undo a correction or a move; it stays in the history',
    params: numbered,
    handle: ({ principal, params }) => undoCorrection(context, principal, params.id),
  });
};

const registerVersionRoutes = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/objects/:sopInstanceUid/versions',
    summary: 'Every version of an object that is held, also of a hidden one',
    params: objectParams,
    answer: z.array(objectVersion),
    handle: ({ principal, params }) => listVersions(context, principal, params.sopInstanceUid),
  });
  const summary = 'The bytes as they were received, whatever was corrected or rejected since';
  app.get('/objects/:sopInstanceUid/versions/:version/original', { schema: { summary } }, async (request, reply) => {
    const params = versionParams.safeParse(request.params);
    if (!params.success) return fail('bad-request');
    const { sopInstanceUid, version } = params.data;
    const original = await openOriginal(context, request.principal, sopInstanceUid, version);
    reply.type('application/dicom').header('content-length', original.byteLength);
    return reply.send(Readable.from(original.body, { objectMode: false }));
  });
  apiRoute(app, {
    method: 'GET',
    url: '/objects/:sopInstanceUid/versions/:version/differences/:other',
    summary: 'In what two versions of an object differ: names of attributes, and whether the pixels do',
    params: versionParams.extend({ other: versionParams.shape.version }),
    answer: versionDifferences,
    handle: ({ principal, params: { sopInstanceUid, version, other } }) =>
      differencesOf(context, principal, sopInstanceUid, [version, other]),
  });
  apiRoute(app, {
    method: 'GET',
    url: '/conflicts',
    summary: 'Objects that came again with other bytes',
    query: z.object({ all: z.enum(['true', 'false']).default('false') }),
    answer: z.array(objectConflict),
    handle: ({ principal, query }) => listConflicts(context, principal, query.all === 'false'),
  });
  apiRoute(app, {
    method: 'PUT',
    url: '/conflicts/:id',
    summary: 'Say which version is served',
    params: numbered,
    body: conflictChoice,
    handle: ({ principal, params, body }) => resolveConflict(context, principal, params.id, body.version),
  });
  apiRoute(app, {
    method: 'DELETE',
    url: '/conflicts/:id/resolution',
    summary: 'Serve again what was served before, and leave the conflict open',
    params: numbered,
    handle: ({ principal, params }) => undoResolution(context, principal, params.id),
  });
};

const registerRejectionRoutes = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/rejections',
    summary: 'Rejection notes, and how many objects each hides',
    query: z.object({ studyInstanceUid: z.string().max(64).optional() }),
    answer: z.array(rejection),
    handle: ({ principal, query }) => listRejections(context, principal, query.studyInstanceUid),
  });
  apiRoute(app, {
    method: 'DELETE',
    url: '/rejections/:sopInstanceUid',
    summary: 'Undo a rejection note: what it names is served again',
    params: objectParams,
    handle: ({ principal, params }) => undoRejection(context, principal, params.sopInstanceUid),
  });
};

const registerDeletionRoutes = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'POST',
    url: '/studies/:studyInstanceUid/deletion',
    summary: 'Hide a study now and remove it after the grace period',
    params: studyParams,
    body: deletionRequest,
    answer: deletionAnswer,
    handle: ({ principal, params, body }) => requestDeletion(context, principal, { ...params, ...body }),
  });
  apiRoute(app, {
    method: 'GET',
    url: '/deletions',
    summary: 'Removals: waiting, done, undone, failed',
    answer: z.array(deletion),
    handle: ({ principal }) => listDeletions(context, principal),
  });
  apiRoute(app, {
    method: 'DELETE',
    url: '/deletions/:id',
    summary: 'Take a removal back within its grace period',
    params: numbered,
    answer: restored,
    handle: ({ principal, params }) => undelete(context, principal, params.id),
  });
};

export const registerLifecycleRoutes = (app: FastifyInstance, context: Context): void => {
  registerCorrectionRoutes(app, context);
  registerVersionRoutes(app, context);
  registerRejectionRoutes(app, context);
  registerDeletionRoutes(app, context);
  apiRoute(app, {
    method: 'POST',
    url: '/studies/:studyInstanceUid/scrub',
    summary: 'Read every copy of every object of a study again',
    params: studyParams,
    answer: scrubAnswer,
    handle: async ({ principal, params }) => {
      const report = await scrub(context, principal, params);
      return { ...report, damaged: [...report.damaged] };
    },
  });
};
