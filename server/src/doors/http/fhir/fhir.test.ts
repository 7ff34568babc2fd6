/** FHIR through the door, on a real database: valid for two validators, and never in disagreement with DICOMweb. */

import type { Bundle, Resource } from '@medplum/fhirtypes';
import { newUid } from '@throughline/dicom';
import { resourceRows } from '@throughline/fhir';
import { faultsOf } from '@throughline/fhir/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPrincipal } from '../../../../test/context.ts';
import { ctObject, inChunks } from '../../../../test/objects.ts';
import { type TwoPatients, twoPatients } from '../../../../test/two-patients.ts';
import { storeInstance } from '../../../features/store/index.ts';

let world: TwoPatients;
let department: string;
let admin: string;

beforeAll(async () => {
  world = await twoPatients();
  department = await world.issuer.token({ scope: 'imaging.read' });
  admin = await world.issuer.token({ scope: 'imaging.read admin' });
});
afterAll(() => world.close());

const bundle = async (path: string, token = department): Promise<Bundle> => {
  const { status, json } = await world.get(`/fhir/${path}`, token);
  expect([path, status, json.issue]).toEqual([path, 200, undefined]);
  return json;
};
const resourcesOf = (found: Bundle): Resource[] => (found.entry ?? []).flatMap(({ resource }) => resource ?? []);
const idsOf = (found: Bundle) => resourcesOf(found).map(({ id }) => id);

describe('what is emitted', () => {
  it('passes two validators: every type, every operation, every error', async () => {
    const [ct] = world.alma.studies;
    const study = resourcesOf(await bundle(`ImagingStudy?identifier=urn:dicom:uid|urn:oid:${ct?.study}`))[0];
    const paths = [
      ...resourceRows.map(({ type }) => type),
      'metadata',
      ...resourceRows.flatMap((row) => row.operations.map((one) => `OperationDefinition/${row.type}-${one.name}`)),
      `Patient/${world.alma.recordId}/$everything`,
      `Patient/${world.alma.recordId}/$completeness`,
      `ImagingStudy/${study?.id}/$priors`,
      'ImagingStudy?_include=ImagingStudy:patient&_include=ImagingStudy:endpoint&_total=accurate&_count=2',
      'Patient/none',
      'Patient?nonsense=1',
    ];
    for (const path of paths) {
      const { json } = await world.get(`/fhir/${path}`, admin);
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
    await storeInstance(world.context, testPrincipal(), { body: inChunks(bytes), receivedFrom: 'CT1' });
    const [patient, ...more] = resourcesOf(await bundle('Patient?family=NOBODY'));
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
    const found = resourcesOf(await bundle(`DiagnosticReport?patient=${world.alma.recordId}`));
    expect(found).toHaveLength(2);
    const [report] = found.filter((each) => each.resourceType === 'DiagnosticReport');
    expect(report).toMatchObject({ status: 'final', performer: [{ display: 'READER, SYNTHETIC' }] });
    expect(['No nodule.', 'Normal brain.']).toContain(report?.conclusion);
    expect(report?.text?.div).toContain('&lt;script&gt;');
    expect(report?.text?.div).not.toContain('<script');
  });
});

describe('measurements', () => {
  const of = (query: string) => `Observation?patient=${world.other.recordId}${query}`;

  it('are Observations of their study, in UCUM', async () => {
    const [study] = resourcesOf(await bundle(`ImagingStudy?patient=${world.other.recordId}`));
    const [found, another] = resourcesOf(await bundle(of('')));
    expect(another).toBeUndefined();
    expect(found).toMatchObject({
      resourceType: 'Observation',
      status: 'unknown',
      code: { coding: [{ system: 'http://snomed.info/sct', code: '103339001' }] },
      valueQuantity: { value: 12, code: 'mm', system: 'http://unitsofmeasure.org' },
      effectiveDateTime: '2026-01-03',
      derivedFrom: [{ reference: `ImagingStudy/${study?.id}` }],
    });
    expect((await world.get(`/fhir/Observation/${found?.id}`, department)).json).toEqual(found);
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
    const found = await bundle(of(`${query}&_total=accurate`));
    expect([found.total, resourcesOf(found).length]).toEqual([count, count]);
  });
});

describe('search', () => {
  it('the statement declares what the door does', async () => {
    const { json } = await world.get('/fhir/metadata', department);
    for (const { type, searchParam } of json.rest[0].resource) {
      const values = { date: 'ge2020-01-01', reference: world.alma.recordId, token: 'x', string: 'a' } as const;
      for (const { name, type: kind } of searchParam) {
        const { status } = await world.get(`/fhir/${type}?${name}=${values[kind as keyof typeof values]}`, admin);
        expect([type, name, status]).toEqual([type, name, 200]);
        expect((await world.get(`/fhir/${type}?${name}:nonsense=x`, admin)).status).toBe(400);
      }
      expect((await world.get(`/fhir/${type}?undeclared=x`, admin)).status).toBe(400);
    }
  });

  it.each([
    ['', ''],
    ['modality=CT', 'ModalitiesInStudy=CT'],
    ['modality=http://dicom.nema.org/resources/ontology/DCM|MR', 'ModalitiesInStudy=MR'],
    ['started=ge2025-01-01', 'StudyDate=20250101-'],
    ['started=2026', 'StudyDate=20260101-20261231'],
    ['started=lt2025-06-01', 'StudyDate=-20250531'],
    ['started=gt2025-06-01&started=le2026-01-02', 'StudyDate=20250602-20260102'],
    ['patient.identifier=ALPHA|SECRETID77', 'PatientID=SECRETID77'],
    ['status=available', ''],
  ])('ImagingStudy?%s counts what QIDO-RS counts', async (fhir, qido) => {
    const { json } = await world.get(`/dicom-web/studies?${qido}`, department, { accept: 'application/dicom+json' });
    const found = await bundle(`ImagingStudy?_total=accurate&${fhir}`);
    const uids = json.map((study: Record<string, { Value: string[] }>) => `urn:oid:${study['0020000D']?.Value[0]}`);
    expect(found.total).toBe(uids.length);
    const told = resourcesOf(found).map((study) =>
      study.resourceType === 'ImagingStudy' ? study.identifier?.[0]?.value : '',
    );
    expect(told).toEqual(uids);
    for (const [at, study] of resourcesOf(found).entries())
      expect(study).toMatchObject({
        numberOfInstances: json[at]['00201208'].Value[0],
        numberOfSeries: json[at]['00201206'].Value[0],
      });
  });

  it('a patient is the person: records of both hospitals, linked', async () => {
    const found = await bundle(`ImagingStudy?patient=Patient/${world.alma.recordId}&_include=ImagingStudy:patient`);
    const patients = resourcesOf(found).filter(({ resourceType }) => resourceType === 'Patient');
    expect(new Set(patients.map(({ id }) => id))).toEqual(new Set([world.alma.recordId, world.almaElsewhere.recordId]));
    expect(patients.find(({ id }) => id === world.alma.recordId)).toMatchObject({
      link: [{ type: 'seealso', other: { reference: `Patient/${world.almaElsewhere.recordId}` } }],
    });
    expect(resourcesOf(found).filter(({ resourceType }) => resourceType === 'ImagingStudy')).toHaveLength(3);
  });

  it('a patient is named by the URL that the hub gives it, too', async () => {
    const { fullUrl } = (await bundle(`Patient?_id=${world.alma.recordId}`)).entry?.[0] ?? {};
    expect(fullUrl).toMatch(/^https?:/);
    const byUrl = await bundle(`ImagingStudy?patient=${encodeURIComponent(fullUrl ?? '')}`);
    expect(idsOf(byUrl)).toEqual(idsOf(await bundle(`ImagingStudy?patient=${world.alma.recordId}`)));
    expect(idsOf(byUrl)).toHaveLength(3);
  });

  it('gives every study once, page by page, to whom the pages are for', async () => {
    const all = idsOf(await bundle('ImagingStudy'));
    const seen: (string | undefined)[] = [];
    let path: string | undefined = 'ImagingStudy?_count=1';
    let page = '';
    while (path !== undefined) {
      const found: Bundle = await bundle(path);
      seen.push(...idsOf(found));
      const next = found.link?.find(({ relation }) => relation === 'next')?.url;
      path = next?.split('/fhir/')[1];
      page = path ?? page;
    }
    expect(seen).toEqual(all);
    const stranger = await world.issuer.token({ scope: 'imaging.read' }, 'somebody-else');
    expect((await world.get(`/fhir/${page}`, stranger)).status).toBe(404);
    const bound = await world.issuer.token({ scope: 'imaging.read', patient: world.alma.recordId });
    expect((await world.get(`/fhir/${page}`, bound)).status).toBe(404);
    expect((await world.get(`/fhir/${page.slice(0, -2)}xx`, department)).status).toBe(404);
    expect((await world.get(`/fhir/${page.replace('ImagingStudy', 'Patient')}`, department)).status).toBe(404);
    expect(page).not.toContain('ALPHA');
  });

  it.each([
    ['_count=1000000000', 200],
    ['_count=-1', 400],
    ['_count=x', 400],
    ['started=2026-13-01', 400],
    ['started=ap2026', 400],
    ['started=2026-02-30', 400],
    ['started=ge2026-01-01T10:00:00Z', 400],
    ['patient=https://evil.example/Patient/1', 400],
    ['patient:Group=1', 400],
    ['_include=ImagingStudy:basedon', 400],
    ['_include:iterate=ImagingStudy:patient', 400],
    ['_has:DiagnosticReport:patient:_id=1', 400],
    ['_format=xml', 406],
    [Array.from({ length: 60 }, () => '_id=1').join('&'), 400],
    [`_id=${'x,'.repeat(2000)}`, 400],
  ])('answers %s with %i', async (query, expected) => {
    expect((await world.get(`/fhir/ImagingStudy?${query}`, department)).status).toBe(expected);
  });

  it('takes a search by POST, so that an identifier is in no address', async () => {
    const answer = await world.app.inject({
      method: 'POST',
      url: '/fhir/Patient/_search',
      headers: { authorization: `Bearer ${department}`, 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'identifier=BETA|B9',
    });
    const found = answer.json<Bundle>();
    expect(idsOf(found)).toEqual([world.almaElsewhere.recordId]);
    expect(found.link?.[0]?.url).not.toContain('B9');
  });

  it('the audit is for administrators, and reading it is written down', async () => {
    expect((await world.get('/fhir/AuditEvent', department)).status).toBe(403);
    await bundle('AuditEvent?_count=1', admin);
    const used = resourcesOf(await bundle('AuditEvent', admin));
    expect(used.some((event) => event.resourceType === 'AuditEvent' && event.type.code === '110101')).toBe(true);
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
    const token = await world.issuer.token(claims, 'app');
    const uid = world.alma.studies[0]?.study;
    const [study] = resourcesOf(await bundle(`ImagingStudy?identifier=${uid}`));
    const json = { accept: 'application/dicom+json' };
    expect((await world.get('/fhir/ImagingStudy', token)).status).toBe(search);
    expect((await world.get('/dicom-web/studies', token, json)).status).toBe(search);
    expect((await world.get(`/fhir/ImagingStudy/${study?.id}`, token)).status).toBe(read);
    expect((await world.get(`/dicom-web/studies/${uid}/metadata`, token, json)).status).toBe(read);
  });

  it('includes and chains give nothing that could not be asked for by itself', async () => {
    const token = await world.issuer.token({ scope: 'system/ImagingStudy.rs', client_id: 'app' }, 'app');
    const found = await bundle('ImagingStudy?_include=ImagingStudy:patient', token);
    expect(new Set(resourcesOf(found).map(({ resourceType }) => resourceType))).toEqual(new Set(['ImagingStudy']));
    expect((await world.get('/fhir/ImagingStudy?patient.identifier=ALPHA|A1', token)).status).toBe(403);
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
    const answer = await world.get(`/fhir/Patient/${world.alma.recordId}${rest}`, department);
    expect([answer.status, faultsOf(answer.json)]).toEqual([status, []]);
  });

  it('$everything since a moment is what was changed from it on', async () => {
    const path = `Patient/${world.alma.recordId}/$everything`;
    const all = resourcesOf(await bundle(`${path}?_type=Patient,ImagingStudy`));
    const moments = all.flatMap(({ meta }) => meta?.lastUpdated ?? []).toSorted();
    const last = moments.at(-1) ?? '';
    const since = resourcesOf(await bundle(`${path}?_type=Patient,ImagingStudy&_since=${last}`));
    expect(since.map(({ meta }) => meta?.lastUpdated)).toEqual(moments.filter((moment) => moment >= last));
    expect(since.length).toBeLessThan(all.length);
  });
});

describe('$everything', () => {
  const path = () => `Patient/${world.alma.recordId}/$everything`;
  const references = (found: Bundle) => resourcesOf(found).map(({ resourceType, id }) => `${resourceType}/${id}`);

  it('comes in pages that together are all of it, each once', async () => {
    const all = references(await bundle(path()));
    const paged: string[] = [];
    let next: string | undefined = `${path()}?_count=2`;
    while (next !== undefined) {
      const page: Bundle = await bundle(next);
      expect(page.entry?.length).toBeLessThanOrEqual(2);
      paged.push(...references(page));
      next = page.link?.find(({ relation }) => relation === 'next')?.url.split('/fhir/')[1];
    }
    expect(all.length).toBeGreaterThan(4);
    expect(paged).toEqual(all);
    const first = await bundle(`${path()}?_count=2`);
    const token = first.link?.find(({ relation }) => relation === 'next')?.url.split('_page=')[1];
    const other = await world.get(`/fhir/Patient/${world.other.recordId}/$everything?_page=${token}`, department);
    expect(other.status).toBe(404);
  });

  it('of a time of care is what was then, whenever it was written down', async () => {
    const studies = resourcesOf(await bundle(`${path()}?_type=ImagingStudy`)).map(
      (resource) => (resource as { started?: string }).started?.slice(0, 10) ?? '',
    );
    const [first = '', last = ''] = [studies.toSorted()[0], studies.toSorted().at(-1)];
    expect(first < last).toBe(true);
    const between = async (asked: string) =>
      resourcesOf(await bundle(`${path()}?_type=ImagingStudy,Patient&${asked}`)).flatMap((resource) =>
        resource.resourceType === 'ImagingStudy' ? (resource.started?.slice(0, 10) ?? '') : [resource.resourceType],
      );
    expect((await between(`end=${first}`)).toSorted()).toEqual(
      [...studies.filter((day) => day <= first), 'Patient', 'Patient'].toSorted(),
    );
    expect(await between(`start=${last.slice(0, 4)}`)).toEqual(
      expect.arrayContaining(studies.filter((day) => day >= last.slice(0, 4))),
    );
    expect(await between('start=2100')).toEqual(['Patient', 'Patient']);
  });
});

describe('$everything of more than one answer holds', () => {
  const many = 1001;
  const path = () => `Patient/${world.other.recordId}/$everything`;
  let before: number;
  beforeAll(async () => {
    before = (await bundle(`${path()}?_type=Condition`)).entry?.length ?? 0;
    await world.context.db.tenant(testPrincipal().tenantId, (trx) =>
      sql`insert into diagnoses (tenant_id, id, source_name, patient_record_id, code, display, diagnosed_at, updated_at)
        select ${testPrincipal().tenantId}::uuid, gen_random_uuid(), 'TEST', ${world.other.recordId}::uuid, '', 'Finding ' || n,
          case when n = 500 then '20190101' else '20210101' end, now()
        from generate_series(1, ${many}) as n`.execute(trx),
    );
  });

  it('is refused in one, and comes in pages, each once', async () => {
    expect((await world.get(`/fhir/${path()}`, department)).status).toBe(400);
    const all = before + many + 2;
    const [ids, pages]: [string[], number[]] = [[], []];
    let next: string | undefined = `${path()}?_count=400&_type=Condition,Endpoint`;
    while (next !== undefined) {
      const page: Bundle = await bundle(next);
      ids.push(...idsOf(page).map(String));
      pages.push(page.entry?.length ?? 0);
      next = page.link?.find(({ relation }) => relation === 'next')?.url.split('/fhir/')[1];
    }
    expect([pages, new Set(ids).size]).toEqual([[400, 400, all - 800], all]);
  });

  it('has no page behind the last that fits what is asked', async () => {
    const one = await bundle(`${path()}?_count=1&_type=Condition&end=2019`);
    expect([one.entry?.length, one.link?.map(({ relation }) => relation)]).toEqual([1, ['self']]);
  });
});

describe('$match', () => {
  const match = async (resource: object, token = department) => {
    const answer = await world.app.inject({
      method: 'POST',
      url: '/fhir/Patient/$match',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
      payload: JSON.stringify({ resourceType: 'Parameters', parameter: [{ name: 'resource', resource }] }),
    });
    return { status: answer.statusCode, json: answer.json() };
  };

  it('grades both records of the person, and nobody else', async () => {
    const { json } = await match({
      resourceType: 'Patient',
      name: [{ family: 'Quill', given: ['Alma'] }],
      birthDate: '1962-03-17',
      gender: 'female',
    });
    expect(faultsOf(json)).toEqual([]);
    expect(new Set(idsOf(json))).toEqual(new Set([world.alma.recordId, world.almaElsewhere.recordId]));
    expect(json.entry[0].search).toMatchObject({ mode: 'match', extension: [{ valueCode: 'certain' }] });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded'])('takes no %s', async (type) => {
    const headers = { authorization: `Bearer ${department}`, 'content-type': type };
    const answer = await world.app.inject({ method: 'POST', url: '/fhir/Patient/$match', headers, payload: '{}' });
    expect([answer.statusCode, answer.json().issue[0].code]).toEqual([415, 'not-supported']);
  });

  it('finds nobody of another birth date, and refuses nonsense and a token of one patient', async () => {
    const person = { resourceType: 'Patient', name: [{ family: 'Quill', given: ['Otto'] }], birthDate: '2001-01-09' };
    expect((await match(person)).json.total).toBe(0);
    expect((await match({ resourceType: 'Observation' })).status).toBe(400);
    const bound = await world.issuer.token({ scope: 'patient/*.rs', patient: world.alma.recordId });
    expect((await match(person, bound)).status).toBe(403);
  });
});

describe('$ihe-pix (ITI-83)', () => {
  const pix = (query: string, token = department) => world.get(`/fhir/Patient/$ihe-pix?${query}`, token);
  const outcomeOf = ({ status, json }: Awaited<ReturnType<typeof pix>>) => [status, json.issue?.[0]?.code];

  it('gives the identifiers of the same person elsewhere, in the domains that were asked for', async () => {
    const { json } = await pix('sourceIdentifier=ALPHA|A1');
    expect(faultsOf(json)).toEqual([]);
    expect(json.parameter).toEqual([
      {
        name: 'targetIdentifier',
        valueIdentifier: { use: 'official', system: expect.stringMatching(/NamingSystem\/BETA$/), value: 'B9' },
      },
      { name: 'targetId', valueReference: { reference: `Patient/${world.almaElsewhere.recordId}` } },
    ]);
    expect((await pix('sourceIdentifier=ALPHA|A1&targetSystem=BETA')).json.parameter).toHaveLength(2);
    expect((await pix('sourceIdentifier=ALPHA|A1&targetSystem=ALPHA')).json.parameter).toBeUndefined();
    expect((await pix('sourceIdentifier=ALPHA|SECRETID77')).json.parameter).toBeUndefined();
  });

  it('tells an unknown identifier from an unknown domain and an unknown target', async () => {
    expect(outcomeOf(await pix('sourceIdentifier=ALPHA|NOBODY'))).toEqual([404, 'not-found']);
    expect(outcomeOf(await pix('sourceIdentifier=GAMMA|A1'))).toEqual([400, 'code-invalid']);
    expect(outcomeOf(await pix('sourceIdentifier=ALPHA|A1&targetSystem=GAMMA'))).toEqual([403, 'code-invalid']);
    for (const query of ['', 'sourceIdentifier=A1', 'sourceIdentifier=ALPHA|A1&sourceIdentifier=BETA|B9'])
      expect(outcomeOf(await pix(query))).toEqual([400, 'invalid']);
  });

  it('gives a token of one patient nothing of another', async () => {
    const bound = await world.issuer.token({ scope: 'patient/*.rs', patient: world.other.recordId });
    expect(outcomeOf(await pix('sourceIdentifier=ALPHA|A1', bound))).toEqual([404, 'not-found']);
  });
});
