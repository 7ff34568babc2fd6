/** Applications in browsers read our answers from their own origin: those of registered applications may, without cookies. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DEFAULT_TENANT_ID } from '../../../features/access/index.ts';
import { clientOrigins } from '../../../features/authorization/index.ts';
import type { Context } from '../../../features/context.ts';

const keptMs = 15_000;
const shared = /^\/(fhir|fhircast|dicom-web|oauth\/(token|revoke|jwks)|\.well-known)\b/;
/** What an application must read before it is registered (SMART App Launch 2.2, Conformance): it tells of nobody. */
const forAll = /^(?:\/(?:fhir|dicom-web))?\/\.well-known\/[a-z-]+$|^\/fhir\/metadata$/;

const exposed = 'content-location, content-type, etag, last-modified, link, location, retry-after, warning';
const taken = [
  'accept',
  'authorization',
  'content-type',
  'if-match',
  'if-modified-since',
  'if-none-exist',
  'if-none-match',
  'prefer',
].join(', ');

const isPreflight = ({ method, headers }: FastifyRequest): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;

/** The methods that the path has, which are not the same everywhere. */
const preflight = (request: FastifyRequest, reply: FastifyReply, path: string): FastifyReply =>
  reply
    .header('access-control-allow-methods', [...new Set([...request.server.methodsOf(path), 'OPTIONS'])].join(', '))
    .header('access-control-allow-headers', taken)
    .header('access-control-max-age', '600')
    .code(204)
    .send();

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
    const [path = ''] = request.url.split('?', 1);
    const allowed = forAll.test(path) ? '*' : origin;
    if (allowed === undefined || !shared.test(path)) return undefined;
    if (allowed !== '*') reply.header('vary', 'origin');
    if (allowed !== '*' && !(await origins()).has(allowed)) return undefined;
    reply
      .header('access-control-allow-origin', allowed)
      .header('access-control-expose-headers', exposed)
      .header('cross-origin-resource-policy', 'cross-origin');
    return isPreflight(request) ? preflight(request, reply, path) : undefined;
  });
};
