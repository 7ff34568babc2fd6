/** What reasons and reports ask about, in seven languages, and what they deny. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conceptOf, questionOf } from './index.ts';

const foci = (reason: string): readonly string[] => questionOf(reason).map(({ focus }) => focus);

describe('a question', () => {
  it.each([
    ['HCC s/p TACE, follow up', ['liver']],
    ['no hydronephrosis; rule out appendicitis', ['appendix']],
    ['r/o PE', ['pulmonary-arteries']],
    ['flank pain, hx kidney stones', ['urinary-tract']],
    ['tibia fx', ['tibia-fibula']],
    ['TIA', ['brain']],
    ['kein Anhalt für Nierensteine, V.a. Pankreatitis', ['pancreas']],
    ['sin colelitiasis pero con pancreatitis', ['pancreas']],
    ['sans embolie pulmonaire. Recherche de dissection aortique', ['thoracic-aorta']],
    ['senza calcolosi biliare; sciatalgia', ['lumbar-spine']],
    ['sem pneumonia, insuficiência cardíaca', ['heart']],
    ['geen longembolie, wel nierstenen', ['urinary-tract']],
    ['pain', []],
    ['', []],
  ])('%s', (reason, expected) => {
    expect(foci(reason)).toEqual(expect.arrayContaining(expected));
    if (expected.length === 0) expect(foci(reason)).toEqual([]);
    else expect(foci(reason).length).toBe(expected.length);
  });

  it('is asked by the reason first and by the report too, and is no part of what was imaged', () => {
    const exam = { name: 'CT ABDOMEN', modality: 'CT', reasonForExam: 'pancreatitis', reportText: 'Hydronephrosis.' };
    const concept = conceptOf(exam);
    expect(concept.asked).toEqual([
      { focus: 'pancreas', from: 'pancreatitis', source: 'reason' },
      { focus: 'kidney', from: 'hydronephrosis', source: 'report' },
    ]);
    expect([concept.focus, conceptOf({ name: 'CT ABDOMEN', modality: 'CT' }).asked]).toEqual(['general', []]);
  });

  it('is read whatever the text holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => questionOf(text, text).length <= 16),
      { numRuns: 50 },
    );
  });
});
