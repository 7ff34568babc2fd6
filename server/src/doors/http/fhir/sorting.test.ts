/** Sorting, pages and includes of every type, through the door on a real database. */
import type { Bundle } from '@medplum/fhirtypes';
import { resourceRows } from '@throughline/fhir';
import { beforeAll, describe, expect, it } from 'vitest';
import { appointmentOf, order, reportOf } from '../../../../test/fhir-bodies.ts';
import { fhirSite, resourcesOf } from '../../../../test/fhir-door.ts';

const site = fhirSite();

const report = (value: string, more: object = {}) => reportOf(site.world.alma, value, more);

const appointment = (value: string, more: object = {}) => appointmentOf(site.world.alma, value, more);

// Enough of each for a second page.
beforeAll(async () => {
  for (const value of ['S1', 'S2', 'S3'])
    for (const body of [report(value), order(value), appointment(value)])
      expect((await site.send({ method: 'POST', url: body.resourceType, body })).status).toBe(201);
});

describe('every type', () => {
  it('sorts by what it says, up and down, and page by page without a gap', async () => {
    for (const { type, sorts } of resourceRows)
      for (const name of sorts)
        for (const sort of [name, `-${name}`]) {
          const whole = resourcesOf((await site.get(`${type}?_sort=${sort}`)).json).map(({ id }) => id);
          const seen: (string | undefined)[] = [];
          let next: string | undefined = `${type}?_sort=${sort}&_count=2`;
          while (next !== undefined) {
            const page: Bundle = (await site.get(next)).json;
            seen.push(...resourcesOf(page).map(({ id }) => id));
            next = page.link?.find(({ relation }) => relation === 'next')?.url?.split('/fhir/')[1];
          }
          expect([type, sort, seen]).toEqual([type, sort, whole]);
          expect(new Set(seen).size).toBe(seen.length);
        }
    expect((await site.get('ImagingStudy?_sort=status')).status).toBe(400);
    const started = resourcesOf((await site.get('ImagingStudy?_sort=started')).json);
    const dates = started.map((each) => (each.resourceType === 'ImagingStudy' ? each.started : ''));
    expect(dates).toEqual(dates.toSorted());
  });

  it('has every include and revinclude that it declares answered', async () => {
    for (const { type, includes, revIncludes } of resourceRows) {
      for (const name of includes) expect((await site.get(`${type}?_include=${type}:${name}`)).status).toBe(200);
      for (const name of revIncludes) expect((await site.get(`${type}?_revinclude=${name}`)).status).toBe(200);
    }
    const found: Bundle = (await site.get(`Patient?_id=${site.world.alma.recordId}&_revinclude=Appointment:patient`))
      .json;
    expect(resourcesOf(found).map(({ resourceType }) => resourceType)).toContain('Appointment');
  });
});
