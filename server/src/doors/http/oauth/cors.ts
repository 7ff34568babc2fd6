/** Applications in browsers read our answers from their own origin: those of registered applications may, without cookies. */
import type { FastifyInstance } from 'fastify';
import { DEFAULT_TENANT_ID } from '../../../features/access/index.ts';
import { clientOrigins } from '../../../features/authorization/index.ts';
import type { Context } from '../../../features/context.ts';

const keptMs = 15_000;
const shared = /^\/(fhir|fhircast|dicom-web|oauth\/(token|revoke|jwks)|\.well-known)\b/;

export const allowApplications = (app: FastifyInstance, context: Context): void => {
  let kept: { readonly origins: Promise<ReadonlySet<string>>; readonly until: number } | undefined;
  const origins = (): Promise<ReadonlySet<string>> => {
    const now = context.clock().getTime();
    if (kept === undefined || kept.until <= now) {
      const asked = clientOrigins(context, DEFAULT_TENANT_ID);
      kept = { origins: asked, until: now + keptMs };
      asked.catch(() => {
        kept = undefined;
      });
    }
    return kept.origins;
  };
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    if (origin === undefined || !shared.test(request.url)) return undefined;
    reply.header('vary', 'origin');
    if (!(await origins()).has(origin)) return undefined;
    reply
      .header('access-control-allow-origin', origin)
      .header('access-control-expose-headers', 'content-location, content-type, etag, link, location, warning')
      .header('cross-origin-resource-policy', 'cross-origin');
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined)
      return undefined;
    return reply
      .header('access-control-allow-methods', 'GET, POST, OPTIONS')
      .header('access-control-allow-headers', 'accept, authorization, content-type, prefer')
      .header('access-control-max-age', '600')
      .code(204)
      .send();
  });
};
