/** A table of names in every specialty and language; what each means was written down before it was read by the engine. */
import { describe, expect, it } from 'vitest';
import { foci } from './data/anatomy.ts';
import { conceptOf } from './index.ts';
import { hardExams, hospitalExams, namedExams, shareRight, worldExams } from './testing/read-names.ts';

describe('names of every specialty and language', () => {
  it('has a name for every focus of the vocabulary', () => {
    const named = new Set(namedExams.map(({ is }) => is[2]));
    expect(Object.keys(foci).filter((focus) => !named.has(focus))).toEqual([]);
  });

  it('are read right in all five attributes', () => {
    expect(namedExams.length).toBeGreaterThan(500);
    expect(shareRight(namedExams)).toBeGreaterThan(0.95);
  });

  it('are read right when they were typed in a hurry', () => {
    expect(hardExams.length).toBeGreaterThan(450);
    expect(shareRight(hardExams)).toBeGreaterThan(0.97);
  });

  it('are read right in every modality and in twenty languages', () => {
    expect(worldExams.length).toBeGreaterThan(200);
    expect(shareRight(worldExams)).toBeGreaterThan(0.98);
  });
});

describe('names as hospitals type them', () => {
  it('are read right in all five attributes', () => {
    expect(hospitalExams.length).toBeGreaterThan(550);
    expect(shareRight(hospitalExams)).toBeGreaterThan(0.98);
  });

  it.each([
    ['US SHLDR RT', 'shoulder', 'right'],
    ['US BLDR', 'bladder', 'none'],
    ['US KDNYS', 'kidney', 'bilateral'],
    ['XR CLVCL LT', 'clavicle', 'left'],
  ])('are read without their vowels: %s', (name, focus, side) => {
    const { focus: read, laterality } = conceptOf({ name });
    expect([read, laterality]).toEqual([focus, side]);
  });

  it.each(['CT CLNC FOLLOW', 'XR HSPTL COPY', 'MR PTNT MOVED', 'US CNTRL LINE'])(
    'take no other word for one: %s',
    (name) => {
      expect(conceptOf({ name }).focus).toBe('general');
    },
  );

  it.each([
    ['IR PICC PLACEMENT RT', 'unspecified'],
    ['IR KYPHOPLASTY L2', 'unspecified'],
    ['IR CHEST TUBE PLACEMENT RT', 'unspecified'],
    ['IR UFE', 'with'],
    ['IR CEREBRAL ANGIO', 'with'],
    ['IR RENAL EMBOLIZATION LT', 'with'],
  ])('tell a line or a needle from an angiography: %s', (name, contrast) => {
    expect(conceptOf({ name, modality: 'XA' }).contrast).toBe(contrast);
  });

  it('take no "without" of an ultrasound for contrast', () => {
    expect(conceptOf({ name: 'US BPP W/O NST', modality: 'US' }).contrast).toBe('unspecified');
    expect(conceptOf({ name: 'US LIVER WITHOUT CONTRAST', modality: 'US' }).contrast).toBe('without');
  });

  it.each(['TDM THORAX ENCEINTE', 'RX TORAX DE PIE', 'RX TORAX PLANTA 3', 'TC TORAX PLANTAO', 'TC TORACE GRAVIDA'])(
    'take no word of the ward for a part: %s',
    (name) => {
      expect(conceptOf({ name }).regions).toEqual(['chest']);
    },
  );

  it('know the brain that is scanned for a shunt', () => {
    expect(conceptOf({ name: 'CT HEAD VP SHUNT EVAL', modality: 'CT' }).focus).toBe('brain');
    expect(conceptOf({ name: 'SHUNT SERIES', modality: 'DX' }).focus).toBe('shunt');
  });
});

describe('the spinal cord', () => {
  const cord = conceptOf({ name: 'MRI SPINAL CORD W/WO', modality: 'MR' });

  it('is known for what it is, and its level stays open', () => {
    expect(cord.qualifiers).toContain('spinal-cord');
    expect(cord.focus).toBe('general');
    expect(cord.alternatives.map(({ focus }) => focus)).toEqual(['cervical-spine', 'thoracic-spine', 'whole-spine']);
    expect(cord.plain).toBe('MR spine, without and with contrast, spinal cord');
  });

  it.each([
    'MRT Myelon',
    'RM médula espinal',
    'МРТ спинного мозга',
    '脊髓MRI',
    'MR ryggmärg',
    'MRI μαγνητική νωτιαίου μυελού',
  ])('is read in %s, which is no myelography', (name) => {
    const concept = conceptOf({ name, modality: 'MR' });
    expect([concept.regions, concept.qualifiers, concept.contrast]).toEqual([
      ['spine'],
      ['spinal-cord'],
      'unspecified',
    ]);
  });

  it('leaves a level that is named', () => {
    const { focus, alternatives } = conceptOf({ name: 'MR T SPINE CORD COMPRESSION', modality: 'MR' });
    expect([focus, alternatives]).toEqual(['thoracic-spine', []]);
  });

  it('is none of the cords of a child, a voice or a testicle', () => {
    for (const name of ['US UMBILICAL CORD DOPPLER', 'US SPERMATIC CORD', 'CT VOCAL CORD'])
      expect(conceptOf({ name }).regions).not.toContain('spine');
  });
});
