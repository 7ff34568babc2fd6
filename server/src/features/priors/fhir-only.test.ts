/** A source with nothing but FHIR: another hub is the source, by its own FHIR door; and one that answers whatever the case says. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newUid } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject, inChunks } from '../../../test/objects.ts';
import { type TwoPatients, twoPatients } from '../../../test/two-patients.ts';
import { transfersOfStudies } from '../../db/index.ts';
import { type PeerSettings, peerOf } from '../../peers/index.ts';
import { listInteroperability } from '../interoperability/index.ts';
import { putSource, testSource } from '../sources/index.ts';
import { storeInstance } from '../store/index.ts';
import { gatherPerson } from './gather.ts';
import { pullPrior } from './pull-prior.ts';
import { rankPriors } from './read-priors.ts';

const principal = testPrincipal();
let away: TwoPatients;
let here: TestContext;
let url: string;
let token: string;

beforeAll(async () => {
  away = await twoPatients();
  url = `${await away.app.listen({ port: 0, host: '127.0.0.1' })}/fhir`;
  token = await away.issuer.token({ scope: 'imaging.read' });
  here = await createTestContext({ environment: { THROUGHLINE_SECRET_KEY: Buffer.alloc(32, 7).toString('base64') } });
  await putSource(here, principal, 'away', {
    siteName: 'Away Hospital',
    kind: 'ehr',
    issuer: away.alma.issuer,
    fhirUrl: url,
    queryBy: 'fhir',
    retrieveBy: 'none',
    credentials: { kind: 'bearer', token },
  });
});
afterAll(async () => {
  await here?.close();
  await away?.close();
});

it('needs the address of its FHIR service, and no other', async () => {
  const { alma } = away;
  const named = { siteName: 'Nowhere', issuer: alma.issuer, queryBy: 'fhir', retrieveBy: 'none' };
  await expect(putSource(here, principal, 'nowhere', named)).rejects.toMatchObject({
    code: 'bad-request',
    message: expect.stringContaining('Asking by FHIR needs the FHIR URL.'),
  });
});

it('is explained by the connection test, to what its studies are shown as', async () => {
  const { passed, steps } = await testSource(here, principal, 'away', new AbortController().signal);
  expect(steps.map(({ protocol, step, outcome }) => `${protocol} ${step} ${outcome}`)).toEqual([
    'fhir dns passed',
    'fhir tcp passed',
    'fhir capabilities passed',
    'fhir fhir passed',
    'fhir imaging-studies passed',
    'fhir reports passed',
    'fhir images warned',
  ]);
  expect(steps.at(-1)?.next).toContain('shown as remote until somebody there sends them');
  expect(passed).toBe(true);
});

it('is asked for studies and reports; what it lists and nobody gives is remote there, with what to do', async () => {
  const { patientId, issuer, studies } = away.alma;
  const [prior] = studies;
  const current = newUid();
  const named = { patientId, issuer, patientName: 'QUILL^ALMA', birthDate: '19620317' };
  const exam = { description: 'CT CHEST', studyDate: '20260301' };
  const object = ctObject({ ...named, ...exam, study: current, series: newUid(), instance: newUid() });
  await storeInstance(here, principal, { body: inChunks(object), receivedFrom: 'CT1', issuer });
  const { personId } = await rankPriors(here, principal, current);
  const request = { personId, trigger: 'person' as const, studyInstanceUid: current };
  await gatherPerson(here, principal, request, new AbortController().signal, () => undefined);

  const read = await rankPriors(here, principal, current);
  const told = read.priors.find(({ study }) => study.studyInstanceUid === prior?.study);
  expect(told?.study).toMatchObject({ siteName: 'Away Hospital', local: null });
  expect(told?.study.copies).toMatchObject([{ instances: 2, gives: false }]);
  expect(told?.study.series.map(({ seriesInstanceUid }) => seriesInstanceUid)).toContain(prior?.series);
  const { completeness } = read;
  expect(completeness.sources).toMatchObject([{ outcome: 'found', reports: { outcome: 'answered' } }]);
  expect(completeness.verdict).toBe('incomplete');
  const reasons = completeness.reasons.filter(({ studyInstanceUid }) => studyInstanceUid === prior?.study);
  expect(reasons).toMatchObject([
    {
      code: 'study-not-given',
      text: expect.stringContaining(
        '0 of 2 images, remote: Away Hospital lists it and gives no images by itself; ask for it to be sent to this hub',
      ),
    },
  ]);

  await expect(pullPrior(here, principal, current, prior?.study ?? '')).rejects.toMatchObject({
    message: expect.stringContaining('ask for it to be sent to this hub'),
  });
  const queued = await here.db.tenant(principal.tenantId, (trx) => transfersOfStudies(trx, [prior?.study ?? '']));
  expect(queued).toEqual([]);

  const [statement] = await listInteroperability(here, principal);
  expect(statement?.steps.find(({ step }) => step === 'found')?.state).toBe('works');
  expect(statement?.steps.find(({ step }) => step === 'fetched')).toMatchObject({
    state: 'fails',
    text: 'it lists studies and gives none: ask for them to be sent',
  });

  // Somebody there begins to send it.
  const uids = { study: prior?.study ?? '', series: prior?.series ?? '', instance: prior?.instance ?? '' };
  await storeInstance(here, principal, {
    body: inChunks(ctObject({ ...named, ...uids })),
    receivedFrom: 'AWAY',
    issuer,
  });
  const after = await rankPriors(here, principal, current);
  expect(after.completeness.reasons.find(({ code }) => code === 'study-not-given')?.text).toContain('1 of 2 images');
});

describe('what a FHIR service answers', () => {
  const servers: Server[] = [];
  afterAll(() => Promise.all(servers.map((one) => new Promise((done) => one.close(done)))));

  const uid = '1.2.276.0.7230010.3.1.2.77';
  const bundle = (...resources: readonly object[]) => ({
    resourceType: 'Bundle',
    entry: resources.map((resource) => ({ resource })),
  });
  const patient = (id: string, more: object = {}) => ({
    resourceType: 'Patient',
    id,
    identifier: [
      { type: { coding: [{ code: 'SS' }] }, value: '999' },
      { type: { coding: [{ code: 'MR' }] }, value: 'MRN-1' },
    ],
    name: [{ family: 'Synthetic^Other', given: ['Ada', 'B'] }],
    birthDate: '1970-01-02',
    gender: 'female',
    ...more,
  });
  const study = (more: object = {}) => ({
    resourceType: 'ImagingStudy',
    id: 's',
    status: 'available',
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${uid}` }],
    subject: { reference: 'Patient/p1' },
    started: '2024-05-06T07:08:09+02:00',
    modality: [{ code: 'MR' }],
    numberOfInstances: 12,
    ...more,
  });

  const ask = async (answers: Readonly<Record<string, readonly object[]>>, patientId = 'MRN-1') => {
    const server = createServer((request, response) => {
      const type = /\/(\w+)\/_search$/.exec(request.url ?? '')?.[1] ?? '';
      request.resume();
      response.setHeader('content-type', 'application/fhir+json');
      response.end(JSON.stringify(bundle(...(answers[type] ?? []))));
    });
    servers.push(server);
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as AddressInfo;
    const settings: PeerSettings = {
      aeTitle: null,
      host: null,
      port: null,
      dicomwebUrl: null,
      fhirUrl: `http://127.0.0.1:${port}`,
      queryBy: 'fhir',
      retrieveBy: 'none',
      timeoutMs: 2_000,
    };
    return peerOf(settings, 'HUB').ask({ by: 'identifier', patientId }, new AbortController().signal);
  };

  it('is read as a study of a patient, R4 and R5 alike', async () => {
    const r5 = study({
      modality: [{ coding: [{ code: 'CT' }] }],
      id: 't',
      identifier: [{ system: 'urn:dicom:uid', value: 'urn:oid:1.2.3.4' }],
    });
    const { studies, faults } = await ask({ Patient: [patient('p1')], ImagingStudy: [study(), r5] });
    expect(faults).toBe(0);
    expect(studies).toMatchObject([
      {
        studyInstanceUid: uid,
        studyDate: '20240506',
        studyTime: '070809',
        timezoneOffset: '+0200',
        modalities: ['MR'],
        instanceCount: 12,
        patient: { id: 'MRN-1', name: 'Synthetic Other^Ada^B', birthDate: '19700102', sex: 'F' },
      },
      { modalities: ['CT'] },
    ]);
  });

  it.each([
    ['of another patient', study({ subject: { reference: 'Patient/p2' } })],
    ['whose patient only ends alike', study({ subject: { reference: 'Patient/xp1' } })],
    ['without a UID', study({ identifier: [{ system: 'urn:x', value: '1.2' }] })],
    ['with a path for a UID', study({ identifier: [{ system: 'urn:dicom:uid', value: 'urn:oid:../../etc' }] })],
    ['of another type', { resourceType: 'Observation', id: 'o' }],
  ])('is dropped and counted when it is a study %s', async (_title, told) => {
    const { studies, faults } = await ask({ Patient: [patient('p1')], ImagingStudy: [told] });
    expect([studies, faults]).toEqual([[], 1]);
  });

  it.each(['registered', 'cancelled', 'entered-in-error'])('is no study while its status is %s', async (status) => {
    const { studies, faults } = await ask({ Patient: [patient('p1')], ImagingStudy: [study({ status })] });
    expect([studies, faults]).toEqual([[], 0]);
  });

  it('is nothing when the number is of another kind there, and no answer when several have it', async () => {
    expect((await ask({ Patient: [patient('p1')], ImagingStudy: [study()] }, '999')).studies).toEqual([]);
    await expect(ask({ Patient: [patient('p1'), patient('p2')] })).rejects.toMatchObject({ kind: 'misbehaved' });
  });
});
