/** What a person says of an exam overrules its words, and nothing else changes. */
import { describe, expect, it } from 'vitest';
import { type Concept, conceptOf } from './index.ts';

const said = ({ modality, regions, focus, laterality, contrast }: Concept) =>
  `${modality} ${regions.join('+')} ${focus} ${laterality} ${contrast}`;

describe('a correction', () => {
  it.each([
    [
      'what no word says',
      { name: 'ZAUBER 7', modality: 'CT' },
      { focus: 'liver' },
      'CT abdomen liver none unspecified',
    ],
    [
      'a modality, and the words say the rest',
      { name: 'PROTOKOLL KNIE LI', modality: 'OT' },
      { modality: 'MR' },
      'MR lower-extremity knee left unspecified',
    ],
    [
      'regions: a focus elsewhere is given up',
      { name: 'CT KNEE', modality: 'CT' },
      { regions: ['chest', 'abdomen'] },
      'CT chest+abdomen general none unspecified',
    ],
    [
      'a region that holds the focus: it stays',
      { name: 'US LIVER', modality: 'US' },
      { regions: ['abdomen', 'pelvis'] },
      'US abdomen+pelvis liver none unspecified',
    ],
    [
      'a paired part: the side that was sent counts',
      { name: 'EXTREM 2E', modality: 'DX', laterality: 'R' },
      { focus: 'ankle' },
      'XR lower-extremity ankle right unspecified',
    ],
    [
      'side and contrast',
      { name: 'CT KNEE', modality: 'CT' },
      { laterality: 'right', contrast: 'with' },
      'CT lower-extremity knee right with',
    ],
  ] as const)('says %s', (_title, exam, correction, expected) => {
    expect(said(conceptOf(exam, correction))).toBe(expected);
  });

  it('is sure, says who says so, and speaks plainly', () => {
    const concept = conceptOf({ name: 'ZAUBER 7', modality: 'CT' }, { focus: 'liver' });
    expect(concept).toMatchObject({ confidence: 1, plain: 'CT liver', specialty: 'abdomen-gi' });
    expect(concept.confidences).toMatchObject({ focus: 1, regions: 1, contrast: 0.25 });
    expect(concept.evidence.filter(({ source }) => source === 'code-map').map(({ gave }) => gave)).toEqual([
      'regions:abdomen',
      'focus:liver',
    ]);
  });

  it('leaves the uncorrected concept as it was', () => {
    const exam = { name: 'ZAUBER 8', modality: 'CT' };
    const before = said(conceptOf(exam));
    conceptOf(exam, { focus: 'liver' });
    expect(said(conceptOf(exam))).toBe(before);
    expect(conceptOf(exam).evidence).toEqual([]);
  });
});
