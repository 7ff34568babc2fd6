import { experienceMeasures } from '@throughline/contract';
import { newUid } from '@throughline/dicom';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject, inChunks } from '../../../test/objects.ts';
import { openingOf } from '../../../test/openings.ts';
import { answerCard, insertCards, newId, noteOpening, putCdsClient } from '../../db/index.ts';
import { getReading } from '../reading/index.ts';
import { storeInstance } from '../store/index.ts';
import { readMeasures, recentMeasures } from './index.ts';

let context: TestContext;
const admin = testPrincipal();
beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

const note = (name: string, given: object) =>
  context.db.tenant(admin.tenantId, (trx) => noteOpening(trx, openingOf(name, given)));

it('counts a study once for a reader and day, as it was when it was opened first, and how long the reader waited', async () => {
  // The page reads it on the first day too, before anybody has opened anything.
  const none = experienceMeasures.parse(await readMeasures(context, admin));
  expect(none.all).toMatchObject({ opened: 0, medianWait: null, priors: 0, seen: 0, logins: 0 });
  const begun = new Date(Date.now() - 60_000);
  await note('2.25.1', {});
  await note('2.25.2', { ready: 1, verdict: 'incomplete', opened_at: begun, ready_at: null });
  await note('2.25.2', { ready: 2, opened_at: new Date(), ready_at: new Date(begun.getTime() + 8000) });
  await note('2.25.2', { ready_at: new Date(begun.getTime() + 50_000) });
  await note('2.25.3', { flagged: 0, ready: 0, specialty: 'spine', site_name: 'Riverside' });
  const { all, days, sites, specialties } = await readMeasures(context, admin);
  expect(all).toEqual({
    name: '',
    opened: 3,
    withPriors: 2,
    ready: 1,
    complete: 2,
    medianWait: 4,
    p95Wait: expect.closeTo(7.6, 1),
    priors: 4,
    seen: 0,
    logins: 0,
    looked: 0,
    withoutClick: 0,
    medianClicks: null,
    medianFirstPrior: null,
  });
  expect(days).toHaveLength(1);
  expect(sites.map(({ name, opened }) => [name, opened])).toEqual([
    ['County', 2],
    ['Riverside', 1],
  ]);
  expect(specialties.map(({ name }) => name)).toEqual(['chest', 'spine']);
  await expect(readMeasures(context, testPrincipal(['read']))).rejects.toMatchObject({ code: 'forbidden' });
});

it('is counted when somebody opens a study', async () => {
  const { all: before } = await recentMeasures(context, admin.tenantId);
  const study = newUid();
  const bytes = ctObject({ study, series: newUid(), instance: newUid(), description: 'CT CHEST' });
  await storeInstance(context, admin, { body: inChunks(bytes), receivedFrom: 'CT1' });
  await getReading(context, admin, study);
  await getReading(context, admin, study);
  expect((await recentMeasures(context, admin.tenantId)).all.opened).toBe(before.opened + 1);
});

it('counts the orders that were not repeated by site, specialty, source and system, and knows of no source before one is registered', async () => {
  const client = { issuer: 'https://ehr.invalid', name: 'EHR', jwks: '{"keys":[]}', jwks_url: null };
  const chest = { site_name: 'County', specialty: 'chest', source_name: 'county-pacs' };
  const card = (id: string, kind: string, given: object = chest) => ({
    ...given,
    tenant_id: admin.tenantId,
    id,
    issuer: client.issuer,
    service: 'order-select',
    kind,
    study_instance_uid: null,
  });
  const [taken, passedOver, history] = [newId(), newId(), newId()];
  await context.db.tenant(admin.tenantId, async (trx) => {
    await putCdsClient(trx, admin.tenantId, { ...client, fhir_server: null, patient_issuer: null });
    await insertCards(trx, [
      card(taken, 'answered'),
      card(passedOver, 'answered', { ...chest, specialty: 'spine', source_name: null }),
      card(history, 'history'),
    ]);
    const answer = { outcome: 'accepted' as const, reason_code: null, reason_comment: null };
    for (const id of [taken, history]) await answerCard(trx, card(id, ''), answer, new Date());
  });
  const measures = await readMeasures(context, admin);
  expect(experienceMeasures.parse(measures)).toEqual(measures);
  expect(measures).toMatchObject({
    repeatsWarned: 2,
    repeatsAvoided: 1,
    repeats: {
      sites: [{ name: 'County', warned: 2, avoided: 1 }],
      specialties: [
        { name: 'chest', warned: 1, avoided: 1 },
        { name: 'spine', warned: 1, avoided: 0 },
      ],
      sources: [
        { name: '', warned: 1, avoided: 0 },
        { name: 'county-pacs', warned: 1, avoided: 1 },
      ],
      systems: [{ name: 'EHR', warned: 2, avoided: 1 }],
    },
    sources: [],
    all: { medianFirstPrior: null },
  });
});
