/** A table of names in every specialty and language; what each means was written down before it was read by the engine. */
import { describe, expect, it } from 'vitest';
import { foci } from './data/anatomy.ts';
import { hardExams, namedExams, shareRight } from './testing/read-names.ts';

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
});
