/** Reports of a source that speaks FHIR: another hub is the source, by its own FHIR door. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject, inChunks } from '../../../test/objects.ts';
import { type TwoPatients, twoPatients } from '../../../test/two-patients.ts';
import { findSourceByName, membersOf, reportsOfStudies, takeDueReportEnquiries } from '../../db/index.ts';
import { registerPatientRecord } from '../patients/index.ts';
import { putSource, testSource } from '../sources/index.ts';
import { storeInstance } from '../store/index.ts';
import { askReports } from './ask-reports.ts';
import { gatherPerson } from './gather.ts';
import { rankPriors } from './read-priors.ts';

const principal = testPrincipal();
let away: TwoPatients;
let here: TestContext;
let url: string;

beforeAll(async () => {
  away = await twoPatients();
  url = `${await away.app.listen({ port: 0, host: '127.0.0.1' })}/fhir`;
  here = await createTestContext({ environment: { THROUGHLINE_SECRET_KEY: Buffer.alloc(32, 7).toString('base64') } });
  await putSource(here, principal, 'away', {
    siteName: 'Away Hospital',
    issuer: away.alma.issuer,
    dicomwebUrl: url.replace(/fhir$/, 'dicom-web'),
    fhirUrl: url,
    queryBy: 'qido',
    retrieveBy: 'wado',
    credentials: { kind: 'bearer', token: await away.issuer.token({ scope: 'imaging.read' }) },
  });
});
afterAll(async () => {
  await here?.close();
  await away?.close();
});

const ask = async (patient: { readonly id: string; readonly name: string; readonly birthDate: string }) => {
  const statement = { ...patient, issuer: away.alma.issuer, sex: 'F', otherIds: [] };
  const { patientRecordId } = await registerPatientRecord(here, principal, statement);
  const [source, records] = await here.db.tenant(principal.tenantId, async (trx) => [
    (await findSourceByName(trx, 'away')) ?? expect.fail('no source'),
    await membersOf(trx, [patientRecordId]),
  ]);
  await askReports(here, principal, source, records);
};

const reportsOf = (study: string) => here.db.tenant(principal.tenantId, (trx) => reportsOfStudies(trx, [study]));

it('come with their studies, once each, and only those of a patient whom nothing contradicts', async () => {
  const { patientId, studies } = away.alma;
  const [ct] = studies;
  const study = ct?.study ?? '';
  const named = { patientId, issuer: away.alma.issuer, patientName: 'QUILL^ALMA', birthDate: '19620317' };
  const copy = ctObject({ ...named, study, series: ct?.series ?? '', instance: ct?.instance ?? '' });
  await storeInstance(here, principal, { body: inChunks(copy), receivedFrom: 'AWAY', issuer: away.alma.issuer });

  await ask({ id: patientId, name: 'QUILL^ALMA', birthDate: '19700101' });
  await ask({ id: patientId, name: 'SOMEBODY^ELSE', birthDate: '19620317' });
  expect(await reportsOf(study)).toEqual([]);

  await ask({ id: patientId, name: 'QUILL^ALMA', birthDate: '19620317' });
  await ask({ id: patientId, name: 'QUILL^ALMA', birthDate: '19620317' });
  const kept = await reportsOf(study);
  expect(kept).toMatchObject([{ study_instance_uid: study, status: 'final', source_name: 'fhir:away' }]);
  expect(kept[0]?.sections.map(({ text }) => text).join()).toContain('No nodule.');
  const versions = await here.db.tenant(principal.tenantId, (trx) =>
    trx
      .selectFrom('message_reports')
      .select('id')
      .where('report_key', '=', kept[0]?.report_key ?? '')
      .execute(),
  );
  expect(versions).toHaveLength(1);
});

it('are asked for by the connection test, as a gathering would', async () => {
  const { steps } = await testSource(here, principal, 'away', new AbortController().signal);
  expect(steps.filter(({ protocol }) => protocol === 'fhir').map(({ step, outcome }) => [step, outcome])).toEqual([
    ['dns', 'passed'],
    ['tcp', 'passed'],
    ['capabilities', 'passed'],
    ['fhir', 'passed'],
    ['reports', 'passed'],
  ]);
});

it('are not known to be whole while the source does not tell of them, and it is asked again', async () => {
  const { patientId, issuer, studies } = away.alma;
  const { study = '', series = '', instance = '' } = studies[0] ?? {};
  const named = { patientId, issuer, patientName: 'QUILL^ALMA', birthDate: '19620317' };
  const object = ctObject({ ...named, study, series, instance });
  await storeInstance(here, principal, { body: inChunks(object), receivedFrom: 'AWAY', issuer });
  const put = async (fhirUrl: string) =>
    putSource(here, principal, 'away', {
      siteName: 'Away Hospital',
      issuer,
      dicomwebUrl: url.replace(/fhir$/, 'dicom-web'),
      fhirUrl,
      queryBy: 'qido',
      retrieveBy: 'wado',
      credentials: { kind: 'bearer', token: await away.issuer.token({ scope: 'imaging.read' }) },
    });
  const { personId } = await rankPriors(here, principal, study);
  const gather = (trigger: 'person' | 'recovery') =>
    gatherPerson(
      here,
      principal,
      { personId, trigger, studyInstanceUid: study },
      new AbortController().signal,
      () => undefined,
    );
  const said = async () => {
    const { completeness } = await rankPriors(here, principal, study);
    return completeness.reasons.filter(({ code }) => code === 'reports-unknown').map(({ text }) => text);
  };
  await gather('person');
  expect(await said()).toEqual([]);

  await put('http://127.0.0.1:9/fhir');
  await gather('person');
  expect(await said()).toEqual([
    expect.stringMatching(/^Away Hospital: no answer about its reports; those of \d\d:\d\d are here$/),
  ]);

  await put(url);
  const later = new Date(Date.now() + 60_000);
  const due = await here.db.tenant(principal.tenantId, (trx) =>
    takeDueReportEnquiries(trx, later, new Date(0), 60_000),
  );
  expect(due).toEqual([personId]);
  await gather('recovery');
  expect(await said()).toEqual([]);
});
