/** Orthanc as a client of our DICOMweb: what it stores and retrieves by STOW-RS and WADO-RS arrives. */
import { encodePart10, newUid, uids } from '@throughline/dicom';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildApp } from '../src/doors/http/app.ts';
import { closeWorkers } from '../src/features/retrieve/index.ts';
import { createTestContext, type TestContext } from './context.ts';
import { ctDataset } from './objects.ts';
import { type Orthanc, startOrthanc } from './orthanc.ts';

const study = newUid();
const series = newUid();

let context: TestContext;
let app: FastifyInstance;
let root: string;
let orthanc: Orthanc;

beforeAll(async () => {
  context = await createTestContext({ environment: { THROUGHLINE_DEMO: '1' } });
  app = await buildApp(context);
  root = `${await app.listen({ host: '127.0.0.1', port: 0 })}/dicom-web`;
  orthanc = await startOrthanc('CLIENT');
  for (let at = 0; at < 3; at += 1)
    await orthanc.add(encodePart10(ctDataset({ study, series, value: at }), uids.ExplicitVRLittleEndian));
});
afterAll(async () => {
  await orthanc?.close();
  await app?.close();
  await closeWorkers();
  await context?.close();
});

it('what Orthanc sends by STOW-RS is here, and comes back to it by WADO-RS', async () => {
  await orthanc.sendByWeb(root, study);
  const found = await fetch(`${root}/studies/${study}/instances`);
  expect(await found.json()).toHaveLength(3);
  await orthanc.removeStudy(study);
  expect(await orthanc.count(study)).toBe(0);
  await orthanc.fetchByWeb(root, study);
  expect(await orthanc.count(study)).toBe(3);
});
