/** Deliveries by STOW-RS: another hub is the destination, by its own DICOMweb door. */
import { newUid, tags } from '@throughline/dicom';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildApp } from '../src/doors/http/app.ts';
import { registerEntity } from '../src/features/application-entities/index.ts';
import {
  getDelivery,
  recallDeliveries,
  requestDelivery,
  takeBackDelivery,
  takeDelivery,
} from '../src/features/delivery/index.ts';
import { putScheduledStep } from '../src/features/orders/index.ts';
import { linkRecords, registerPatientRecord } from '../src/features/patients/index.ts';
import { listInstances, openInstance, readHeader } from '../src/features/retrieve/index.ts';
import { putSource } from '../src/features/sources/index.ts';
import { storeInstance } from '../src/features/store/index.ts';
import { createTestContext, type TestContext, testPrincipal } from './context.ts';
import { createIssuer } from './issuer.ts';
import { ctObject, inChunks } from './objects.ts';

const principal = testPrincipal();
const never = new AbortController().signal;
let here: TestContext;
let away: TestContext;
let app: FastifyInstance;

const ada = { name: 'LOVELACE^ADA', birthDate: '18151210', sex: 'F', otherIds: [] };

beforeAll(async () => {
  const issuer = await createIssuer();
  away = await createTestContext({ environment: issuer.environment });
  app = await buildApp(away);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  here = await createTestContext({ environment: { THROUGHLINE_SECRET_KEY: Buffer.alloc(32, 7).toString('base64') } });
  const source = await putSource(here, principal, 'ward', {
    siteName: 'Ward',
    issuer: 'WARD',
    dicomwebUrl: `${url}/dicom-web`,
    queryBy: 'qido',
    retrieveBy: 'wado',
    credentials: { kind: 'bearer', token: await issuer.token({ scope: 'imaging.read imaging.write' }) },
  });
  const entity = { address: '127.0.0.1', services: ['echo'] as const, issuer: 'WARD', deliverBy: 'stow' as const };
  await registerEntity(here, principal, { ...entity, aeTitle: 'WARD', sourceId: source.id });
  await registerPatientRecord(here, principal, { issuer: 'NORTH', id: 'N1', ...ada });
  await registerPatientRecord(here, principal, { issuer: 'WARD', id: 'W7', ...ada });
  const [one, other] = [
    { issuer: 'NORTH', id: 'N1' },
    { issuer: 'WARD', id: 'W7' },
  ];
  await linkRecords(here, principal, { one, other, reason: 'test' });
});
afterAll(async () => {
  await app?.close();
  await away?.close();
  await here?.close();
});

const store = async (context: TestContext, bytes: readonly Uint8Array[]): Promise<void> => {
  for (const body of bytes)
    await storeInstance(context, principal, { body: inChunks(body), receivedFrom: 'CT', issuer: 'NORTH' });
};

const run = async (): Promise<void> => {
  for (
    let taken = await takeDelivery(here, principal, never);
    taken;
    taken = await takeDelivery(here, principal, never)
  )
    await taken.done;
};

it('needs the source whose service it is', async () => {
  const entity = { aeTitle: 'NOWHERE', address: '127.0.0.1', services: ['echo'] as const, deliverBy: 'stow' as const };
  await expect(registerEntity(here, principal, entity)).rejects.toMatchObject({ code: 'bad-request' });
});

it('gives what is not there under the local number, with what it was before, and takes it back', async () => {
  const [study, series] = [newUid(), newUid()];
  const named = { patientId: 'N1', patientName: ada.name, birthDate: ada.birthDate, study, series };
  const objects = Array.from({ length: 3 }, () => ctObject({ ...named, instance: newUid() }));
  await store(here, objects);
  await store(away, objects.slice(0, 1));
  const { id } = await requestDelivery(here, principal, { studyInstanceUid: study, aeTitle: 'WARD' });
  await run();
  expect(await getDelivery(here, principal, id)).toMatchObject({ state: 'done', sent: 2, present: 1, failed: 0 });

  const there = await listInstances(away, principal, { studyInstanceUid: study });
  expect(there).toHaveLength(3);
  const headers = await Promise.all(there.map(async (one) => (await readHeader(away.objects, one)).dataset));
  const given = headers.filter((header) => header.string(tags.PatientID) === 'W7');
  expect(given).toHaveLength(2);
  for (const header of given) {
    const [original] = header.items(tags.OriginalAttributesSequence);
    const [before] = original?.items(tags.ModifiedAttributesSequence) ?? [];
    expect(before?.string(tags.PatientID)).toBe('N1');
  }

  await takeBackDelivery(here, principal, id);
  await recallDeliveries(here, principal, never);
  const left = await listInstances(away, principal, { studyInstanceUid: study });
  const images = left.filter(({ modality }) => modality === 'CT');
  // What it had before stays; what we gave is rejected, and comes again when it is wanted again.
  expect(images).toHaveLength(1);
  const row = await here.db.tenant(principal.tenantId, (trx) =>
    trx.selectFrom('recalls').select(['outcome', 'requested_by']).where('delivery_id', '=', id).executeTakeFirst(),
  );
  expect(row).toEqual({ outcome: 'sent', requested_by: principal.subject });
  expect(await listInstances(here, principal, { studyInstanceUid: study })).toHaveLength(3);
});

it('writes the local order into what goes out, and knows it when it comes back', async () => {
  const study = newUid();
  const named = { patientId: 'N1', patientName: ada.name, birthDate: ada.birthDate, study };
  await store(here, [ctObject(named)]);
  const patient = { patientId: 'W7', issuer: 'WARD', name: ada.name };
  const order = { accessionNumber: 'L-100', issuer: 'WARD' };
  await putScheduledStep(
    here,
    principal,
    { requestedProcedureId: 'RP-100', scheduledStepId: 'SP-100' },
    {
      stationAeTitle: 'IMPORT',
      modality: 'CT',
      startDate: '2026-02-01',
      requestedProcedureDescription: 'Import of a CT',
      procedureCode: { code: 'IMPCT', scheme: 'L', meaning: 'Import of a CT' },
      studyInstanceUid: newUid(),
      accessionNumber: order.accessionNumber,
      accessionIssuer: order.issuer,
      patient,
    },
  );
  const asked = { studyInstanceUid: study, aeTitle: 'WARD' };
  const unknown = { ...asked, order: { ...order, accessionNumber: 'L-404' } };
  await expect(requestDelivery(here, principal, unknown)).rejects.toMatchObject({ code: 'not-found' });
  const stranger = newUid();
  await store(here, [
    ctObject({ patientId: 'N9', patientName: 'ELSE^SOMEBODY', birthDate: '19900909', study: stranger }),
  ]);
  const ofSomebodyElse = requestDelivery(here, principal, { ...asked, studyInstanceUid: stranger, order });
  await expect(ofSomebodyElse).rejects.toMatchObject({ code: 'conflict' });

  await requestDelivery(here, principal, { ...asked, order });
  await run();
  const [given] = await listInstances(away, principal, { studyInstanceUid: study });
  if (given === undefined) return expect.fail('nothing came');
  const { dataset } = await readHeader(away.objects, given);
  expect(dataset.string(tags.AccessionNumber)).toBe('L-100');
  expect(dataset.items(tags.ProcedureCodeSequence)[0]?.string(tags.CodeValue)).toBe('IMPCT');
  expect(dataset.items(tags.RequestAttributesSequence)[0]?.string(tags.RequestedProcedureID)).toBe('RP-100');
  const before = dataset
    .items(tags.OriginalAttributesSequence)
    .map((item) => item.items(tags.ModifiedAttributesSequence)[0]);
  expect(before.some((item) => item?.string(tags.PatientID) === 'N1')).toBe(true);
  expect(before.some((item) => item?.has(tags.AccessionNumber))).toBe(true);

  const back: Uint8Array[] = [];
  for await (const chunk of openInstance(away, given)) back.push(chunk);
  await storeInstance(here, principal, { body: inChunks(Buffer.concat(back)), receivedFrom: 'WARD', issuer: 'WARD' });
  const conflicts = await here.db.tenant(principal.tenantId, (trx) =>
    trx.selectFrom('conflicts').select('id').execute(),
  );
  expect(conflicts).toEqual([]);
});

it('waits for a destination that is away', async () => {
  const study = newUid();
  await store(here, [ctObject({ patientId: 'N1', patientName: ada.name, birthDate: ada.birthDate, study })]);
  const gone = {
    siteName: 'Ward',
    issuer: 'WARD',
    dicomwebUrl: 'http://127.0.0.1:9/dicom-web',
    queryBy: 'qido',
    retrieveBy: 'wado',
    credentials: null,
  };
  await putSource(here, principal, 'ward', gone);
  const { id } = await requestDelivery(here, principal, { studyInstanceUid: study, aeTitle: 'WARD' });
  await run();
  expect(await getDelivery(here, principal, id)).toMatchObject({ state: 'waiting', sent: 0, waiting: 1 });
  await expect(takeBackDelivery(here, principal, id)).rejects.toMatchObject({ code: 'conflict' });
});
