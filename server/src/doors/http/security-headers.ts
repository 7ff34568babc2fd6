/** Headers that every answer carries. */
import type { FastifyInstance, FastifyReply } from 'fastify';

const always = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const;

/** What peers stored is given out under its own media type: a browser that is sent to it runs nothing of it. */
const inertPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

export const addSecurityHeaders = (reply: FastifyReply): void => {
  if (/^\/(dicom-web|api|fhir|fhircast|cds-services)\b/.test(reply.request.url))
    reply.header('content-security-policy', inertPolicy);
  for (const [name, value] of Object.entries(always)) if (!reply.hasHeader(name)) reply.header(name, value);
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
};

export const secure = (app: FastifyInstance): void => {
  app.addHook('onSend', async (_request, reply) => addSecurityHeaders(reply));
};
