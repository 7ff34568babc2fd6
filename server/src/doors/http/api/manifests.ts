import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../../features/context.ts';
import { getKeyObjectManifest } from '../../../features/manifests/index.ts';
import { baseUrl } from '../dicomweb/base-url.ts';
import { apiRoute, studyParams } from './route.ts';

export const registerManifestRoutes = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/studies/:studyInstanceUid/manifest.dcm',
    summary: 'A study as a Key Object Selection Document, the manifest of XDS-I.b: what there is and where it is had',
    params: studyParams,
    answer: z.unknown(),
    handle: async ({ principal, params, request, reply }) => {
      const root = baseUrl(context, request);
      const document = await getKeyObjectManifest(context, principal, params.studyInstanceUid, root);
      reply.header('cache-control', 'private, no-store').type('application/dicom').send(Buffer.from(document));
      return undefined;
    },
  });
};
