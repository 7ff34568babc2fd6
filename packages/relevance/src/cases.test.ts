/** Graded cases of every specialty: what a reader needs decides, not what the ranker does. The blind half was ranked once, late. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type GradedCase, rank, readCaseFile } from './index.ts';

const folder = new URL('../cases/', import.meta.url);
const casesOf = (half: string): readonly GradedCase[] =>
  readdirSync(new URL(`${half}/`, folder)).flatMap((name) =>
    readCaseFile(readFileSync(new URL(`${half}/${name}`, folder), 'utf8')),
  );

const gain = (grades: readonly number[]): number =>
  grades.slice(0, 5).reduce((sum, value, at) => sum + (2 ** value - 1) / Math.log2(at + 2), 0);

const shown = (one: GradedCase): readonly number[] => {
  const ranked = rank(one.current, one.candidates);
  return [
    ...ranked.map(({ study }) => study.grade),
    ...ranked.flatMap(({ copies }) => copies.map(({ grade }) => grade)),
  ];
};

const ndcgOf = (cases: readonly GradedCase[]): number => {
  const scored = cases.map(shown).filter((grades) => grades.some((grade) => grade > 0));
  return scored.reduce((sum, grades) => sum + gain(grades) / gain(grades.toSorted((a, b) => b - a)), 0) / scored.length;
};

const flaggedOf = (one: GradedCase): readonly number[] =>
  rank(one.current, one.candidates)
    .filter(({ tier }) => tier === 'show-first' || tier === 'relevant')
    .map(({ study }) => study.grade);

describe.each([
  ['seen', 0.97, 0.02],
  ['blind', 0.94, 0.03],
] as const)('the %s cases', (half, ndcg, falseAlarm) => {
  const cases = casesOf(half);

  it('are many, with three to twelve candidates each', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
    expect(cases.every(({ candidates }) => candidates.length >= 3 && candidates.length <= 12)).toBe(true);
  });

  it('are shown in the order that the reader needs', () => {
    expect(ndcgOf(cases)).toBeGreaterThan(ndcg);
  });

  it('raise few false alarms', () => {
    const flagged = cases.flatMap(flaggedOf);
    expect(flagged.filter((grade) => grade === 0).length / flagged.length).toBeLessThan(falseAlarm);
  });

  it('flag nothing where nothing is relevant', () => {
    const empty = cases.filter(({ candidates }) => candidates.every(({ grade }) => grade === 0));
    expect(empty.length).toBeGreaterThan(0);
    expect(empty.flatMap(flaggedOf)).toEqual([]);
  });
});

describe('cases as specialists would grade them', () => {
  const cases = casesOf('specialist');

  it('are of many fields, with five to thirteen candidates each', () => {
    expect(cases.length).toBeGreaterThanOrEqual(35);
    expect(cases.every(({ candidates }) => candidates.length >= 5 && candidates.length <= 13)).toBe(true);
  });

  it('are shown in the order that the specialist needs', () => {
    expect(ndcgOf(cases)).toBeGreaterThan(0.965);
  });

  it('raise few false alarms', () => {
    const flagged = cases.flatMap(flaggedOf);
    expect(flagged.filter((grade) => grade === 0).length / flagged.length).toBeLessThan(0.01);
  });
});

describe('a file of cases', () => {
  it('says which line is wrong', () => {
    expect(() => readCaseFile('= a-1 x\\n3 CT | CT HEAD | HEAD | 2024-01-01 | y')).toThrow(SyntaxError);
    const lines = '= a-1 x\n> CT | CT HEAD | HEAD | 2024-01-01 | 60Y F | z\nnonsense';
    expect(() => readCaseFile(lines)).toThrow('Case a-1: "nonsense" is no candidate.');
  });

  it('gives each candidate the age that the patient had', () => {
    const [one] = readCaseFile(
      '= a-1 x\n> CT | CT HEAD | HEAD | 2024-01-01 | 60Y F | z\n3 CT | CT HEAD | HEAD | 2014-01-01 | y\n0 CT | CT HEAD | HEAD | 2013-01-01 | y | age=002Y',
    );
    expect(one?.candidates.map(({ age }) => age)).toEqual(['050Y', '002Y']);
  });
});
