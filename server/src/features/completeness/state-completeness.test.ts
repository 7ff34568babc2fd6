import { completenessStatement } from '@throughline/contract';
import { describe, expect, it } from 'vitest';
import { at, codes, current, silent, source, state, study, three } from '../../../test/ledger.ts';
import type { Ledger } from './index.ts';

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

describe('a hospital that answered about this patient and answers nobody now', () => {
  const away = source('County General', { away: { since: at(9, 24) } });
  const sources = [source("Children's"), away];

  it('is told of beside what is complete as of its answer, and since when', () => {
    const statement = state({ sources });
    expect(statement.verdict).toBe('complete');
    expect(statement.headline).toMatch(
      /^Complete as of 09:20 · County General cannot be reached now, no answer since 09:24 · 2 of 2 hospitals answered/,
    );
    expect(statement.reasons).toMatchObject([{ code: 'source-away', sourceId: 'County General' }]);
    expect(statement.sources.map(({ away: told, text }) => [told, text])).toEqual([
      [null, "Children's: answered at 09:20, has 3 studies"],
      [
        { since: at(9, 24).toISOString() },
        'County General: answered at 09:20, has 3 studies; cannot be reached now, no answer since 09:24',
      ],
    ]);
  });

  it('does not give what is still to come from there', () => {
    const statement = state({ sources, studies: [current, study('CT', 0, 52, { transfer: 'queued' })] });
    expect(statement.headline).toContain('cannot be reached now');
    expect(statement.studies[1]?.text).toBe('CT: 0 of 52 images, its hospital does not answer');
  });

  it('is told of once when it is silent about this patient too', () => {
    const { headline, reasons } = state({ sources: [{ ...silent, away: { since: at(9, 12) } }] });
    expect(reasons.map(({ code }) => code)).toEqual(['source-silent']);
    expect(headline).not.toContain('cannot be reached now');
  });

  it('is told of without a time when it never answered anybody as far as is known', () => {
    expect(state({ sources: [source('A', { away: { since: null } })] }).headline).toContain(
      '· A cannot be reached now ·',
    );
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
  expect(only.studies[1]?.text).toBe('Echo: 1 of 1 object, the report only');
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

  it('name what is read first and what does not matter last, and say why that was not fetched', () => {
    const { studies } = state({
      studies: [study('X-ray knee', 0, 1, { role: 'other' }), study('Echo', 0, 52), current],
    });
    expect(studies.map(({ text }) => text).slice(1)).toEqual([
      'Echo: 0 of 52 images, not fetched',
      'X-ray knee: 0 of 1 image, not fetched: it was judged not to matter for this study',
    ]);
    expect(studies[0]?.studyInstanceUid).toBe(current.studyInstanceUid);
  });
});
