/** FHIR searches through the door, on a real database: never in disagreement with DICOMweb. */
import type { Bundle } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { fhirSite, idsOf, resourcesOf } from '../../../../test/fhir-door.ts';

const site = fhirSite();

describe('search', () => {
  it('the statement declares what the door does', async () => {
    const { json } = await site.world.get('/fhir/metadata', site.reader);
    for (const { type, searchParam } of json.rest[0].resource) {
      const values = { date: 'ge2020-01-01', reference: site.world.alma.recordId, token: 'x', string: 'a' } as const;
      for (const { name, type: kind } of searchParam) {
        const { status } = await site.world.get(
          `/fhir/${type}?${name}=${values[kind as keyof typeof values]}`,
          site.admin,
        );
        expect([type, name, status]).toEqual([type, name, 200]);
        expect((await site.world.get(`/fhir/${type}?${name}:nonsense=x`, site.admin)).status).toBe(400);
      }
      expect((await site.world.get(`/fhir/${type}?undeclared=x`, site.admin)).status).toBe(400);
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
    const { json } = await site.world.get(`/dicom-web/studies?${qido}`, site.reader, {
      accept: 'application/dicom+json',
    });
    const found = await site.bundle(`ImagingStudy?_total=accurate&${fhir}`);
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
    const found = await site.bundle(
      `ImagingStudy?patient=Patient/${site.world.alma.recordId}&_include=ImagingStudy:patient`,
    );
    const patients = resourcesOf(found).filter(({ resourceType }) => resourceType === 'Patient');
    expect(new Set(patients.map(({ id }) => id))).toEqual(
      new Set([site.world.alma.recordId, site.world.almaElsewhere.recordId]),
    );
    expect(patients.find(({ id }) => id === site.world.alma.recordId)).toMatchObject({
      link: [{ type: 'seealso', other: { reference: `Patient/${site.world.almaElsewhere.recordId}` } }],
    });
    expect(resourcesOf(found).filter(({ resourceType }) => resourceType === 'ImagingStudy')).toHaveLength(3);
  });

  it('a patient is named by the URL that the hub gives it, too', async () => {
    const { fullUrl } = (await site.bundle(`Patient?_id=${site.world.alma.recordId}`)).entry?.[0] ?? {};
    expect(fullUrl).toMatch(/^https?:/);
    const byUrl = await site.bundle(`ImagingStudy?patient=${encodeURIComponent(fullUrl ?? '')}`);
    expect(idsOf(byUrl)).toEqual(idsOf(await site.bundle(`ImagingStudy?patient=${site.world.alma.recordId}`)));
    expect(idsOf(byUrl)).toHaveLength(3);
  });

  it('gives every study once, page by page, to whom the pages are for', async () => {
    const all = idsOf(await site.bundle('ImagingStudy'));
    const seen: (string | undefined)[] = [];
    let path: string | undefined = 'ImagingStudy?_count=1';
    let page = '';
    while (path !== undefined) {
      const found: Bundle = await site.bundle(path);
      seen.push(...idsOf(found));
      const next = found.link?.find(({ relation }) => relation === 'next')?.url;
      path = next?.split('/fhir/')[1];
      page = path ?? page;
    }
    expect(seen).toEqual(all);
    const stranger = await site.world.issuer.token({ scope: 'imaging.read' }, 'somebody-else');
    expect((await site.world.get(`/fhir/${page}`, stranger)).status).toBe(404);
    const bound = await site.world.issuer.token({ scope: 'imaging.read', patient: site.world.alma.recordId });
    expect((await site.world.get(`/fhir/${page}`, bound)).status).toBe(404);
    expect((await site.world.get(`/fhir/${page.slice(0, -2)}xx`, site.reader)).status).toBe(404);
    expect((await site.world.get(`/fhir/${page.replace('ImagingStudy', 'Patient')}`, site.reader)).status).toBe(404);
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
    expect((await site.world.get(`/fhir/ImagingStudy?${query}`, site.reader)).status).toBe(expected);
  });

  it('takes a search by POST, so that an identifier is in no address', async () => {
    const answer = await site.world.app.inject({
      method: 'POST',
      url: '/fhir/Patient/_search',
      headers: { authorization: `Bearer ${site.reader}`, 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'identifier=BETA|B9',
    });
    const found = answer.json<Bundle>();
    expect(idsOf(found)).toEqual([site.world.almaElsewhere.recordId]);
    expect(found.link?.[0]?.url).not.toContain('B9');
  });

  it('the audit is for administrators, and reading it is written down', async () => {
    expect((await site.world.get('/fhir/AuditEvent', site.reader)).status).toBe(403);
    await site.bundle('AuditEvent?_count=1', site.admin);
    const used = resourcesOf(await site.bundle('AuditEvent', site.admin));
    expect(used.some((event) => event.resourceType === 'AuditEvent' && event.type.code === '110101')).toBe(true);
  });
});
