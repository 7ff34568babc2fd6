/** Patient/$everything through the door, on a real database. */
import type { Bundle } from '@medplum/fhirtypes';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { testPrincipal } from '../../../../test/context.ts';
import { fhirSite, idsOf, resourcesOf } from '../../../../test/fhir-door.ts';

const site = fhirSite();

describe('$everything', () => {
  const path = () => `Patient/${site.world.alma.recordId}/$everything`;
  const references = (found: Bundle) => resourcesOf(found).map(({ resourceType, id }) => `${resourceType}/${id}`);

  it('comes in pages that together are all of it, each once', async () => {
    const all = references(await site.bundle(path()));
    const paged: string[] = [];
    let next: string | undefined = `${path()}?_count=2`;
    while (next !== undefined) {
      const page: Bundle = await site.bundle(next);
      expect(page.entry?.length).toBeLessThanOrEqual(2);
      paged.push(...references(page));
      next = page.link?.find(({ relation }) => relation === 'next')?.url.split('/fhir/')[1];
    }
    expect(all.length).toBeGreaterThan(4);
    expect(paged).toEqual(all);
    const first = await site.bundle(`${path()}?_count=2`);
    const token = first.link?.find(({ relation }) => relation === 'next')?.url.split('_page=')[1];
    const other = await site.world.get(
      `/fhir/Patient/${site.world.other.recordId}/$everything?_page=${token}`,
      site.reader,
    );
    expect(other.status).toBe(404);
  });

  it('of a time of care is what was then, whenever it was written down', async () => {
    const studies = resourcesOf(await site.bundle(`${path()}?_type=ImagingStudy`)).map(
      (resource) => (resource as { started?: string }).started?.slice(0, 10) ?? '',
    );
    const [first = '', last = ''] = [studies.toSorted()[0], studies.toSorted().at(-1)];
    expect(first < last).toBe(true);
    const between = async (asked: string) =>
      resourcesOf(await site.bundle(`${path()}?_type=ImagingStudy,Patient&${asked}`)).flatMap((resource) =>
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
  const path = () => `Patient/${site.world.other.recordId}/$everything`;
  let before: number;
  beforeAll(async () => {
    before = (await site.bundle(`${path()}?_type=Condition`)).entry?.length ?? 0;
    await site.world.context.db.tenant(testPrincipal().tenantId, (trx) =>
      sql`insert into diagnoses (tenant_id, id, source_name, patient_record_id, code, display, diagnosed_at, updated_at)
        select ${testPrincipal().tenantId}::uuid, gen_random_uuid(), 'TEST', ${site.world.other.recordId}::uuid, '', 'Finding ' || n,
          case when n = 500 then '20190101' else '20210101' end, now()
        from generate_series(1, ${many}) as n`.execute(trx),
    );
  });

  it('is refused in one, and comes in pages, each once', async () => {
    expect((await site.world.get(`/fhir/${path()}`, site.reader)).status).toBe(400);
    const all = before + many + 2;
    const [ids, pages]: [string[], number[]] = [[], []];
    let next: string | undefined = `${path()}?_count=400&_type=Condition,Endpoint`;
    while (next !== undefined) {
      const page: Bundle = await site.bundle(next);
      ids.push(...idsOf(page).map(String));
      pages.push(page.entry?.length ?? 0);
      next = page.link?.find(({ relation }) => relation === 'next')?.url.split('/fhir/')[1];
    }
    expect([pages, new Set(ids).size]).toEqual([[400, 400, all - 800], all]);
  });

  it('has no page behind the last that fits what is asked', async () => {
    const one = await site.bundle(`${path()}?_count=1&_type=Condition&end=2019`);
    expect([one.entry?.length, one.link?.map(({ relation }) => relation)]).toEqual([1, ['self']]);
  });
});
