/** Ranking 200 candidates in this process: when their names were read before, and when no name was ever seen. */
import { rank, type Study } from '@throughline/relevance';
import { readVocabularies } from '@throughline/terminology';
import { type Benchmark, median, rounded } from './benchmark.ts';
import { unheardNames } from './exam-names.ts';

const candidates = 200;

const current: Study = {
  id: 'current',
  studyUid: '2.25.1',
  modality: 'CT',
  description: 'CT CHEST W CONTRAST',
  date: '2026-01-15',
  siteName: 'COUNTY',
};

const historyOf = (names: readonly string[]): readonly Study[] =>
  names.map((description, at) => ({
    id: `prior-${at}`,
    studyUid: `2.25.1000${at}`,
    description,
    date: `${2010 + (at % 15)}-${String(1 + (at % 12)).padStart(2, '0')}-11`,
    siteName: 'COUNTY',
  }));

const timed = (history: readonly Study[]): number => {
  const started = performance.now();
  rank(current, history);
  return performance.now() - started;
};

export const benchmark: Benchmark = async ({ quick }) => {
  const [warmUps, runs] = quick ? [20, 15] : [100, 51];
  readVocabularies();
  const fresh: number[] = [];
  const known: number[] = [];
  const names = unheardNames();
  for (let run = -warmUps; run < runs; run += 1) {
    const history = historyOf(Array.from({ length: candidates }, () => names.next().value));
    const first = timed(history);
    const again = timed(history);
    if (run < 0) continue;
    fresh.push(first);
    known.push(again);
  }
  const ours = { freshMs: rounded(median(fresh), 2), knownMs: rounded(median(known), 2), candidates };
  return { what: 'rank', ours, peer: null, ratio: null, unit: 'ms', runs };
};
