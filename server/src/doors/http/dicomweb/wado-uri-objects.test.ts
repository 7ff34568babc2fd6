/** WADO-URI of application/dicom: what is of pictures is an error there, not something to pass over (PS3.18 9). */
import { newUid, uids } from '@throughline/dicom';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../../test/context.ts';
import { ctObject, inChunks } from '../../../../test/objects.ts';
import { storeInstance } from '../../../features/store/index.ts';
import { buildApp } from '../app.ts';

const [study, series, instance] = [newUid(), newUid(), newUid()];
let context: TestContext;
let app: FastifyInstance;

beforeAll(async () => {
  context = await createTestContext({ environment: { THROUGHLINE_DEMO: '1' } });
  app = await buildApp(context);
  const body = inChunks(ctObject({ study, series, instance }));
  await storeInstance(context, testPrincipal(), { body, receivedFrom: 'CT1', issuer: 'NORTH' });
});
afterAll(async () => {
  await app?.close();
  await context?.close();
});

const asked = (query: string) =>
  app.inject({
    url: `/dicom-web/wado?requestType=WADO&studyUID=${study}&seriesUID=${series}&objectUID=${instance}&contentType=application/dicom${query}`,
  });

it('gives the object without them', async () => {
  expect((await asked('')).statusCode).toBe(200);
});

it.each([
  ['rows=64', 'rows'],
  ['columns=64', 'columns'],
  ['region=0,0,0.5,0.5', 'region'],
  ['windowCenter=40&windowWidth=400', 'windowCenter'],
  ['annotation=patient', 'annotation'],
  ['imageQuality=80', 'imageQuality'],
  ['frameNumber=1', 'frameNumber'],
  ['presentationUID=1.2&presentationSeriesUID=1.3', 'presentationUID'],
  [`imageQuality=80&transferSyntax=${uids.JPEGLSLossless}`, 'imageQuality'],
])('refuses %s', async (query, name) => {
  const answer = await asked(`&${query}`);
  expect(answer.statusCode).toBe(400);
  expect(answer.body).toContain(name);
});

it('has nothing against the quality of a transfer syntax that loses something', async () => {
  // This object cannot be given so, which is another matter.
  expect((await asked(`&imageQuality=80&transferSyntax=${uids.JPEGBaseline8Bit}`)).statusCode).toBe(406);
});
