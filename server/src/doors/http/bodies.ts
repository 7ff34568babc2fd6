/** What holds for the body of every request: it comes as it is, and JSON is bounded before anyone walks it. */
import { parseJson } from '@throughline/dicomweb';
import type { FastifyInstance } from 'fastify';
import { fail } from '../../errors.ts';

/** Nothing is inflated on request: a few bytes could become any number of them (H46). */
export const boundBodies = (app: FastifyInstance): void => {
  app.addHook('onRequest', async ({ headers }) => {
    const encoding = headers['content-encoding'];
    if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity')
      fail('unsupported-media-type', 'Bodies are sent without a content encoding.');
  });
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseJson(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
};
