/** The manifest of a study: whole, under the ID of who asks, and readable by others. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bundle, Endpoint, ImagingStudy, Patient, Resource } from '@medplum/fhirtypes';
import { readPart10, tags, uids } from '@throughline/dicom';
import { faultsOf } from '@throughline/fhir/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliveredCopies, findSourceByName, noteDelivery, putHolding } from '../src/db/index.ts';
import { registerEntity } from '../src/features/application-entities/index.ts';
import {
  getDelivery,
  recallDeliveries,
  requestDelivery,
  takeBackDelivery,
  takeDelivery,
} from '../src/features/delivery/index.ts';
import { listExceptions } from '../src/features/exceptions/index.ts';
import { rejectObjects } from '../src/features/key-objects/index.ts';
import { openOriginal } from '../src/features/retrieve/index.ts';
import { putSource } from '../src/features/sources/index.ts';
import { testPrincipal } from './context.ts';
import { type DocumentRecipient, startDocumentRecipient } from './document-recipient.ts';
import { inChunks } from './objects.ts';
import { type Asker, type TwoDomains, twoDomains } from './two-domains.ts';

let world: TwoDomains;
beforeAll(async () => {
  world = await twoDomains();
  await world.link();
});
afterAll(() => world.close());

const manifestFor = async (asker: Asker) => {
  const answer = await world.web(asker, `/api/studies/${world.north.study}/manifest.dcm`);
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/dicom']);
  return { bytes: answer.raw, dataset: (await readPart10(inChunks(answer.raw))).dataset };
};

it('lists every object with where it is had, and is the same document when it is asked for again', async () => {
  const { dataset } = await manifestFor('NORTH');
  expect(dataset.string(tags.SOPClassUID)).toBe(uids.KeyObjectSelectionDocumentStorage);
  expect(dataset.items(tags.ConceptNameCodeSequence)[0]?.string(tags.CodeValue)).toBe('113030');
  const [study] = dataset.items(tags.CurrentRequestedProcedureEvidenceSequence);
  expect(study?.string(tags.StudyInstanceUID)).toBe(world.north.study);
  const series = study?.items(tags.ReferencedSeriesSequence) ?? [];
  expect(series.map((one) => one.string(tags.SeriesInstanceUID))).toEqual([world.north.series]);
  expect(series[0]?.string(tags.RetrieveURL)).toMatch(
    new RegExp(`^http://.+/dicom-web/studies/${world.north.study}/series/${world.north.series}$`),
  );
  const referenced = series.flatMap((one) => one.items(tags.ReferencedSOPSequence));
  expect(referenced.map((one) => one.string(tags.ReferencedSOPInstanceUID))).toEqual([world.north.instance]);
  const content = dataset.items(tags.ContentSequence).flatMap((item) => item.items(tags.ReferencedSOPSequence));
  expect(content.map((one) => one.string(tags.ReferencedSOPInstanceUID))).toEqual([world.north.instance]);
  const again = await manifestFor('NORTH');
  expect(again.dataset.string(tags.SOPInstanceUID)).toBe(dataset.string(tags.SOPInstanceUID));
});

it('is read by DCMTK without a complaint', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-manifest-'));
  const file = join(folder, 'manifest.dcm');
  writeFileSync(file, (await manifestFor('NORTH')).bytes);
  const read = spawnSync('dsrdump', ['-Er', file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect([read.status, read.stderr.match(/^E:.*$/gm)]).toEqual([0, null]);
  expect(read.stdout).toContain('Key Object Selection Document');
});

/** What dciodvfy has against an object. */
const faultsIn = (bytes: Uint8Array): readonly string[] => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-manifest-'));
  const file = join(folder, 'object.dcm');
  writeFileSync(file, bytes);
  const { stderr } = spawnSync('dciodvfy', [file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(stderr).toContain('KeyObjectSelectionDocument');
  return stderr.split('\n').filter((line) => line.startsWith('Error'));
};

it('has nothing wrong in it by dicom3tools, for who knows the patient by another number too', async () => {
  for (const asker of ['NORTH', 'SOUTH'] as const) expect(faultsIn((await manifestFor(asker)).bytes)).toEqual([]);
});

it('is not for who may not see the study', async () => {
  const answer = await world.app.inject({ url: `/api/studies/${world.north.study}/manifest.dcm` });
  expect(answer.statusCode).toBe(401);
});

const fhirManifestFor = async (asker: Asker): Promise<Bundle> => {
  const answer = await world.web(asker, `/api/studies/${world.north.study}/manifest.fhir.json`);
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/fhir+json; charset=utf-8']);
  return JSON.parse(answer.raw.toString('utf8')) as Bundle;
};

const resourceOf = <T extends Resource>(bundle: Bundle, type: T['resourceType']): T =>
  bundle.entry?.find(({ resource }) => resource?.resourceType === type)?.resource as T;

it('says the same in FHIR as in DICOM: the same document, the same objects in the same order', async () => {
  const { dataset } = await manifestFor('NORTH');
  const bundle = await fhirManifestFor('NORTH');
  expect(bundle.identifier?.value).toBe(`urn:oid:${dataset.string(tags.SOPInstanceUID)}`);
  expect(bundle.entry?.[0]?.resource?.resourceType).toBe('Composition');
  const [evidence] = dataset.items(tags.CurrentRequestedProcedureEvidenceSequence);
  const inDicom = evidence?.items(tags.ReferencedSeriesSequence).map((series) => ({
    uid: series.string(tags.SeriesInstanceUID),
    objects: series
      .items(tags.ReferencedSOPSequence)
      .map((sop) => [sop.string(tags.ReferencedSOPInstanceUID), `urn:oid:${sop.string(tags.ReferencedSOPClassUID)}`]),
  }));
  const inFhir = resourceOf<ImagingStudy>(bundle, 'ImagingStudy').series?.map(({ uid, instance = [] }) => ({
    uid,
    objects: instance.map((each) => [each.uid, each.sopClass?.code]),
  }));
  expect(inFhir).toEqual(inDicom);
  const patient = resourceOf<Patient>(bundle, 'Patient');
  expect(patient.identifier?.[0]?.value).toBe(dataset.string(tags.PatientID));
});

it('every reference within the FHIR document is to an entry of it, and two validators find nothing wrong', async () => {
  const bundle = await fhirManifestFor('NORTH');
  const names = new Set(bundle.entry?.map(({ fullUrl }) => fullUrl));
  const references = [...JSON.stringify(bundle).matchAll(/"reference":"([^"]+)"/g)].map(([, name]) => name);
  expect(references.length).toBeGreaterThan(5);
  expect(references.filter((name) => !names.has(name))).toEqual([]);
  expect(faultsOf(bundle)).toEqual([]);
});

const exceptionsOf = async () =>
  (await listExceptions(world.context, testPrincipal())).items.filter(({ kind }) => kind === 'recalled-manifest');

it('is taken back when the link under which it was handed out is undone', async () => {
  const under = async (asker: Asker) => (await manifestFor(asker)).dataset;
  const [before, there] = [await under('NORTH'), await under('SOUTH')];
  expect([before, there].map((dataset) => dataset.string(tags.PatientID))).toEqual(['N1', 'S7']);
  await fhirManifestFor('SOUTH');
  expect(await exceptionsOf()).toEqual([]);

  await world.unlink();
  const items = await exceptionsOf();
  expect(items.map(({ studyInstanceUid }) => studyInstanceUid)).toEqual([world.north.study, world.north.study]);
  expect(items.map(({ text }) => /the manifest of a study \((FHIR|DICOM)\)/.exec(text)?.[1]).sort()).toEqual([
    'DICOM',
    'FHIR',
  ]);
  // Where it is nobody's any more it is gone; its own hospital was told nothing that is wrong.
  for (const form of ['manifest.dcm', 'manifest.fhir.json'])
    expect((await world.web('SOUTH', `/api/studies/${world.north.study}/${form}`)).status).toBe(410);
  expect((await under('NORTH')).string(tags.SOPInstanceUID)).toBe(before.string(tags.SOPInstanceUID));

  // Once they are one person again it is as it was, and nobody has to be told.
  await world.link();
  expect((await under('SOUTH')).string(tags.SOPInstanceUID)).toBe(there.string(tags.SOPInstanceUID));
  expect(await exceptionsOf()).toEqual([]);
});

/** All that is due, in the order it is due. */
const deliver = async (): Promise<void> => {
  const never = new AbortController().signal;
  for (;;) {
    const taken = await takeDelivery(world.context, testPrincipal(), never);
    if (taken === undefined) break;
    await taken.done;
  }
  await recallDeliveries(world.context, testPrincipal(), never);
};

describe('is given to a Document Recipient (IHE MHD ITI-105)', () => {
  let recipient: DocumentRecipient;
  beforeAll(async () => {
    recipient = await startDocumentRecipient();
    const source = await putSource(world.context, testPrincipal(), 'exchange', {
      siteName: 'Exchange',
      issuer: 'SOUTH',
      fhirUrl: recipient.url,
      queryBy: 'fhir',
      retrieveBy: 'none',
    });
    const entity = { address: '127.0.0.1', services: ['echo'] as const, issuer: 'SOUTH', deliverBy: 'mhd' as const };
    await expect(registerEntity(world.context, testPrincipal(), { ...entity, aeTitle: 'X' })).rejects.toMatchObject({
      code: 'bad-request',
    });
    await registerEntity(world.context, testPrincipal(), { ...entity, aeTitle: 'EXCHANGE', sourceId: source.id });
  });
  afterAll(() => recipient.close());

  const request = (study: string) =>
    requestDelivery(world.context, testPrincipal(), { studyInstanceUid: study, aeTitle: 'EXCHANGE' });
  const stateOf = (id: string) => getDelivery(world.context, testPrincipal(), id);
  const statuses = () => [...recipient.held.values()].map(({ status }) => status);
  let given: string;

  it('with the document within, under the number that it knows, once, however often it is tried', async () => {
    recipient.fail(503, 1);
    given = (await request(world.north.study)).id;
    await deliver();
    expect(await stateOf(given)).toMatchObject({ form: 'mado', state: 'waiting', sent: 0, attempts: 1 });
    await world.context.db.tenant(testPrincipal().tenantId, (trx) =>
      noteDelivery(trx, given, { next_at: new Date(0) }),
    );
    await deliver();
    await request(world.north.study);
    await deliver();
    expect(await stateOf(given)).toMatchObject({ state: 'done', sent: 1, failed: 0 });
    expect(recipient.faults).toEqual([]);
    const [document, ...more] = recipient.held.values();
    expect(more).toEqual([]);
    expect(document?.subject?.identifier?.value).toBe('S7');
    const uids = document?.context?.related?.map(({ identifier }) => identifier?.value);
    expect(uids).toContain(`urn:oid:${world.north.study}`);
    const [content] = document?.content ?? [];
    const inside = JSON.parse(Buffer.from(content?.attachment.data ?? '', 'base64').toString('utf8')) as Bundle;
    const [series] = resourceOf<ImagingStudy>(inside, 'ImagingStudy').series ?? [];
    expect(series?.instance?.map(({ uid }) => uid)).toEqual([world.north.instance]);
    expect(resourceOf<Endpoint>(inside, 'Endpoint').address).toBe('http://hub.example/dicom-web');
  });

  it('and is no copy of the study there', async () => {
    const copies = await world.context.db.tenant(testPrincipal().tenantId, async (trx) => {
      const source = await findSourceByName(trx, 'exchange');
      const study = await trx
        .selectFrom('studies')
        .selectAll()
        .where('study_instance_uid', '=', world.north.study)
        .executeTakeFirstOrThrow();
      const facts = {
        source_id: source?.id ?? '',
        study_instance_uid: world.north.study,
        patient_record_id: study.patient_record_id,
        modalities: ['CT'],
      };
      await putHolding(trx, testPrincipal().tenantId, facts, new Date());
      return deliveredCopies(trx, [world.north.study]);
    });
    expect(copies).toEqual([]);
  });

  it('a manifest of more takes its place, and says so', async () => {
    const { study, series } = world.north;
    const more = { patientName: 'LOVELACE^ADA', birthDate: '18151210', issuer: 'NORTH', patientId: 'N1' };
    await world.send({ ...more, study, series, studyDate: '20250101' });
    await request(study);
    await deliver();
    expect(statuses()).toEqual(['superseded', 'current']);
    expect([...recipient.held.values()][1]?.relatesTo?.[0]).toMatchObject({
      code: 'replaces',
      target: { reference: 'DocumentReference/doc-1' },
    });
    expect(recipient.faults).toEqual([]);
  });

  it('is in error there when the link under which it was given is undone, and current when it is given again', async () => {
    await world.unlink();
    await deliver();
    expect(statuses()).toEqual(['entered-in-error', 'entered-in-error']);
    const { items } = await listExceptions(world.context, testPrincipal());
    const told = items.filter(({ kind, sourceName }) => kind === 'recalled-delivery' && sourceName === 'EXCHANGE');
    expect(told.map(({ text }) => text)).toEqual(
      Array(3).fill(expect.stringMatching(/^The manifest of a study .+ Its entry there says that it was in error\.$/)),
    );
    await world.link();
    await request(world.north.study);
    await deliver();
    expect(statuses()).toEqual(['entered-in-error', 'current']);
    expect(recipient.faults).toEqual([]);
  });

  it('is taken back by hand', async () => {
    const { id } = await request(world.north.study);
    await deliver();
    await takeBackDelivery(world.context, testPrincipal(), id);
    await deliver();
    expect(statuses()).toEqual(['entered-in-error', 'entered-in-error']);
  });

  it('and what it does not take is not tried again', async () => {
    recipient.fail(422, 1);
    const { id } = await request(world.south.study);
    await deliver();
    const state = { state: 'incomplete', failures: [{ sopInstanceUid: world.south.instance, status: 422 }] };
    expect(await stateOf(id)).toMatchObject(state);
  });
});

// The last of all: what it rejects is gone for the others.
it('a rejection note of ours has nothing wrong in it by dicom3tools', async () => {
  const { study } = world.north;
  const input = { studyInstanceUid: study, sopInstanceUids: [], code: '113001' } as const;
  const { note } = await rejectObjects(world.context, testPrincipal(), input);
  const { body } = await openOriginal(world.context, testPrincipal(), note, 1);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  expect(faultsIn(Buffer.concat(chunks))).toEqual([]);
});
