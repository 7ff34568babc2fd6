/** What was said of studies before, and what they are in R5, through the door on a real database. */
import type { ImagingStudy } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { testPrincipal } from '../../../../test/context.ts';
import { fhirSite } from '../../../../test/fhir-door.ts';
import { ctObject, inChunks } from '../../../../test/objects.ts';
import { correctAttributes } from '../../../features/corrections/index.ts';
import { storeInstance } from '../../../features/store/index.ts';

const site = fhirSite();

describe('studies', () => {
  it('have a history of what was said of them and how much of them was here', async () => {
    const at = { issuer: 'ALPHA', patientId: 'A1', patientName: 'QUILL^ALMA', birthDate: '19620317' };
    const [, knee] = site.world.alma.studies;
    const [before] = (await site.found(`ImagingStudy?identifier=urn:dicom:uid|urn:oid:${knee?.study}`)) as {
      id: string;
    }[];
    await site.world.context.db.tenant(testPrincipal().tenantId, (trx) =>
      // As if it had come an hour ago.
      trx
        .updateTable('instances')
        .set({ received_at: new Date(Date.now() - 3_600_000) })
        .execute(),
    );
    const more = ctObject({ ...at, study: knee?.study ?? '', modality: 'DX', description: 'XR KNEE LEFT' });
    await storeInstance(site.world.context, testPrincipal(), { body: inChunks(more), receivedFrom: 'TEST' });
    await correctAttributes(site.world.context, testPrincipal(), {
      studyInstanceUid: knee?.study ?? '',
      attributes: { StudyDescription: 'XR KNEE RIGHT' },
      reason: 'Synthetic: the other side',
    });
    const url = `ImagingStudy/${before?.id}`;
    const history = await site.found(`${url}/_history`);
    const said = (history as { description?: string; numberOfInstances?: number }[]).map((one) => [
      one.description,
      one.numberOfInstances,
    ]);
    expect([said[0], said.at(-1)]).toEqual([
      ['XR KNEE RIGHT', 2],
      ['XR KNEE LEFT', 1],
    ]);
    for (const { meta } of history)
      expect((await site.send({ url: `${url}/_history/${meta?.versionId}`, token: site.reader })).status).toBe(200);
    const ofType = (await site.found('ImagingStudy/_history?_count=2')) as {
      id: string;
      description?: string;
      meta?: { lastUpdated: string };
    }[];
    expect(ofType.filter(({ id }) => id === before?.id).map(({ description }) => description)).toContain(
      'XR KNEE LEFT',
    );
    // The newest version of each counts what QIDO-RS counts.
    const qido = (
      await site.world.get('/dicom-web/studies?includefield=all', site.reader, { accept: 'application/dicom+json' })
    ).json;
    const counted = new Map<string, number>(
      qido.map((one: Record<string, { Value: [never] }>) => [one['0020000D']?.Value[0], one['00201208']?.Value[0]]),
    );
    const newest = new Map(
      (await site.found('ImagingStudy/_history')).toReversed().map((one) => [one.id, one as ImagingStudy]),
    );
    expect(newest.size).toBe(counted.size);
    for (const { identifier = [], numberOfInstances } of newest.values())
      expect(numberOfInstances).toBe(counted.get(identifier[0]?.value?.replace('urn:oid:', '') ?? ''));
    const times = ofType.map(({ meta }) => meta?.lastUpdated ?? '');
    expect(times).toEqual(times.toSorted().reverse());
    expect(
      JSON.stringify(
        await site.found(
          'ImagingStudy/_history',
          await site.world.issuer.token({ scope: 'patient/*.rs', patient: site.world.other.recordId }),
        ),
      ),
    ).not.toContain(before?.id);
    const [patient] = await Promise.all([
      site.world.issuer.token({ scope: 'patient/*.rs', patient: site.world.other.recordId }),
    ]);
    expect((await site.send({ url: `${url}/_history`, token: patient })).status).toBe(404);
  });

  it('are given in R5 where it is asked for, and nothing else is', async () => {
    const accept = 'application/fhir+json; fhirVersion=5.0';
    const { json, headers } = await site.send({
      url: 'ImagingStudy?modality=MR',
      token: site.reader,
      headers: { accept },
    });
    expect(headers['content-type']).toContain('fhirVersion=5.0');
    const [{ resource }] = json.entry;
    expect(resource.modality).toContainEqual({ coding: [expect.objectContaining({ code: 'MR' })] });
    expect(
      resource.series.map((one: { modality: { coding: { code: string }[] } }) => one.modality.coding[0]?.code),
    ).toContain('MR');
    expect((await site.send({ url: 'Patient', token: site.reader, headers: { accept } })).status).toBe(406);
  });
});
