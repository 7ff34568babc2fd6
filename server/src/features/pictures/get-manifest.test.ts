/** Series as the viewer is told of them. */
import { encapsulate, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctDataset, inChunks } from '../../../test/objects.ts';
import { storeInstance } from '../store/index.ts';
import { getManifest } from './index.ts';

let context: TestContext;
const principal = testPrincipal();
beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

it('gives the film and the stills of one series each their own entry, and hangs a still first', async () => {
  const [study, series, film, ...stills] = [newUid(), newUid(), newUid(), newUid(), newUid()];
  for (const [at, instance] of [film, ...stills].entries()) {
    const dataset = ctDataset({ study, series, instance, patientId: 'P1', side: 8 });
    dataset.set(tags.InstanceNumber, `${at + 1}`);
    if (instance === film) dataset.put(encapsulate([Buffer.from([0, 0, 1, 0xb3])]));
    const body = inChunks(encodePart10(dataset, instance === film ? uids.MPEG2MPML : uids.ExplicitVRLittleEndian));
    await storeInstance(context, principal, { body, receivedFrom: 'ES1', issuer: 'NORTH' });
  }
  const manifest = await getManifest(context, principal, study);
  const told = manifest.series.map(({ seriesInstanceUid, shownAs, kind, instances, metadata }) => ({
    seriesInstanceUid,
    shownAs,
    kind,
    instances: instances.map(({ sopInstanceUid }) => sopInstanceUid),
    headers: metadata.length,
  }));
  expect(told).toHaveLength(2);
  expect(told).toContainEqual({
    seriesInstanceUid: series,
    shownAs: 'video',
    kind: 'Video',
    instances: [film],
    headers: 0,
  });
  expect(told).toContainEqual({
    seriesInstanceUid: series,
    shownAs: 'pictures',
    kind: null,
    instances: stills,
    headers: 2,
  });
  expect(stills).toContain(manifest.first?.sopInstanceUid);
});
