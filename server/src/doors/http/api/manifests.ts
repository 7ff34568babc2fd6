import { toImagingManifest } from '@throughline/fhir';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../../features/context.ts';
import { getKeyObjectManifest, getManifest } from '../../../features/manifests/index.ts';
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
  apiRoute(app, {
    method: 'GET',
    url: '/studies/:studyInstanceUid/manifest.fhir.json',
    summary: 'The same manifest as a FHIR document (IHE MADO)',
    params: studyParams,
    answer: z.unknown(),
    handle: async ({ principal, params, request, reply }) => {
      const root = baseUrl(context, request);
      const manifest = await getManifest(context, principal, params.studyInstanceUid, root);
      const document = toImagingManifest(manifest, { root: root.replace(/\/dicom-web$/, '/fhir') });
      reply.header('cache-control', 'private, no-store').type('application/fhir+json').send(JSON.stringify(document));
      return undefined;
    },
  });
};
