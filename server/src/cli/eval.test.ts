/** Floors of the engines on the shared samples: a change that costs quality is seen. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { corpusRoot } from '../../test/corpus.ts';
import { type PriorsCase, scorePriors } from './eval/priors.ts';
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

  it('of exam names are read as well as before', () => {
    expect(scoreProcedures(readTable(text('procedures', 'sample', 'names.tsv'))).all).toBeGreaterThan(0.96);
  });
});
