/** Floors of the engines on the shared samples: a change that costs quality is seen. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PatientRecord } from '@throughline/identity';
import { asCsv, generatePopulation } from '@throughline/tools/population';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { corpusRoot } from '../../test/corpus.ts';
import { calibrateOn } from './eval/calibrate.ts';
import { readCsv } from './eval/identity/csv.ts';
import { MemoryIndex } from './eval/identity/index.ts';
import { columns, recordOf, scoreIdentity } from './eval/identity/score.ts';
import { explainCase, type PriorsCase, scorePriors } from './eval/priors.ts';
import { readTable, scoreProcedures } from './eval/procedures.ts';

const present = existsSync(join(corpusRoot, 'priors'));
if (!present) console.warn(`No samples at ${corpusRoot}: the floors are not tested. Set THROUGHLINE_CORPUS.`);

const text = (...path: readonly string[]): string => readFileSync(join(corpusRoot, ...path), 'utf8');
const cases = (name: string) => JSON.parse(text('priors', name)) as readonly PriorsCase[];

describe.skipIf(!present)('the samples', () => {
  it('are ranked as well as before', () => {
    const score = scorePriors(cases('sample.json'));
    expect(score.ndcgAt5).toBeGreaterThan(0.94);
    expect(score.recallAt5).toBeGreaterThan(0.94);
    expect(score.mustAt3).toBeGreaterThan(0.92);
    expect(score.flagRecall).toBeGreaterThan(0.93);
    expect(score.falseAlarm).toBeLessThan(0.03);
  });

  it('of labelled pairs are told apart as well as before', () => {
    const score = scorePriors(cases('labelled-pairs.json'));
    expect(score.accuracy).toBeGreaterThan(0.94);
    expect(score.f1).toBeGreaterThan(0.88);
  });

  it.each([
    ['febrl1', { f1: 0.985, found: 0.995 }],
    ['febrl3', { f1: 0.975, found: 0.985 }],
    ['rldata500', { f1: 0, found: 0.96 }],
    ['fake1000', { f1: 0, found: 0.9 }],
  ])(
    'of people (%s) are linked without a false link, and as completely as before',
    (name, floor) => {
      const { score } = scoreIdentity(readCsv(text('identity', 'common', `${name}.csv`), columns));
      expect(score.autoLinked.precision).toBe(1);
      expect(score.autoLinked.f1).toBeGreaterThanOrEqual(floor.f1);
      expect(score.withReview.recall).toBeGreaterThanOrEqual(floor.found);
    },
    60_000,
  );

  it('of exam names are read as well as before', () => {
    expect(scoreProcedures(readTable(text('procedures', 'sample', 'names.tsv'))).all).toBeGreaterThan(0.96);
  });
});

describe('the synthetic population', () => {
  it('is linked without a false link, twins, juniors, newborns and namesakes among it, and found as good as whole', () => {
    const { score } = scoreIdentity(readCsv(asCsv(generatePopulation(3, 1000)), columns));
    expect(score.truePairs).toBeGreaterThan(900);
    expect(score.autoLinked.precision).toBe(1);
    expect(score.autoLinked.recall).toBeGreaterThan(0.9);
    expect(score.withReview.recall).toBeGreaterThan(0.97);
  });

  it('is the same persons and the same questions in whichever order the hospitals tell of it', () => {
    const records = readCsv(asCsv(generatePopulation(7, 120)), columns).map(recordOf);
    const told = (order: readonly PatientRecord[]) => {
      const index = new MemoryIndex();
      for (const record of order) index.register(record);
      const persons = index.persons().map((group) => group.toSorted().join());
      return {
        persons: persons.sort(),
        questions: [...new Set(index.reviews.map((pair) => pair.toSorted().join()))].sort(),
      };
    };
    const inFile = told(records);
    fc.assert(
      fc.property(fc.shuffledSubarray(records, { minLength: records.length }), (order) => {
        expect(told(order)).toEqual(inFile);
      }),
      { numRuns: 5 },
    );
  });
});

const film = (id: string, description: string, date: string, grade: number, more = {}) => ({
  id,
  modality: 'DX',
  description,
  date,
  grade,
  ...more,
});

const knee: PriorsCase = {
  id: 'knee',
  current: { modality: 'DX', description: 'XR KNEE LEFT', date: '2026-05-01', reasonForExam: 'pain' },
  candidates: [
    film('last', 'KNEE LT 2V', '2025-05-01', 3, { siteName: 'COUNTY' }),
    film('right', 'KNEE RT 2V', '2025-06-01', 0),
  ],
};

describe('a case explained', () => {
  it('reads aloud: what is asked, how many matter, and each with its reason', () => {
    expect(explainCase(knee)).toEqual([
      'Now: DX "XR KNEE LEFT" of 2026-05-01, asked because of "pain".',
      '1 of 2 known studies are relevant.',
      '1.  Show first: DX "KNEE LT 2V" of 2025-05-01 at COUNTY: last comparable film (0.98).',
      '2.  Not relevant: DX "KNEE RT 2V" of 2025-06-01: the other side (0).',
    ]);
  });

  it('says that nothing is relevant where nothing is', () => {
    const [, right] = knee.candidates;
    expect(explainCase({ ...knee, candidates: right ? [right] : [] })[1]).toBe('Nothing relevant among what is known.');
  });
});

describe('calibration on cases', () => {
  it('shows every number that would change and the scores before and after, and leaves the ranking alone', () => {
    const hip = { modality: 'DX', description: 'XR HIP LEFT', date: '2025-05-01', outcome: 'opened' };
    const before = scorePriors([knee]).ndcgAt5;
    const feedback = Array.from({ length: 12 }, () => ({ current: knee.current, candidates: [hip] }));
    const { lines, pack, result } = calibrateOn(feedback, [knee], []);
    expect(lines[0]).toMatch(/^knee read with hip: 0\.22 to 0\.42 \(12 of 12 wanted\)$/);
    expect(lines).toContain('ndcgAt5: 1 before, 1 after');
    expect(lines.at(-2)).toMatch(/^of what readers opened or pulled in is offered: \d.* before, \d/);
    expect(pack.adjacency?.knee?.hip).toBe(0.42);
    expect([result.readings, result.observations, result.proposals]).toEqual([12, 12, 1]);
    expect(scorePriors([knee]).ndcgAt5).toBe(before);
  });

  it('says what is wrong with feedback', () => {
    expect(() => calibrateOn([{}], [knee], [])).toThrow('Reading 0: current has no description and date.');
  });
});
