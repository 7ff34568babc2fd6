/** A hub that knows two patients: Alma, at two hospitals, and another, of whom nothing may ever be seen with Alma's token. */
import { newUid, tags } from '@throughline/dicom';
import type { FastifyInstance } from 'fastify';
import { reportObject } from '../../tools/network/objects/document-objects.ts';
import { measuredObject } from '../../tools/network/objects/measured-objects.ts';
import { newId, type Trx } from '../src/db/index.ts';
import { buildApp } from '../src/doors/http/app.ts';
import { takeAppointmentIn, takeConsentIn, takeReportIn } from '../src/features/entries/index.ts';
import { readStudyMeasurements } from '../src/features/measurements/index.ts';
import { putScheduledStep } from '../src/features/orders/index.ts';
import { registerPatientRecord } from '../src/features/patients/index.ts';
import { storeInstance } from '../src/features/store/index.ts';
import { keepVisitIn } from '../src/features/visits/index.ts';
import { createTestContext, type TestContext, testPrincipal } from './context.ts';
import { createIssuer, type TestIssuer } from './issuer.ts';
import { ctDataset, ctObject, inChunks, type ObjectFields } from './objects.ts';

interface StoredStudy {
  readonly study: string;
  readonly series: string;
  readonly instance: string;
}

export interface KnownPatient {
  readonly recordId: string;
  readonly issuer: string;
  readonly patientId: string;
  readonly studies: readonly StoredStudy[];
}

export interface TwoPatients {
  readonly context: TestContext;
  readonly app: FastifyInstance;
  readonly issuer: TestIssuer;
  readonly routes: readonly { readonly method: string; readonly url: string }[];
  readonly alma: KnownPatient;
  /** The same person's record at the other hospital. */
  readonly almaElsewhere: KnownPatient;
  readonly other: KnownPatient;
  get(path: string, token: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly raw: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: answers are read field by field in tests
  readonly json: any;
}

const principal = testPrincipal();

type Person = Pick<ObjectFields, 'patientId' | 'patientName' | 'birthDate' | 'issuer'>;

const store = async (context: TestContext, bytes: Uint8Array): Promise<void> => {
  await storeInstance(context, principal, { body: inChunks(bytes), receivedFrom: 'TEST' });
};

const storeStudy = async (
  context: TestContext,
  person: Person,
  study: Pick<ObjectFields, 'description' | 'modality' | 'studyDate' | 'value'>,
  impression?: string,
): Promise<StoredStudy> => {
  const uids = { study: newUid(), series: newUid(), instance: newUid() };
  await store(context, ctObject({ ...person, ...study, ...uids }));
  if (impression === undefined) return uids;
  const header = ctDataset({ ...person, ...study, study: uids.study, series: newUid() });
  for (const tag of [tags.PixelData, tags.Rows, tags.Columns, tags.SamplesPerPixel, tags.PhotometricInterpretation])
    header.delete(tag);
  const identity = { header, sopInstanceUid: newUid() };
  const at = { date: study.studyDate ?? '20260102', time: '101500' };
  await store(
    context,
    reportObject(identity, { findings: `Findings <script>alert(1)</script> ${impression}`, impression }, at),
  );
  return uids;
};

/** What was measured in a study, read as the work behind the scenes would when it has settled. */
const measure = async (context: TestContext, person: Person, study: string, label: string): Promise<void> => {
  const header = ctDataset({ ...person, study, series: newUid(), studyDate: '20260103' });
  for (const tag of [tags.PixelData, tags.Rows, tags.Columns, tags.SamplesPerPixel, tags.PhotometricInterpretation])
    header.delete(tag);
  const identity = { header, sopInstanceUid: newUid() };
  const values = [{ what: ['103339001', 'SCT', 'Long axis'], value: 12, unit: 'mm', label }] as const;
  await store(
    context,
    measuredObject(identity, { template: '1500', values }, { date: '20260103', time: '101500' }, []),
  );
  await readStudyMeasurements(context, principal, study, new Date(Date.now() + 86_400_000));
};

const order = (
  context: TestContext,
  person: Required<Pick<Person, 'patientId' | 'patientName' | 'issuer'>>,
  n: string,
) =>
  putScheduledStep(
    context,
    principal,
    { requestedProcedureId: `RP${n}`, scheduledStepId: `SP${n}` },
    {
      stationAeTitle: 'CT1',
      modality: 'CT',
      startDate: '2026-02-01',
      startTime: '09:30',
      requestedProcedureDescription: `CT chest ${person.patientName.split('^')[0]}`,
      procedureCode: { code: '24627-2', scheme: 'LN', meaning: 'CT chest' },
      studyInstanceUid: newUid(),
      accessionNumber: `ORD-${n}`,
      accessionIssuer: 'ALPHA',
      patient: { patientId: person.patientId, issuer: person.issuer, name: person.patientName },
    },
  );

/** A visit and a diagnosis, as a hospital tells of them. */
const visited = (context: TestContext, trx: Trx, patientRecordId: string, what: string) => {
  const nothing = { attending: undefined, referring: undefined, endedAt: undefined, saidAt: undefined };
  const visit = { ...nothing, number: `V-${what}`, issuer: 'ALPHA', class: 'O', location: what, startedAt: '20260103' };
  const diagnosis = { code: 'R91.1', system: 'I10C', display: what, kind: 'F' as const, at: '20260103' };
  const said = { visit: { ...visit, status: 'finished' as const }, diagnoses: [diagnosis] };
  const origin = { sourceName: 'ris', messageId: newId(), patientRecordId };
  return keepVisitIn(trx, principal, origin, said, context.clock());
};

/** What comes without an object: a report and an appointment, as another system writes them. */
const written = (context: TestContext, { recordId }: Pick<KnownPatient, 'recordId'>, what: string) =>
  context.db.tenant(principal.tenantId, async (trx) => {
    const about = { subject: { recordId }, system: 'urn:oid:1.2.276.0.7230010.7', key: `K-${what}` };
    const report = {
      study: undefined,
      accessionNumber: undefined,
      title: `Report ${what}`,
      status: 'final' as const,
      reportedAt: '20260104120000',
      author: 'READER SYNTHETIC',
      sections: [{ heading: 'Impression', text: `${what} is synthetic.` }],
    };
    const service = { code: undefined, text: what };
    const appointment = {
      start: '20260301093000',
      end: undefined,
      service,
      location: undefined,
      status: 'booked' as const,
    };
    await takeReportIn(trx, principal, { ...about, ...report }, { mode: 'create' }, context.clock());
    await takeAppointmentIn(trx, principal, { ...about, ...appointment }, { mode: 'create' }, context.clock());
    await visited(context, trx, recordId, what);
    const leave = {
      status: 'active',
      decision: 'permit',
      from: undefined,
      before: undefined,
      givenAt: undefined,
    } as const;
    await takeConsentIn(trx, principal, { ...about, ...leave }, { mode: 'create' }, context.clock());
  });

export const twoPatients = async (
  clock?: () => Date,
  environment: Readonly<Record<string, string>> = {},
): Promise<TwoPatients> => {
  const issuer = await createIssuer();
  const context = await createTestContext({
    environment: { ...issuer.environment, ...environment },
    ...(clock && { clock }),
  });
  const routes: { method: string; url: string }[] = [];
  const app = await buildApp(context, (bare) =>
    bare.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) routes.push({ method: each, url });
    }),
  );
  const known = async (person: Person, studies: readonly StoredStudy[]): Promise<KnownPatient> => {
    const { issuer: from = '', patientId = '', patientName = null, birthDate = null } = person;
    const statement = { issuer: from, id: patientId, name: patientName, birthDate, sex: 'F', otherIds: [] };
    const { patientRecordId } = await registerPatientRecord(context, principal, statement);
    return { recordId: patientRecordId, issuer: from, patientId, studies };
  };
  const here = { issuer: 'ALPHA', patientId: 'A1', patientName: 'QUILL^ALMA', birthDate: '19620317' };
  const there = { ...here, issuer: 'BETA', patientId: 'B9' };
  const stranger = { issuer: 'ALPHA', patientId: 'SECRETID77', patientName: 'ZEBEDEE^BEATRIX', birthDate: '19811130' };
  const alma = await known(here, [
    await storeStudy(context, here, { description: 'CT CHEST', studyDate: '20260102' }, 'No nodule.'),
    await storeStudy(context, here, { description: 'XR KNEE LEFT', modality: 'DX', studyDate: '20230105' }),
  ]);
  const almaElsewhere = await known(there, [
    await storeStudy(
      context,
      there,
      { description: 'MRI BRAIN', modality: 'MR', studyDate: '20250601' },
      'Normal brain.',
    ),
  ]);
  const secret = { description: 'SECRETEXAM', studyDate: '20260103', value: 0x5a5a };
  const other = await known(stranger, [await storeStudy(context, stranger, secret, 'SECRETFINDING of the liver.')]);
  for (const { study } of other.studies) await measure(context, stranger, study, 'SECRETFINDING');
  await written(context, other, 'SECRETEXAM');
  await order(context, here, '1');
  await order(context, stranger, '2');
  const get: TwoPatients['get'] = async (url, token, headers = {}) => {
    const answer = await app.inject({ url, headers: { authorization: `Bearer ${token}`, ...headers } });
    const isJson = String(answer.headers['content-type']).includes('json');
    return { status: answer.statusCode, raw: answer.rawPayload, json: isJson ? JSON.parse(answer.payload) : undefined };
  };
  const close = async (): Promise<void> => {
    await app.close();
    await context.close();
  };
  return { context, app, issuer, routes, alma, almaElsewhere, other, get, close };
};
