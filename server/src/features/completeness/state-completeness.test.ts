import { completenessStatement } from '@throughline/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Ledger, type LedgerSource, type LedgerStudy, stateCompleteness } from './index.ts';

const now = new Date(2026, 10, 24, 9, 30);
const at = (hours: number, minutes: number): Date => new Date(2026, 10, 24, hours, minutes);

const source = (name: string, more: Partial<LedgerSource> = {}): LedgerSource => ({
  sourceId: name,
  siteName: name,
  sourceName: `${name} PACS`,
  outcome: 'found',
  found: 3,
  askedAt: at(9, 20),
  answeredAt: at(9, 20),
  lastAnsweredAt: at(9, 20),
  durationMs: 120,
  covers: true,
  reports: null,
  from: null,
  to: null,
  modalities: null,
  ...more,
});

const study = (
  label: string,
  received: number,
  claimed: number | null,
  more: Partial<LedgerStudy> = {},
): LedgerStudy => ({
  studyInstanceUid: label,
  label,
  siteName: 'County General',
  role: 'flagged',
  received,
  series: [],
  copies: [{ sourceId: 'County General', siteName: 'County General', claimed, kind: 'whole', gives: true }],
  announced: null,
  transfer: null,
  left: null,
  lastReceivedAt: at(9, 21),
  ...more,
});

const current = study('Spine film 2026-11-24', 2, 2, { role: 'current' });
const three = [source("Children's"), source('County General'), source('Riverside', { outcome: 'none', found: 0 })];
const ledger = (more: Partial<Ledger> = {}): Ledger => ({
  sources: three,
  studies: [current, study('Echo 2022-11-03', 52, 52)],
  vanished: [],
  mentions: [],
  links: [],
  hidden: [],
  ...more,
});
const state = (more: Partial<Ledger> = {}) => stateCompleteness(ledger(more), now);
const codes = (more: Partial<Ledger>) => state(more).reasons.map((reason) => reason.code);
const silent = source('County General', { outcome: 'unreachable', found: null, lastAnsweredAt: at(9, 12) });

describe('the verdict', () => {
  it('is complete when every source answered and everything that matters is whole', () => {
    const statement = state();
    expect(statement.verdict).toBe('complete');
    expect(statement.headline).toBe(
      'Complete as of 09:20 · 3 of 3 hospitals answered · this study and 1 relevant prior are whole',
    );
    expect(statement.asOf).toBe(at(9, 20).toISOString());
    expect(completenessStatement.parse(statement)).toEqual(statement);
  });

  it.each<[string, Partial<Ledger>, string, readonly string[]]>([
    ['a source that cannot be reached', { sources: [silent] }, 'incomplete', ['source-silent']],
    ['a source that is late', { sources: [{ ...silent, outcome: 'timed-out' }] }, 'incomplete', ['source-silent']],
    ['a source that refuses', { sources: [{ ...silent, outcome: 'refused' }] }, 'incomplete', ['source-refused']],
    ['a source that is being asked', { sources: [{ ...silent, outcome: 'asking' }] }, 'unknown', ['source-asking']],
    ['a source not asked', { sources: [{ ...silent, outcome: 'not-asked' }] }, 'unknown', ['source-not-asked']],
    ['an answer about other identifiers', { sources: [source('X', { covers: false })] }, 'unknown', ['source-asking']],
    ['no source at all', { sources: [] }, 'unknown', ['no-sources']],
    ['a record in review', { hidden: [{ siteName: 'Riverside', studies: 2 }] }, 'unknown', ['identity-review']],
    ['a prior without a count', { studies: [current, study('CT', 9, null)] }, 'unknown', ['study-count-unknown']],
    [
      'a current study without a count',
      { studies: [study('CT', 9, null, { role: 'current' })] },
      'unknown',
      ['study-count-unknown'],
    ],
    ['a prior that lacks images', { studies: [current, study('CT', 38, 52)] }, 'incomplete', ['study-partial']],
    ['a current study that lacks images', { studies: [{ ...current, received: 1 }] }, 'incomplete', ['study-partial']],
    [
      'a prior on its way',
      { studies: [current, study('CT', 3, 52, { transfer: 'running' })] },
      'incomplete',
      ['study-arriving'],
    ],
    [
      'a prior that waits',
      { studies: [current, study('CT', 0, 52, { transfer: 'queued' })] },
      'incomplete',
      ['study-arriving'],
    ],
    [
      'a prior that the budget leaves',
      { studies: [current, study('CT', 0, 52, { left: 'bytes' })] },
      'incomplete',
      ['study-left'],
    ],
    [
      'a prior that the time leaves in part',
      { studies: [current, study('CT', 9, 52, { left: 'time', transfer: 'partial' })] },
      'incomplete',
      ['study-left'],
    ],
    [
      'a source that does not tell of its reports',
      { sources: [source('X', { reports: { outcome: 'timed-out', lastAnsweredAt: null } })] },
      'unknown',
      ['reports-unknown'],
    ],
    [
      'a source whose images are not told of either',
      { sources: [{ ...silent, reports: { outcome: 'timed-out', lastAnsweredAt: null } }] },
      'incomplete',
      ['source-silent'],
    ],
    ['a prior not fetched', { studies: [current, study('CT', 0, 52)] }, 'incomplete', ['study-remote']],
    [
      'a prior that is tried again',
      { studies: [current, study('CT', 22, 28, { transfer: 'waiting' })] },
      'incomplete',
      ['study-partial'],
    ],
    [
      'a prior that failed',
      { studies: [current, study('CT', 0, 52, { transfer: 'failed' })] },
      'incomplete',
      ['study-failed'],
    ],
    [
      'a prior at a silent source',
      { sources: [silent], studies: [current, study('CT', 0, 52, { transfer: 'queued' })] },
      'incomplete',
      ['source-silent', 'study-remote'],
    ],
    ['a study that matters to nobody', { studies: [current, study('CT', 0, 52, { role: 'other' })] }, 'complete', []],
    [
      'copies that differ, the fullest here',
      {
        studies: [
          current,
          study('CT', 52, 52, {
            copies: [
              { sourceId: 'a', siteName: 'A', claimed: 38, kind: 'key-images', gives: true },
              { sourceId: 'b', siteName: 'B', claimed: 52, kind: 'whole', gives: true },
            ],
          }),
        ],
      },
      'complete',
      ['copies-differ'],
    ],
  ])('%s', (_title, more, verdict, reasons) => {
    expect(state(more).verdict).toBe(verdict);
    expect(codes(more)).toEqual(reasons);
  });

  it('what is missing weighs more than what is not known', () => {
    expect(state({ sources: [silent], hidden: [{ siteName: 'Riverside', studies: 2 }] }).verdict).toBe('incomplete');
  });
});

it('says of a copy what it is', () => {
  const copies = [
    { sourceId: 'a', siteName: 'A', claimed: 4, kind: 'key-images' as const, gives: true },
    { sourceId: 'b', siteName: 'B', claimed: 52, kind: 'whole' as const, gives: true },
  ];
  const differ = state({ studies: [current, study('CT', 52, 52, { copies })] });
  expect(differ.reasons.map(({ text }) => text)).toEqual(['CT: copies differ, A has 4 (key images only), B has 52']);
  const report = [{ sourceId: 'a', siteName: 'A', claimed: 1, kind: 'report-only' as const, gives: true }];
  const only = state({ studies: [current, study('Echo', 1, 1, { copies: report })] });
  expect(only.studies[1]?.text).toBe('Echo: 1 of 1 objects, the report only');
});

describe('counts', () => {
  const seriesOf = (uid: string, received: number, ...claims: readonly number[]) => ({
    seriesInstanceUid: uid,
    label: uid,
    received,
    claims,
  });

  it('do not let our own objects stand in for missing ones', () => {
    const series = [seriesOf('1', 51, 52), seriesOf('sr', 1)];
    const [, statement] = state({ studies: [current, study('CT', 52, 52, { series })] }).studies;
    expect(statement).toMatchObject({ received: 51, expected: 52, state: 'partial' });
  });

  it('do not let one series make up for another', () => {
    const series = [seriesOf('1', 30, 20), seriesOf('2', 10, 20)];
    const [, statement] = state({ studies: [current, study('CT', 40, 40, { series })] }).studies;
    expect(statement).toMatchObject({ received: 30, expected: 40, state: 'partial' });
  });

  it('add up the series of several copies', () => {
    const series = [seriesOf('1', 20, 20, 18), seriesOf('2', 0, 12)];
    const [, statement] = state({ studies: [current, study('CT', 20, 20, { series })] }).studies;
    expect(statement).toMatchObject({ received: 20, expected: 32, state: 'partial' });
  });
});

describe('witnesses beyond counts', () => {
  const gone = (since: Date) => [{ studyInstanceUid: 'CT', label: 'CT 2024-05-03', siteNames: ['Riverside'], since }];

  it('a study that is no longer listed is not known to be nothing, for a day', () => {
    const lately = state({ vanished: gone(at(8, 0)) });
    expect(lately.verdict).toBe('unknown');
    expect(lately.reasons[0]?.text).toBe('CT 2024-05-03: Riverside had it and no longer lists it since 08:00');
    const long = state({ vanished: gone(new Date(2026, 10, 22, 9)) });
    expect([long.verdict, long.reasons[0]?.code]).toEqual(['complete', 'study-vanished']);
  });

  it('a report that compares with a study that nobody lists', () => {
    const mentions = [{ studyInstanceUid: 'CT', label: 'CT 2024-05-03', mentioned: 'a CT of 2019-03-02' }];
    const statement = state({ mentions });
    expect(statement.verdict).toBe('unknown');
    expect(statement.reasons[0]?.text).toBe(
      'The report of CT 2024-05-03 compares with a CT of 2019-03-02, which no hospital lists',
    );
  });

  it('that contradict each other are shown as they are', () => {
    const series = [{ seriesInstanceUid: '1', label: 's', received: 4, claims: [4] }];
    const statement = state({ studies: [current, study('CT', 4, 5, { series })] });
    expect(statement.verdict).toBe('incomplete');
    expect(statement.reasons.map(({ text }) => text)).toContain(
      'CT: witnesses differ, the count of the study says 5, the list of its series says 4',
    );
  });

  it('a complete statement says what nobody answers for', () => {
    const limited = three.map((each) => ({ ...each, from: '2012-01-01' }));
    const statement = state({ sources: limited });
    expect(statement.verdict).toBe('complete');
    expect(statement.headline).toContain('no hospital answers for studies before 2012-01-01');
    expect(statement.reasons.map(({ code }) => code)).toEqual(['period-not-covered']);
  });

  it('says how sure it is whose studies these are, and what it keeps back', () => {
    const links = [
      { decided: false, score: 0.987 },
      { decided: true, score: 0.4 },
    ];
    const statement = state({ links, hidden: [{ siteName: 'Riverside', studies: 1 }] });
    expect(statement.identity).toEqual({
      records: 3,
      leastSure: 0.987,
      text: '3 records, the least sure link is 98 % certain',
    });
    expect(statement.hidden[0]?.text).toBe(
      '1 study of Riverside not shown: the record may be another patient and waits for review',
    );
    expect(state({}).identity).toMatchObject({ records: 1, leastSure: 1 });
    expect(state({ links: links.slice(1) }).identity.text).toBe('2 records, linked by a person');
  });
});

describe('the words', () => {
  it('name what matters first', () => {
    const statement = state({
      sources: [three[0] ?? silent, silent, three[2] ?? silent],
      studies: [
        current,
        study('Echo 2022-11-03', 38, 52, {
          transfer: 'running',
          copies: [{ sourceId: "Children's", siteName: "Children's", claimed: 52, kind: 'whole', gives: true }],
        }),
      ],
    });
    expect(statement.headline).toBe(
      'Incomplete · 2 of 3 hospitals answered · County General: no answer since 09:12 · Echo 2022-11-03: 38 of 52 images, arriving',
    );
  });

  it('tell systems of one site apart and count the site once', () => {
    const both = [source('A', { siteName: 'County General' }), { ...silent, sourceId: 'B' }];
    expect(state({ sources: both }).headline).toContain('0 of 1 hospital answered');
    expect(state({ sources: both }).reasons[0]?.text).toBe(
      'County General (County General PACS): no answer since 09:12',
    );
  });

  it('say the day when it was another', () => {
    const old = { ...silent, lastAnsweredAt: new Date(2026, 10, 22, 8, 5) };
    expect(state({ sources: [old] }).reasons[0]?.text).toBe('County General: no answer since 2026-11-22 08:05');
  });

  it('say when there never was an answer', () => {
    const never = { ...silent, lastAnsweredAt: null };
    expect(state({ sources: [never] }).reasons[0]?.text).toBe('County General: no answer yet, last asked 09:20');
  });
});

const anySource = fc.record({
  sourceId: fc.constantFrom('a', 'b', 'c'),
  siteName: fc.constantFrom('A', 'B'),
  sourceName: fc.constantFrom('x', 'y'),
  outcome: fc.constantFrom('found', 'none', 'refused', 'unreachable', 'timed-out', 'asking', 'not-asked' as const),
  found: fc.option(fc.nat(9)),
  askedAt: fc.option(fc.constant(at(9, 1))),
  answeredAt: fc.option(fc.constant(at(9, 2))),
  lastAnsweredAt: fc.option(fc.constant(at(8, 2))),
  durationMs: fc.option(fc.nat(100)),
  covers: fc.boolean(),
  reports: fc.option(
    fc.record({
      outcome: fc.constantFrom('answered', 'refused', 'unreachable', 'timed-out', 'not-asked' as const),
      lastAnsweredAt: fc.option(fc.constant(at(8, 1))),
    }),
  ),
  from: fc.constantFrom(null, '2010-01-01', '2015-06-01'),
  to: fc.constantFrom(null, '2020-12-31'),
  modalities: fc.constantFrom(null, ['CT'], ['CT', 'MR']),
});
const anySeries = fc.record({
  seriesInstanceUid: fc.constantFrom('s1', 's2', 's3'),
  label: fc.constant('s'),
  received: fc.nat(5),
  claims: fc.array(fc.nat(5), { maxLength: 2 }),
});
const anyStudy = fc
  .record({
    studyInstanceUid: fc.constantFrom('1', '2', '3'),
    label: fc.constant('CT'),
    siteName: fc.constant('A'),
    role: fc.constantFrom('current', 'flagged', 'other' as const),
    extra: fc.nat(3),
    series: fc.uniqueArray(anySeries, { selector: (series) => series.seriesInstanceUid, maxLength: 3 }),
    copies: fc.array(
      fc.record({
        sourceId: fc.constantFrom('a', 'b'),
        siteName: fc.constant('A'),
        claimed: fc.option(fc.nat(12)),
        kind: fc.constantFrom('whole', 'partial', 'key-images', 'report-only' as const),
        gives: fc.boolean(),
      }),
      { maxLength: 2 },
    ),
    announced: fc.option(fc.record({ objects: fc.integer({ min: 2, max: 5 }), missing: fc.nat(2) })),
    transfer: fc.constantFrom('queued', 'running', 'waiting', 'partial', 'failed', 'done', null),
    left: fc.constantFrom('bytes', 'time', null),
    lastReceivedAt: fc.option(fc.constantFrom(at(9, 29), at(3, 0))),
  })
  .map(({ extra, ...rest }) => ({ ...rest, received: rest.series.reduce((sum, each) => sum + each.received, extra) }));
const anyLedger = fc.record({
  sources: fc.array(anySource, { maxLength: 4 }),
  studies: fc.array(anyStudy, { maxLength: 4 }),
  hidden: fc.array(fc.record({ siteName: fc.constantFrom('A', 'B'), studies: fc.nat(3) }), { maxLength: 2 }),
  vanished: fc.array(
    fc.record({
      studyInstanceUid: fc.constant('9'),
      label: fc.constant('CT'),
      siteNames: fc.constant(['A']),
      since: fc.constantFrom(at(8, 0), new Date(2026, 10, 1)),
    }),
    { maxLength: 1 },
  ),
  mentions: fc.array(
    fc.record({
      studyInstanceUid: fc.constant('1'),
      label: fc.constant('CT'),
      mentioned: fc.constant('a CT of 2019-03-02'),
    }),
    { maxLength: 1 },
  ),
  links: fc.array(fc.record({ decided: fc.boolean(), score: fc.double({ min: 0.5, max: 1, noNaN: true }) }), {
    maxLength: 2,
  }),
});

/** Whatever anybody claims, computed here in the plainest way. */
const isMissing = (each: LedgerStudy): boolean =>
  each.copies.some(({ claimed }) => claimed !== null && claimed > each.received) ||
  (each.announced !== null && (each.announced.missing > 0 || each.announced.objects > each.received)) ||
  each.series.some(({ received, claims }) => claims.some((claim) => claim > received));

describe('what a modality announced', () => {
  const sent = (missing: number) => {
    const announced = { objects: 2 + missing, missing };
    return study('Spine film 2026-11-24', 2, null, { role: 'current', copies: [], announced });
  };

  it('is a witness of a study that no source lists', () => {
    expect(state({ studies: [sent(0)] }).verdict).toBe('complete');
    expect(state({ studies: [study('Spine film', 2, null, { role: 'current', copies: [] })] }).verdict).toBe('unknown');
  });

  it('is missed when it did not come', () => {
    const statement = state({ studies: [sent(3)] });
    expect(statement.verdict).toBe('incomplete');
    expect(statement.studies[0]).toMatchObject({ received: 2, expected: 5 });
  });
});

describe('in chaos', () => {
  it('never says complete while anything that matters is missing, silent or unknown', () => {
    fc.assert(
      fc.property(anyLedger, (chaos) => {
        const { verdict, reasons } = stateCompleteness(chaos, now);
        const counted = chaos.studies.filter((each) => each.role !== 'other');
        const answered = chaos.sources.every(
          (each) =>
            (each.outcome === 'found' || each.outcome === 'none') &&
            each.covers &&
            (each.reports === null || each.reports.outcome === 'answered'),
        );
        const told = chaos.mentions.length === 0 && chaos.vanished.every(({ since }) => since < at(0, 0));
        const sure = answered && chaos.sources.length > 0 && chaos.hidden.length === 0 && told;
        const witnessed = counted.every(
          (each) =>
            each.announced !== null ||
            each.copies.some(({ claimed }) => claimed !== null) ||
            each.series.some(({ claims }) => claims.length > 0),
        );
        if (!sure || !witnessed || counted.some(isMissing)) expect(verdict).not.toBe('complete');
        if (verdict !== 'complete') expect(reasons.length).toBeGreaterThan(0);
      }),
      { numRuns: 10_000, seed: 21 },
    );
  });

  it('gives the same statement for the same ledger, in the shape of the contract', () => {
    fc.assert(
      fc.property(anyLedger, (chaos) => {
        const statement = stateCompleteness(chaos, now);
        expect(stateCompleteness(structuredClone(chaos), now)).toEqual(statement);
        expect(completenessStatement.safeParse(statement).success).toBe(true);
      }),
      { numRuns: 500, seed: 22 },
    );
  });

  it('a lost object never makes the verdict better', () => {
    const order = { complete: 2, unknown: 1, incomplete: 0 };
    fc.assert(
      fc.property(anyLedger, fc.nat(3), (chaos, place) => {
        const studies = chaos.studies.map((each, n) =>
          n === place && each.role !== 'other' && each.received > 0
            ? {
                ...each,
                received: each.received - 1,
                series: each.series.map((s, k) => (k === 0 ? { ...s, received: Math.max(0, s.received - 1) } : s)),
              }
            : each,
        );
        const before = order[stateCompleteness(chaos, now).verdict];
        expect(order[stateCompleteness({ ...chaos, studies }, now).verdict]).toBeLessThanOrEqual(before);
      }),
      { numRuns: 2_000, seed: 23 },
    );
  });
});
