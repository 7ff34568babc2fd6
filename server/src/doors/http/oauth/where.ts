/** Where we are, as an authorisation server says it. */
import type { FastifyRequest } from 'fastify';
import { DEFAULT_TENANT_ID } from '../../../features/access/index.ts';
import type { Context } from '../../../features/context.ts';
import { baseUrl } from '../dicomweb/base-url.ts';

export const rootOf = (context: Context, request: FastifyRequest): string =>
  baseUrl(context, request).replace(/\/dicom-web$/, '');

/** The issuer is our root; `aud` of a request may name either of the doors that its token opens. */
export const whereOf = (context: Context, request: FastifyRequest) => {
  const root = rootOf(context, request);
  return { tenantId: DEFAULT_TENANT_ID, issuer: root, audiences: [`${root}/fhir`, `${root}/dicom-web`] };
};
