/** Exam names as hospitals write them, and what each means; by how the exams are done, not by any collection of names. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Concept, conceptOf, type ExamName } from './index.ts';

type Row = readonly [name: string, modality: string, regions: string, focus: string, side: string, contrast: string];

const english: readonly Row[] = [
  ['CT CHEST W/O CONTRAST', 'CT', 'chest', 'general', 'none', 'without'],
  ['CT ABD/PELV W IV', 'CT', 'abdomen pelvis', 'general', 'none', 'with'],
  ['MRI BRAIN W WO CONTRAST', 'MR', 'head', 'brain', 'none', 'both'],
  ['XR KNEE LT 3V', 'XR', 'lower-extremity', 'knee', 'left', 'unspecified'],
  ['XR KNEES BILATERAL', 'XR', 'lower-extremity', 'knee', 'bilateral', 'unspecified'],
  ['US RENAL', 'US', 'abdomen', 'kidney', 'unspecified', 'unspecified'],
  ['MAMMO SCREENING BILAT', 'MG', 'breast', 'breast', 'bilateral', 'unspecified'],
  ['US OB 20 WK ANATOMY', 'US', 'pelvis', 'fetus', 'none', 'unspecified'],
  ['TTE COMPLETE', 'US', 'chest', 'heart', 'none', 'unspecified'],
  ['CHEST PA AND LATERAL', 'XR', 'chest', 'general', 'none', 'unspecified'],
];

const spanish: readonly Row[] = [
  ['TC TORAX SIN CONTRASTE', 'CT', 'chest', 'general', 'none', 'without'],
  ['RX RODILLA IZQUIERDA', 'XR', 'lower-extremity', 'knee', 'left', 'unspecified'],
  ['RM CEREBRAL CON CONTRASTE', 'MR', 'head', 'brain', 'none', 'with'],
  ['ECOGRAFÍA RENAL', 'US', 'abdomen', 'kidney', 'unspecified', 'unspecified'],
  ['RX MUÑECA DERECHA', 'XR', 'upper-extremity', 'wrist', 'right', 'unspecified'],
];

const german: readonly Row[] = [
  ['Röntgen Thorax 2 Ebenen', 'XR', 'chest', 'general', 'none', 'unspecified'],
  ['MRT Schädel nativ', 'MR', 'head', 'brain', 'none', 'without'],
  ['CT Abdomen mit KM', 'CT', 'abdomen', 'general', 'none', 'with'],
  ['Sono Hüfte bds', 'US', 'pelvis', 'hip', 'bilateral', 'unspecified'],
  ['Rö Knie links', 'XR', 'lower-extremity', 'knee', 'left', 'unspecified'],
];

const french: readonly Row[] = [
  ['IRM CEREBRALE AVEC INJECTION', 'MR', 'head', 'brain', 'none', 'with'],
  ['ECHOGRAPHIE HANCHES', 'US', 'pelvis', 'hip', 'bilateral', 'unspecified'],
  ['RADIO GENOU DROIT', 'XR', 'lower-extremity', 'knee', 'right', 'unspecified'],
  ['SCANNER THORACIQUE SANS INJECTION', 'CT', 'chest', 'general', 'none', 'without'],
];

const row = (concept: Concept): Row => [
  '',
  concept.modality,
  concept.regions.join(' '),
  concept.focus,
  concept.laterality,
  concept.contrast,
];

describe.each([
  ['English', english],
  ['Spanish', spanish],
  ['German', german],
  ['French', french],
] as const)('%s names', (_language, rows) => {
  it.each(rows)('%s', (...expected) => {
    const [name, ...meaning] = expected;
    expect(row(conceptOf({ name })).slice(1)).toEqual(meaning);
  });
});

interface Ambiguous {
  readonly exam: ExamName;
  readonly is: Partial<Concept>;
  readonly why: string;
}

const ambiguous: readonly Ambiguous[] = [
  {
    exam: { name: 'LE', modality: 'US' },
    is: { modality: 'US', regions: ['lower-extremity'] },
    why: 'lower extremity',
  },
  { exam: { name: 'C SPINE', modality: 'CR' }, is: { modality: 'XR', focus: 'cervical-spine' }, why: 'C is cervical' },
  {
    exam: { name: 'BX', modality: 'US' },
    is: { modality: 'US', qualifiers: ['biopsy'] },
    why: 'what was done, not where',
  },
  {
    exam: { name: 'BX', modality: 'US', bodyPartExamined: 'BREAST' },
    is: { focus: 'breast' },
    why: 'the attribute says where',
  },
  { exam: { name: 'ABD', modality: 'DX' }, is: { modality: 'XR', regions: ['abdomen'] }, why: 'a film of the abdomen' },
  { exam: { name: 'HIP US' }, is: { modality: 'US', focus: 'hip' }, why: 'US is no country here' },
  {
    exam: { name: '', modality: 'CT', bodyPartExamined: 'CHEST' },
    is: { modality: 'CT', regions: ['chest'] },
    why: 'attributes alone',
  },
  {
    exam: { name: 'KNEE', modality: 'DX', laterality: 'R' },
    is: { laterality: 'right' },
    why: 'the side is in the attribute',
  },
  {
    exam: { name: 'KNEE LEFT', modality: 'DX', laterality: 'R' },
    is: { laterality: 'left' },
    why: 'the name is the order',
  },
  {
    exam: { name: 'FOO BAR' },
    is: { modality: 'NONE', regions: ['unspecified'], plain: 'FOO BAR' },
    why: 'not understood stays as it is',
  },
  { exam: { name: '' }, is: { modality: 'NONE', regions: ['unspecified'] }, why: 'nothing is said' },
];

describe('names that need care', () => {
  it.each(ambiguous)('$exam.name $exam.modality $exam.bodyPartExamined: $why', ({ exam, is }) => {
    expect(conceptOf(exam)).toMatchObject(is);
  });

  it('is less sure of what it does not know', () => {
    const [known, half, none] = ['CT HEAD', 'CT HEAD ZZYX', 'ZZYX'].map((name) => conceptOf({ name }).confidence);
    expect(known).toBeGreaterThan(half as number);
    expect(half).toBeGreaterThan(none as number);
  });
});

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(fc.constantFrom('CT', 'KNEE', 'LT', 'w/', 'w/o', 'con', 'mit', 'Rö', '/', '2', 'constructor', '__proto__'), {
      maxLength: 9,
    })
    .map((words) => words.join(' ')),
);

describe('any name', () => {
  it('has a concept, always the same, with confidence in its bounds', () => {
    const exam = fc.record({ name: text, modality: text, bodyPartExamined: text, laterality: text });
    fc.assert(
      fc.property(exam, (one) => {
        const concept = conceptOf(one);
        expect(conceptOf({ ...one })).toEqual(concept);
        expect(concept.confidence).toBeGreaterThanOrEqual(0);
        expect(concept.confidence).toBeLessThanOrEqual(1);
        expect(concept.regions.length).toBeGreaterThan(0);
        expect(concept.spans).not.toContain(concept.focus);
      }),
      { numRuns: 1000 },
    );
  });

  it('reads alike whatever its case and spacing', () => {
    for (const [name] of [...english, ...spanish, ...french]) {
      const loose = ` ${name.toLowerCase().replaceAll(' ', '   ')} `;
      expect(row(conceptOf({ name: loose }))).toEqual(row(conceptOf({ name })));
    }
  });

  it.each([
    ['XR LTKNEE 2V', 'XR', 'knee', 'left'],
    ['RTHIP 2V', 'NONE', 'hip', 'right'],
    ['XR LKNEE', 'XR', 'knee', 'left'],
    ['XR RIGHTHIP', 'XR', 'hip', 'right'],
    ['MRLTKNEE', 'MR', 'knee', 'left'],
    ['CTRTANKLE', 'CT', 'ankle', 'right'],
    ['US RTKIDNEY', 'US', 'kidney', 'right'],
    ['XR LSPINE', 'XR', 'lumbar-spine', 'none'],
    ['IR FILTER', 'XA', 'abdominal-veins', 'none'],
    ['RIGHT KNEE XR NOT LEFT', 'XR', 'knee', 'right'],
    ['XR KNEE L NOT R', 'XR', 'knee', 'left'],
  ])('reads what is glued together, and which side it is not: %s', (name, modality, focus, laterality) => {
    expect(conceptOf({ name })).toMatchObject({ modality, focus, laterality });
  });

  it.each(['CT HEAD ', 'w/ ', 'x', '1a', 'ß', 'é', 'abdomen pelvis chest '])(
    'of 10 KB of %j is read in time',
    (piece) => {
      const name = piece.repeat(Math.ceil(10_000 / piece.length));
      const started = performance.now();
      conceptOf({ name });
      expect(performance.now() - started).toBeLessThan(500);
    },
  );
});

describe('what is not sure', () => {
  it('keeps the other meaning of an abbreviation, unless the rest of the name decides', () => {
    const others = (name: string) => conceptOf({ name }).alternatives.map(({ focus, regions }) => focus ?? regions);
    expect(others('US PV')).toEqual(['abdominal-veins', 'central-veins', ['pelvis']]);
    expect(others('XR LE')).toEqual(['elbow']);
    expect(others('XR CHEST AP')).toEqual([]);
    expect(others('US PV KNEE')).toEqual([]);
    const [first] = conceptOf({ name: 'XR LE' }).alternatives;
    expect(first).toMatchObject({ from: 'le', laterality: 'left' });
    expect(first?.confidence).toBeLessThan(conceptOf({ name: 'XR LE' }).confidence);
  });

  it('is less sure of what was not said than of what was', () => {
    const sure = (exam: Parameters<typeof conceptOf>[0]) => conceptOf(exam).confidences;
    expect(sure({ name: 'XR KNEE LEFT' }).laterality).toBeGreaterThan(sure({ name: 'XR KNEE' }).laterality);
    expect(sure({ name: 'XR KNEE', laterality: 'L' }).laterality).toBeGreaterThan(sure({ name: 'XR KNEE' }).laterality);
    expect(sure({ name: 'CT CHEST' }).regions).toBeGreaterThan(sure({ name: 'CT', bodyPartExamined: 'CHEST' }).regions);
    expect(sure({ name: 'CT CHEST WITHOUT CONTRAST' }).contrast).toBeGreaterThan(sure({ name: 'CT CHEST' }).contrast);
    expect(sure({ name: 'CT CHEST QWXZ' }).regions).toBeLessThan(sure({ name: 'CT CHEST' }).regions);
    expect(sure({ name: 'QWXZ' })).toMatchObject({ modality: 0, regions: 0, focus: 0 });
  });
});
