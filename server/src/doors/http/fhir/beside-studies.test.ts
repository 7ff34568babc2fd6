/** Documents, corrections and earlier versions that are kept beside studies, through the door on a real database. */
import type { Bundle } from '@medplum/fhirtypes';
import { newUid, tags } from '@throughline/dicom';
import { beforeAll, describe, expect, it } from 'vitest';
import { pdfObject } from '../../../../../tools/network/objects/document-objects.ts';
import { testPrincipal } from '../../../../test/context.ts';
import { fhirSite, resourcesOf } from '../../../../test/fhir-door.ts';
import { ctDataset, inChunks } from '../../../../test/objects.ts';
import { correctAttributes } from '../../../features/corrections/index.ts';
import { storeInstance } from '../../../features/store/index.ts';

const site = fhirSite();

/** A scanned letter beside a study of Alma. */
const storeLetter = async (study: string): Promise<void> => {
  const person = { issuer: 'ALPHA', patientId: 'A1', patientName: 'QUILL^ALMA', birthDate: '19620317' };
  const header = ctDataset({ ...person, study, series: newUid(), studyDate: '20260102' });
  for (const tag of [tags.PixelData, tags.Rows, tags.Columns, tags.SamplesPerPixel, tags.PhotometricInterpretation])
    header.delete(tag);
  const bytes = pdfObject({ header, sopInstanceUid: newUid() }, { date: '20260102', time: '120000' });
  await storeInstance(site.world.context, testPrincipal(), { body: inChunks(bytes), receivedFrom: 'TEST' });
};

beforeAll(async () => {
  const [ct] = site.world.alma.studies;
  await storeLetter(ct?.study ?? '');
  await correctAttributes(site.world.context, testPrincipal(), {
    studyInstanceUid: ct?.study ?? '',
    attributes: { StudyDescription: 'CT CHEST WITH CONTRAST' },
    reason: 'Synthetic: was named wrongly',
  });
});

describe('what is kept beside studies', () => {
  it('a document is referred to with its study, and the manifest of each study', async () => {
    const [ct] = site.world.alma.studies;
    const [study] = resourcesOf((await site.get(`ImagingStudy?identifier=${ct?.study}`)).json);
    const found: Bundle = (await site.get(`DocumentReference?related=${study?.id}&_include=DocumentReference:related`))
      .json;
    const texts = resourcesOf(found).map((each) => JSON.stringify(each));
    expect(texts).toHaveLength(3);
    const [manifest = ''] = texts.filter((text) => text.includes('113030'));
    const url = /"url":"[^"]*?(\/api\/[^"]+)"/.exec(manifest)?.[1] ?? '';
    expect((await site.world.get(url, site.admin)).raw.subarray(128, 132).toString()).toBe('DICM');
    expect((await site.world.get(url.replace(/dcm$/, 'fhir.json'), site.admin)).json.resourceType).toBe('Bundle');
    const [letter = ''] = texts.filter((text) => text.includes('104.1'));
    const object = /"url":"[^"]*?(\/dicom-web\/[^"]+)"/.exec(letter)?.[1] ?? '';
    expect((await site.world.get(object, site.admin)).raw.toString('latin1')).toContain('%PDF');
  });

  it('a correction is told with its reason, to administrators only', async () => {
    const found: Bundle = (await site.get('Provenance?_include=Provenance:target')).json;
    expect(resourcesOf(found)).toMatchObject([
      { resourceType: 'Provenance', reason: [{ text: 'Synthetic: was named wrongly' }] },
      { resourceType: 'ImagingStudy', description: 'CT CHEST WITH CONTRAST' },
    ]);
    expect((await site.get('Provenance', site.writer)).status).toBe(403);
    const both: Bundle = (await site.get('ImagingStudy?_revinclude=Provenance:target', site.writer)).json;
    expect(resourcesOf(both).some(({ resourceType }) => resourceType === 'Provenance')).toBe(false);
  });

  it('what a source said of a patient before is read again', async () => {
    const url = 'Patient?identifier=urn:oid:1.2.276.0.7230010.53|P1';
    const body = (family: string) => ({
      resourceType: 'Patient',
      identifier: [{ system: 'urn:oid:1.2.276.0.7230010.53', value: 'P1' }],
      name: [{ family, given: ['Synthetic'] }],
      birthDate: '1950-05-05',
    });
    const { json } = await site.send({ method: 'PUT', url, body: body('Before') });
    await site.send({ method: 'PUT', url, body: body('After') });
    const history: Bundle = (await site.get(`Patient/${json.id}/_history`)).json;
    expect(resourcesOf(history)).toMatchObject([{ name: [{ family: 'After' }] }, { name: [{ family: 'Before' }] }]);
    const [, old] = resourcesOf(history);
    const version = await site.get(`Patient/${json.id}/_history/${old?.meta?.versionId}`);
    expect(version.json).toMatchObject({ name: [{ family: 'Before' }] });
    const bound = await site.world.issuer.token({ scope: 'patient/*.rs', patient: site.world.alma.recordId });
    expect((await site.get(`Patient/${json.id}/_history`, bound)).status).toBe(404);
    expect(JSON.stringify((await site.get('Patient/_history', bound)).json)).not.toContain('Before');
  });
});
