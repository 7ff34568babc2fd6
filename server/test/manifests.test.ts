/** The manifest of a study: whole, under the ID of who asks, and readable by others. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bundle, ImagingStudy, Patient, Resource } from '@medplum/fhirtypes';
import { readPart10, tags, uids } from '@throughline/dicom';
import { faultsOf } from '@throughline/fhir/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listExceptions } from '../src/features/exceptions/index.ts';
import { rejectObjects } from '../src/features/key-objects/index.ts';
import { openOriginal } from '../src/features/retrieve/index.ts';
import { testPrincipal } from './context.ts';
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
