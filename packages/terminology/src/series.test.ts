/** What series and their objects say fills what a name leaves open, and overrules nothing that it says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conceptOf, type ExamName, type SeriesSaid } from './index.ts';

const said = (exam: ExamName): string => {
  const { modality, regions, focus, laterality, contrast, views } = conceptOf(exam);
  return [modality, regions.join('+'), focus, laterality, contrast, views.names.join(' ')].join(' ').trim();
};

const knee: readonly SeriesSaid[] = [
  { modality: 'MR', description: 'SAG PD FS KNEE RT' },
  { modality: 'MR', description: 'COR T1 KNEE RT' },
];

describe('an exam whose name says nothing', () => {
  it.each([
    [
      'part and side of its series',
      { name: 'IMPORTED', modality: 'MR', series: knee },
      'MR lower-extremity knee right unspecified',
    ],
    [
      'the place that its series agree on, against a tag that is wrong',
      { name: 'IMPORTED', modality: 'MR', bodyPartExamined: 'CHEST', series: knee },
      'MR lower-extremity knee right unspecified',
    ],
    [
      'the modality of its pictures, though a document came first',
      { name: 'KNEE', modality: 'SR', series: [{ modality: 'SR' }, { modality: 'DX', viewPosition: 'AP' }] },
      'XR lower-extremity knee unspecified unspecified ap',
    ],
    [
      'PET where the CT of it was named',
      { name: 'WB', modality: 'CT', series: [{ modality: 'CT' }, { modality: 'PT' }] },
      'PT whole-body general none unspecified',
    ],
    [
      'both sides where series show both',
      { name: 'HAND', modality: 'DX', series: [{ laterality: 'L' }, { laterality: 'R' }] },
      'XR upper-extremity hand bilateral unspecified',
    ],
    [
      'the projections of its objects',
      { name: 'THORAX', modality: 'DX', series: [{ viewPosition: 'PA' }, { viewPosition: 'LL' }] },
      'XR chest general none unspecified lateral pa',
    ],
    [
      'the contrast agent that was recorded',
      { name: 'CT ABDOMEN', modality: 'CT', series: [{ description: 'AX 5MM', contrastAgent: 'IOHEXOL' }] },
      'CT abdomen general none with',
    ],
    [
      'before and after contrast of an MRI',
      {
        name: 'MRI BRAIN',
        modality: 'MR',
        series: [{ description: 'AX T1' }, { description: 'AX T1 POST', contrastAgent: 'GADOBUTROL' }],
      },
      'MR head brain none both',
    ],
    [
      'nothing of pictures that plan the scan',
      { name: 'CT', modality: 'CT', series: [{ description: 'CHEST SCOUT' }, { description: 'ABDOMEN AX' }] },
      'CT abdomen general none unspecified',
    ],
    [
      'what a standard code says',
      { name: 'X1', modality: 'CT', procedureCode: '24627-2' },
      'CT chest general none unspecified',
    ],
    [
      'nothing from a local code',
      { name: 'X1', modality: 'CT', procedureCode: '24627' },
      'CT unspecified general none unspecified',
    ],
  ] as const)('takes %s', (_title, exam, expected) => {
    expect(said(exam)).toBe(expected);
  });

  it('says where each came from', () => {
    const { evidence } = conceptOf({ name: 'IMPORTED', modality: 'MR', series: knee });
    expect(evidence).toContainEqual({ from: 'knee', gave: 'focus:knee', source: 'series' });
    expect(evidence).toContainEqual({ from: 'R', gave: 'laterality:right', source: 'series' });
  });
});

describe('a name that speaks', () => {
  const words = fc.constantFrom('KNEE', 'CHEST', 'LT', 'POST GAD', 'WO', 'SCOUT', 'BRAIN', '');
  const anySeries = fc.array(
    fc.record(
      {
        modality: fc.constantFrom('MR', 'CT', 'SR'),
        description: fc.array(words, { maxLength: 3 }).map((list) => list.join(' ')),
        laterality: fc.constantFrom('L', 'R', ''),
        bodyPartExamined: fc.constantFrom('CHEST', 'KNEE', ''),
        contrastAgent: fc.constantFrom('GADOBUTROL', ''),
      },
      { requiredKeys: [] },
    ),
    { maxLength: 5 },
  );

  it('is not overruled by any series', () => {
    const name = { name: 'MRI HIP RIGHT W/O CONTRAST', modality: 'MR' };
    fc.assert(
      fc.property(anySeries, (series) => {
        expect(said({ ...name, series })).toBe(said(name));
      }),
    );
  });

  it('is understood whatever series hold', () => {
    const anything = fc.array(fc.record({ description: fc.string({ unit: 'binary' }), viewPosition: fc.string() }));
    fc.assert(
      fc.property(anything, (series) => conceptOf({ name: '', series }).confidence <= 1),
      { numRuns: 50 },
    );
  });
});
