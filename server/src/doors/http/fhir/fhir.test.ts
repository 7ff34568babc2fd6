/** FHIR through the door, on a real database: valid for two validators, and no more than was asked for and may be seen. */
import type { Resource } from '@medplum/fhirtypes';
import { newUid } from '@throughline/dicom';
import { resourceRows } from '@throughline/fhir';
import { faultsOf } from '@throughline/fhir/testing';
import { describe, expect, it } from 'vitest';
import { testPrincipal } from '../../../../test/context.ts';
import { fhirSite, resourcesOf } from '../../../../test/fhir-door.ts';
import { ctObject, inChunks } from '../../../../test/objects.ts';
import { storeInstance } from '../../../features/store/index.ts';

const site = fhirSite();

describe('what is emitted', () => {
  it('passes two validators: every type, every operation, every error', async () => {
    const [ct] = site.world.alma.studies;
    const study = resourcesOf(await site.bundle(`ImagingStudy?identifier=urn:dicom:uid|urn:oid:${ct?.study}`))[0];
    const paths = [
      ...resourceRows.map(({ type }) => type),
      'metadata',
      ...resourceRows.flatMap((row) => row.operations.map((one) => `OperationDefinition/${row.type}-${one.name}`)),
      `Patient/${site.world.alma.recordId}/$everything`,
      `Patient/${site.world.alma.recordId}/$completeness`,
      `ImagingStudy/${study?.id}/$priors`,
      'ImagingStudy?_include=ImagingStudy:patient&_include=ImagingStudy:endpoint&_total=accurate&_count=2',
      'Patient/none',
      'Patient?nonsense=1',
    ];
    for (const path of paths) {
      const { json } = await site.world.get(`/fhir/${path}`, site.admin);
      expect([path, faultsOf(json)]).toEqual([path, []]);
      for (const resource of json.resourceType === 'Bundle' ? resourcesOf(json) : [])
        expect([path, resource.resourceType, faultsOf(resource)]).toEqual([path, resource.resourceType, []]);
    }
  });

  it('a patient without an identifier has none, and no issuer of ours is made up', async () => {
    const bytes = ctObject({
      study: newUid(),
      series: newUid(),
      instance: newUid(),
      patientId: '',
      patientName: 'NOBODY^NN',
    });
    await storeInstance(site.world.context, testPrincipal(), { body: inChunks(bytes), receivedFrom: 'CT1' });
    const [patient, ...more] = resourcesOf(await site.bundle('Patient?family=NOBODY'));
    expect(more).toEqual([]);
    expect(patient).toMatchObject({ resourceType: 'Patient', name: [{ family: 'NOBODY' }] });
    expect(patient).not.toHaveProperty('identifier');
    expect(patient && faultsOf(patient)).toEqual([]);
  });

  it('a broken resource does not pass', () => {
    const broken = { resourceType: 'ImagingStudy', status: 'nice' } as unknown as Resource;
    expect(faultsOf(broken).some((fault) => fault.startsWith('medplum'))).toBe(true);
    expect(faultsOf(broken).some((fault) => fault.startsWith('fhir'))).toBe(true);
  });

  it('tells a report with its impression, and nothing that a sender wrote is markup', async () => {
    const found = resourcesOf(await site.bundle(`DiagnosticReport?patient=${site.world.alma.recordId}`));
    expect(found).toHaveLength(2);
    const [report] = found.filter((each) => each.resourceType === 'DiagnosticReport');
    expect(report).toMatchObject({ status: 'final', performer: [{ display: 'READER, SYNTHETIC' }] });
    expect(['No nodule.', 'Normal brain.']).toContain(report?.conclusion);
    expect(report?.text?.div).toContain('&lt;script&gt;');
    expect(report?.text?.div).not.toContain('<script');
  });
});

describe('measurements', () => {
  const of = (query: string) => `Observation?patient=${site.world.other.recordId}${query}`;

  it('are Observations of their study, in UCUM', async () => {
    const [study] = resourcesOf(await site.bundle(`ImagingStudy?patient=${site.world.other.recordId}`));
    const [found, another] = resourcesOf(await site.bundle(of('')));
    expect(another).toBeUndefined();
    expect(found).toMatchObject({
      resourceType: 'Observation',
      status: 'unknown',
      code: { coding: [{ system: 'http://snomed.info/sct', code: '103339001' }] },
      valueQuantity: { value: 12, code: 'mm', system: 'http://unitsofmeasure.org' },
      effectiveDateTime: '2026-01-03',
      derivedFrom: [{ reference: `ImagingStudy/${study?.id}` }],
    });
    expect((await site.world.get(`/fhir/Observation/${found?.id}`, site.reader)).json).toEqual(found);
  });

  it.each([
    ['&code=103339001', 1],
    ['&code=http://snomed.info/sct|103339001', 1],
    ['&code=http://loinc.org|103339001', 0],
    ['&code=x,103339001', 1],
    ['&date=2026-01-03', 1],
    ['&date=lt2026-01-03', 0],
    ['&date=ge2026-01-01&date=le2026-12', 1],
    ['&_lastUpdated=ge2020-01-01', 1],
    ['&_id=none', 0],
  ])('are found by %s', async (query, count) => {
    const found = await site.bundle(of(`${query}&_total=accurate`));
    expect([found.total, resourcesOf(found).length]).toEqual([count, count]);
  });
});

describe('scopes', () => {
  it.each([
    [{ scope: 'system/ImagingStudy.r', client_id: 'app' }, 403, 200],
    [{ scope: 'system/ImagingStudy.s', client_id: 'app' }, 200, 403],
    [{ scope: 'system/Patient.rs', client_id: 'app' }, 403, 403],
    [{ scope: 'system/ImagingStudy.rs', client_id: 'another' }, 403, 403],
    [{ scope: 'patient/ImagingStudy.rs' }, 403, 403],
    [{ scope: 'system/ImagingStudy.rs?modality=MR', client_id: 'app' }, 200, 404],
    [{ scope: 'system/ImagingStudy.rs?modality=CT', client_id: 'app' }, 200, 200],
  ])('%o: search %i, read %i, by FHIR and by DICOMweb', async (claims, search, read) => {
    const token = await site.world.issuer.token(claims, 'app');
    const uid = site.world.alma.studies[0]?.study;
    const [study] = resourcesOf(await site.bundle(`ImagingStudy?identifier=${uid}`));
    const json = { accept: 'application/dicom+json' };
    expect((await site.world.get('/fhir/ImagingStudy', token)).status).toBe(search);
    expect((await site.world.get('/dicom-web/studies', token, json)).status).toBe(search);
    expect((await site.world.get(`/fhir/ImagingStudy/${study?.id}`, token)).status).toBe(read);
    expect((await site.world.get(`/dicom-web/studies/${uid}/metadata`, token, json)).status).toBe(read);
  });

  it('includes and chains give nothing that could not be asked for by itself', async () => {
    const token = await site.world.issuer.token({ scope: 'system/ImagingStudy.rs', client_id: 'app' }, 'app');
    const found = await site.bundle('ImagingStudy?_include=ImagingStudy:patient', token);
    expect(new Set(resourcesOf(found).map(({ resourceType }) => resourceType))).toEqual(new Set(['ImagingStudy']));
    expect((await site.world.get('/fhir/ImagingStudy?patient.identifier=ALPHA|A1', token)).status).toBe(403);
  });
});

describe('what is not declared', () => {
  it.each([
    ['', 200],
    ['?_format=json', 200],
    ['?bogus=1', 400],
    ['?_summary=true', 400],
    ['?_elements=name', 400],
    ['?_pretty=true', 400],
    ['/$everything?_type=Patient', 200],
    ['/$everything?_since=2020-01-01T00:00:00Z', 200],
    ['/$everything?_since=2020', 400],
    ['/$everything?start=2020-01-01', 200],
    ['/$everything?start=yesterday', 400],
    ['/$everything?end=2020', 200],
    ['/$everything?_count=1', 200],
    ['/$everything?_count=0', 400],
    ['/$everything?_page=never-given', 404],
    ['/$completeness?_page=x', 400],
    ['/$completeness?bogus=1', 400],
  ])('of a Patient, %s is answered with %i', async (rest, status) => {
    const answer = await site.world.get(`/fhir/Patient/${site.world.alma.recordId}${rest}`, site.reader);
    expect([answer.status, faultsOf(answer.json)]).toEqual([status, []]);
  });

  it('$everything since a moment is what was changed from it on', async () => {
    const path = `Patient/${site.world.alma.recordId}/$everything`;
    const all = resourcesOf(await site.bundle(`${path}?_type=Patient,ImagingStudy`));
    const moments = all.flatMap(({ meta }) => meta?.lastUpdated ?? []).toSorted();
    const last = moments.at(-1) ?? '';
    const since = resourcesOf(await site.bundle(`${path}?_type=Patient,ImagingStudy&_since=${last}`));
    expect(since.map(({ meta }) => meta?.lastUpdated)).toEqual(moments.filter((moment) => moment >= last));
    expect(since.length).toBeLessThan(all.length);
  });
});
