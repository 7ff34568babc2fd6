/** What it costs to see priors, as the page of measures and /metrics tell of it. */
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { openingOf } from '../../../test/openings.ts';
import { insertCards, newId, noteOpening, noteSeen, noteShownPriors, putCdsClient } from '../../db/index.ts';
import { openSession } from '../../features/authorization/index.ts';
import { readMeasures } from '../../features/measures/index.ts';
import { putSource } from '../../features/sources/index.ts';
import { registerMeasures } from './measure-gauges.ts';

let context: TestContext;
const admin = testPrincipal();
beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

it('counts sign-ins and clicks to priors, and what was looked at of what was shown, by site, specialty and source', async () => {
  const { sites: none } = await readMeasures(context, admin);
  expect(none).toEqual([]);
  await putSource(context, admin, 'county-pacs', {
    siteName: 'County',
    issuer: 'COUNTY',
    dicomwebUrl: 'http://127.0.0.1:9/dicom-web',
    queryBy: 'qido',
    retrieveBy: 'wado',
  });
  const who = { subject: 'dr-nobody', name: null, scopes: [], fhirUser: null, patientRecordId: null };
  const at = { tenantId: admin.tenantId, address: '127.0.0.1' };
  await openSession(context, at, { ...who, by: 'passcode' });
  await openSession(context, at, { ...who, by: 'link' });
  const priors = [
    { studyInstanceUid: '2.25.11', sourceName: 'county-pacs' },
    { studyInstanceUid: '2.25.12', sourceName: null },
  ];
  await context.db.tenant(admin.tenantId, async (trx) => {
    for (let turn = 0; turn < 2; turn += 1) {
      await noteOpening(trx, openingOf('2.25.1'));
      await noteShownPriors(trx, openingOf('2.25.1'), priors);
    }
    await noteOpening(trx, openingOf('2.25.2', { specialty: 'spine', flagged: 0, ready: 0 }));
    const seen = { studyInstanceUid: '2.25.1', subject: 'dr-nobody', at: new Date() };
    await noteSeen(trx, { ...seen, priorStudyInstanceUid: '2.25.11', clicks: 0 });
    await noteSeen(trx, { ...seen, priorStudyInstanceUid: '2.25.11', clicks: 9 });
    await noteSeen(trx, { ...seen, priorStudyInstanceUid: '2.25.99', clicks: 9 });
  });
  const client = { issuer: 'https://ehr.invalid', name: 'EHR', jwks: '{"keys":[]}', jwks_url: null };
  await context.db.tenant(admin.tenantId, async (trx) => {
    await putCdsClient(trx, admin.tenantId, { ...client, fhir_server: null, patient_issuer: null });
    const group = {
      site_name: 'County',
      specialty: 'chest',
      source_name: 'county-pacs',
      study_instance_uid: '2.25.11',
    };
    const card = { ...group, tenant_id: admin.tenantId, id: newId(), issuer: client.issuer };
    await insertCards(trx, [{ ...card, service: 'order-select', kind: 'answered' }]);
  });
  const counted = { priors: 2, seen: 1, logins: 1, looked: 1, withoutClick: 1, medianClicks: 0 };
  const measures = await readMeasures(context, admin);
  expect(measures.all).toMatchObject({ ...counted, opened: 2 });
  expect(measures.sites).toMatchObject([{ name: 'County', ...counted }]);
  expect(measures.specialties).toMatchObject([
    { name: 'chest', ...counted },
    { name: 'spine', priors: 0, seen: 0, logins: 0, looked: 0, medianClicks: null },
  ]);
  expect(measures.sources).toMatchObject([{ name: 'county-pacs', shown: 1, seen: 1, medianClicks: 0 }]);
  expect(measures.sentHere).toEqual({ shown: 1, seen: 0, medianClicks: null });
  const registry = new Registry();
  registerMeasures(registry, context);
  const told = await registry.metrics();
  expect(told).toContain('throughline_priors{by="specialty",name="chest",what="seen"} 1');
  expect(told).toContain('throughline_logins_to_priors{by="site",name="County"} 1');
  expect(told).toContain('throughline_clicks_to_first_prior{by="all",name=""} 0');
  expect(told).toContain('throughline_source{source="county-pacs",what="priors_seen"} 1');
  for (const group of ['by="site",name="County"', 'by="specialty",name="chest"', 'by="source",name="county-pacs"'])
    expect(told).toContain(`throughline_repeat_orders{${group},what="warned"} 1`);
  expect(told).not.toContain('2.25.');
  expect(told).not.toContain('dr-nobody');
});
