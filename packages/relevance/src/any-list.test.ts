/** What holds for any list of studies. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rank, type Study } from './index.ts';
import { ids, study } from './testing/studies.ts';

const chest = study('now', 'CT', 'CT CHEST W/O CONTRAST', '2026-05-01', { age: '060Y', sex: 'F' });

const names = [
  'CT CHEST',
  'XR CHEST PA',
  'MRI BRAIN',
  'XR KNEE LEFT',
  'XR KNEE RIGHT',
  'US OB',
  'TTE',
  'DOSE REPORT',
  'RX RODILLA',
  '',
];
const anyStudy = fc.record({
  modality: fc.constantFrom('CT', 'DX', 'MR', 'US', 'OT', ''),
  description: fc.oneof(fc.constantFrom(...names), fc.string({ unit: 'binary', maxLength: 20 })),
  date: fc.constantFrom('2020-01-01', '2021-06-01', '2024-02-29', '2025-12-31', '', 'none'),
  siteName: fc.constantFrom('A', 'B'),
  instances: fc.integer({ min: 1, max: 400 }),
  age: fc.constantFrom('', '060Y', '006W', 'x'),
  sex: fc.constantFrom('', 'F', 'M'),
});
const some = fc.tuple(anyStudy, fc.array(anyStudy, { maxLength: 12 })).map(([current, list]) => ({
  current,
  list: list.map((one, at) => ({ ...one, id: `s${at}`, studyUid: `1.2.${at}` })),
}));

describe('any list', () => {
  it('has every candidate once, as itself or as a copy, best first, each with a reason', () => {
    fc.assert(
      fc.property(some, ({ current, list }) => {
        const ranked = rank(current, list);
        const all = ranked.flatMap((one) => [one.study, ...one.copies]).map(({ id }) => id);
        expect(all.toSorted()).toEqual(list.map(({ id }) => id).toSorted());
        const order = ['show-first', 'relevant', 'marginal', 'not-relevant'];
        const tiers = ranked.map(({ tier }) => order.indexOf(tier));
        expect(tiers).toEqual(tiers.toSorted());
        for (const { score, reasons } of ranked) {
          expect(score >= 0 && score <= 1).toBe(true);
          expect(reasons.length).toBeGreaterThanOrEqual(1);
          expect(reasons.length).toBeLessThanOrEqual(3);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is ranked the same in whatever order it comes', () => {
    fc.assert(
      fc.property(
        some.chain(({ current, list }) =>
          fc.record({
            current: fc.constant(current),
            list: fc.constant(list),
            mixed: fc.shuffledSubarray(list, { minLength: list.length }),
          }),
        ),
        ({ current, list, mixed }) => {
          expect(rank(current, mixed)).toEqual(rank(current, list));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('keeps its order when a study of another part of the body is added', () => {
    fc.assert(
      fc.property(some, ({ current, list }) => {
        const toe = {
          id: 'toe',
          studyUid: '1.2.99',
          modality: 'DX',
          description: 'XR TOE',
          date: '1990-01-01',
          siteName: 'C',
        };
        const now = { ...current, description: 'CT CHEST', modality: 'CT' };
        const added = rank(now, [...list, toe]).filter((one) => one.study.id !== 'toe');
        expect(ids(added)).toEqual(ids(rank(now, list)));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps its order when a misfiled study of another person is added', () => {
    fc.assert(
      fc.property(some, ({ current, list }) => {
        const now = { ...current, age: '060Y', sex: 'F' };
        const other = {
          ...study('alien', 'CT', 'CT CHEST POST OP', '2025-12-30', { age: '006W', sex: 'F' }),
          studyUid: '9',
        };
        const added = rank({ ...now, date: '2026-01-01' }, [...list, other]).filter((one) => one.study.id !== 'alien');
        expect(ids(added)).toEqual(ids(rank({ ...now, date: '2026-01-01' }, list)));
      }),
      { numRuns: 200 },
    );
  });

  it('is mirrored when left and right change places', () => {
    const sided = fc.record({
      part: fc.constantFrom('KNEE', 'BREAST', 'HIP', 'WRIST', 'CHEST', 'SHOULDER'),
      side: fc.constantFrom('LT', 'RT', 'BILAT', ''),
      modality: fc.constantFrom('DX', 'MR', 'CT', 'US'),
      date: fc.constantFrom('2020-01-01', '2021-06-01', '2024-02-29', '2025-12-31'),
    });
    const swap: Readonly<Record<string, string>> = { LT: 'RT', RT: 'LT', BILAT: 'BILAT', '': '' };
    const named = (one: { part: string; side: string; modality: string; date: string }, at: number, turn: boolean) => ({
      id: `s${at}`,
      studyUid: `1.2.${at}`,
      modality: one.modality,
      date: one.date,
      description: `${one.modality} ${one.part} ${turn ? swap[one.side] : one.side}`,
    });
    const mirrored = fc.tuple(sided, fc.array(sided, { maxLength: 10 }), fc.constantFrom('left', 'right', ''));
    fc.assert(
      fc.property(mirrored, ([now, list, reason]) => {
        const other = reason === 'left' ? 'right' : reason === 'right' ? 'left' : '';
        const ranked = (turn: boolean) =>
          rank(
            { ...named({ ...now, date: '2026-01-01' }, 99, turn), reasonForExam: `pain ${turn ? other : reason}` },
            list.map((one, at) => named(one, at, turn)),
          ).map(({ study: { id }, score, tier }) => ({ id, score, tier }));
        expect(ranked(true)).toEqual(ranked(false));
      }),
      { numRuns: 300 },
    );
  });

  it('never ranks a newer study below an older one that is the same in all else, unless a named place in the series says why', () => {
    const places = new Set(['baseline', 'post-op-baseline', 'before-treatment', 'episode-start', 'implant-pictures']);
    const years = fc.uniqueArray(fc.integer({ min: 2008, max: 2025 }), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(some, fc.nat({ max: 11 }), years, ({ current, list }, pick, when) => {
        const chosen = list[pick % Math.max(1, list.length)];
        fc.pre(chosen !== undefined);
        const same = when.map((year) => ({
          ...chosen,
          age: '',
          id: `of ${year}`,
          studyUid: `1.3.${year}`,
          date: `${year}-03-03`,
          siteName: 'A',
        }));
        const ranked = rank({ ...current, age: '', date: '2026-06-01' }, [...list, ...same]);
        const placeOf = (year: number) => ranked.findIndex((one) => one.study.id === `of ${year}`);
        for (const newer of when)
          for (const older of when) {
            const [above, below] = [placeOf(newer), placeOf(older)];
            if (newer <= older || above < 0 || below < 0) continue;
            const explained = ranked[below]?.reasons.some(({ code }) => places.has(code)) ?? false;
            expect(above < below || explained, `${newer} and ${older}`).toBe(true);
          }
      }),
      { numRuns: 400 },
    );
  });

  it('is ranked whatever the fields hold', () => {
    const anything = fc.record(
      {
        description: fc.string({ unit: 'binary' }),
        date: fc.anything(),
        time: fc.anything(),
        modality: fc.anything(),
        bodyPartExamined: fc.anything(),
        laterality: fc.anything(),
        age: fc.anything(),
        sex: fc.anything(),
        siteName: fc.anything(),
        instances: fc.anything(),
        studyUid: fc.anything(),
        reasonForExam: fc.anything(),
        reportText: fc.anything(),
        series: fc.oneof(fc.constant('x'), fc.array(fc.anything({ maxDepth: 1 }), { maxLength: 2 })),
        procedureCode: fc.anything(),
      },
      { requiredKeys: [] },
    ) as unknown as fc.Arbitrary<Study>;
    fc.assert(
      fc.property(anything, fc.array(anything, { maxLength: 6 }), (now, list) => {
        const ranked = rank(now, list);
        expect(ranked.flatMap((one) => [one.study, ...one.copies])).toHaveLength(list.length);
        expect(ranked.every(({ score }) => score >= 0 && score <= 1)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('of two hundred is ranked without delay', () => {
    const parts = [
      'CT CHEST',
      'MRI BRAIN',
      'XR KNEE LEFT',
      'US ABDOMEN',
      'MAMMO SCREEN',
      'CT ABD PEL',
      'TTE',
      'XR CHEST PA',
    ];
    const many = Array.from({ length: 200 }, (_, at) =>
      study(`m${at}`, '', `${parts[at % parts.length]} ${at}`, `20${10 + (at % 15)}-0${1 + (at % 9)}-11`, {
        studyUid: `1.${at}`,
      }),
    );
    const took = () => {
      const started = process.cpuUsage();
      rank(chest, many);
      const { user, system } = process.cpuUsage(started);
      return (user + system) / 1000;
    };
    const runs = Array.from({ length: 30 }, took).toSorted((a, b) => a - b);
    expect(runs[3]).toBeLessThan(6);
  });
});
