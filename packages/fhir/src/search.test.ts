/** What a search asks, without the door: moments, and what is referred to. */
import { describe, expect, it } from 'vitest';
import { parseSearch } from './search.ts';

const at = { root: 'https://hub.test/fhir' };

describe('dates', () => {
  it.each([
    ['2026-11-27T15:28:22.891Z', '2026-11-27T15:28:22.891Z', '2026-11-27T15:28:22.892Z'],
    ['gt2026-11-27T15:28:22.891Z', '2026-11-27T15:28:22.892Z', undefined],
    ['2026-11-27T15:28:22.8Z', '2026-11-27T15:28:22.800Z', '2026-11-27T15:28:22.900Z'],
    ['2026-11-27T15:28:22.891234+01:00', '2026-11-27T14:28:22.891Z', '2026-11-27T14:28:22.892Z'],
    ['le2026-11-27T15:28:22Z', undefined, '2026-11-27T15:28:23.000Z'],
    ['ge2026-11-27T15:28', '2026-11-27T15:28:00.000Z', undefined],
    ['2026-11-27T15:28:22', '2026-11-27T15:28:22.000Z', '2026-11-27T15:28:23.000Z'],
    ['2026-11', '2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
  ])('%s is from %s to before %s', (text, from, before) => {
    const { criteria } = parseSearch('Patient', [['_lastUpdated', text]], at);
    expect(criteria).toMatchObject([{ span: { ...(from && { from }), ...(before && { before }) } }]);
  });
});

describe('references', () => {
  it.each([
    ['7', '7'],
    ['Patient/7', '7'],
    ['https://hub.test/fhir/Patient/7', '7'],
  ])('%s is our %s', (text, id) => {
    expect(parseSearch('ImagingStudy', [['patient', text]], at).criteria).toMatchObject([{ ids: [id] }]);
  });

  it.each(['https://evil.example/Patient/7', 'https://hub.test/fhir/ImagingStudy/7', 'https://hub.test/fhirPatient/7'])(
    '%s is no patient of ours',
    (text) => {
      expect(() => parseSearch('ImagingStudy', [['patient', text]], at)).toThrow(/takes ids/);
    },
  );
});
