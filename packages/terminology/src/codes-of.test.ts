/** Codes of public vocabularies: what they are, and that nobody pays for them who does not ask. */
import { describe, expect, it } from 'vitest';
import { attributeValues, type Code, conceptOf } from './index.ts';

const of = (codes: readonly Code[], what: Code['of']) =>
  codes.filter((code) => code.of === what).map(({ scheme, code }) => `${scheme} ${code}`);

describe('the codes of a concept', () => {
  it('are LOINC of the exam, DICOM of the modality, SNOMED CT of region, focus and side', () => {
    const { codes } = conceptOf({ name: 'XR KNEE LEFT 3 VIEWS', modality: 'DX' });
    expect(of(codes, 'exam')[0]).toBe('LN 36311-9');
    expect(of(codes, 'region')).toEqual(['SCT 61685007']);
    expect(of(codes, 'focus')).toEqual(['SCT 72696002']);
    expect(of(codes, 'laterality')).toEqual(['SCT 7771000']);
    // PS3.16 CID 29 has no code for all of radiography.
    expect(of(codes, 'modality')).toEqual([]);
    expect(of(conceptOf({ name: 'CT HEAD', modality: 'CT' }).codes, 'modality')).toEqual(['DCM CT']);
  });

  it('name regions together where there is one code for them, else one by one', () => {
    expect(of(conceptOf({ name: 'CT CHEST ABDOMEN PELVIS', modality: 'CT' }).codes, 'region')).toEqual([
      'SCT 416775004',
    ]);
    const { codes } = conceptOf({ name: 'x', modality: 'MR' }, { regions: ['head', 'spine'] });
    expect(of(codes, 'region')).toEqual(['SCT 69536005', 'SCT 421060004']);
  });

  it('begin with the one that a person said', () => {
    const code = { scheme: 'LN', code: '30745-4', meaning: 'XR Chest Views' } as const;
    const { codes } = conceptOf({ name: 'THX', modality: 'DX' }, { regions: ['chest'], code });
    expect(codes[0]).toEqual({ ...code, of: 'exam', confidence: 1 });
    expect(codes.filter((one) => one.code === code.code)).toHaveLength(1);
  });

  it('are none of the exam while nobody knows what was imaged', () => {
    expect(of(conceptOf({ name: 'QX 4711', modality: 'CT' }).codes, 'exam')).toEqual([]);
  });

  it('are there for every region that a person can choose', () => {
    for (const { region } of attributeValues.regions)
      expect(of(conceptOf({ name: 'x', modality: 'CT' }, { regions: [region] }).codes, 'region')).toHaveLength(1);
  });

  it('are looked up once, at the first question', () => {
    const concept = conceptOf({ name: 'MR BRAIN LOOKED UP ONCE', modality: 'MR' });
    expect(typeof Object.getOwnPropertyDescriptor(concept, 'codes')?.get).toBe('function');
    expect(concept.codes).toBe(concept.codes);
  });
});
