import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapsOf, gapText } from './coverage.ts';
import type { LedgerSource } from './ledger.ts';

const source = (from: string | null, to: string | null, modalities: readonly string[] | null = null): LedgerSource => ({
  sourceId: 's',
  siteName: 'S',
  sourceName: 'S',
  outcome: 'none',
  found: 0,
  askedAt: null,
  answeredAt: null,
  lastAnsweredAt: null,
  durationMs: null,
  covers: true,
  reports: null,
  from,
  to,
  modalities,
});

describe('what nobody answers for', () => {
  it.each<[string, readonly LedgerSource[], readonly string[]]>([
    ['nothing where one answers for all', [source(null, null), source('2015-01-01', null, ['CT'])], []],
    ['what was before the first', [source('2012-01-01', null)], ['no hospital answers for studies before 2012-01-01']],
    [
      'what is between two',
      [source(null, '2012-12-31'), source('2014-01-01', null)],
      ['no hospital answers for studies from 2013-01-01 to 2013-12-31'],
    ],
    ['nothing between neighbours', [source(null, '2012-12-31'), source('2013-01-01', null)], []],
    ['what is after the last', [source(null, '2020-06-30')], ['no hospital answers for studies from 2020-07-01 on']],
    ['other modalities', [source(null, null, ['CT', 'MR'])], ['no hospital answers for studies other than CT, MR']],
    [
      'other modalities in a time',
      [source('2015-01-01', null), source(null, '2014-12-31', ['CT'])],
      ['no hospital answers for studies other than CT before 2015-01-01'],
    ],
  ])('is %s', (_what, sources, texts) => {
    expect(gapsOf(sources).map(gapText)).toEqual(texts);
  });

  it('is found day by day, however the sources lie', () => {
    const day = fc.option(fc.constantFrom('2010-01-01', '2012-05-05', '2012-05-06', '2018-12-31'), { nil: null });
    const modalities = fc.option(fc.constantFrom(['CT'], ['MR'], ['CT', 'MR']), { nil: null });
    const any = fc.record({ from: day, to: day, modalities });
    const days = ['2009-12-31', '2010-01-01', '2012-05-05', '2012-05-06', '2012-05-07', '2018-12-31', '2019-01-01'];
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 4 }), fc.constantFrom(...days), (all, at) => {
        const sources = all.map((each) => source(each.from, each.to, each.modalities));
        const there = sources.filter(({ from, to }) => (from ?? at) <= at && (to ?? at) >= at);
        const whole = there.some((each) => each.modalities === null);
        const gaps = gapsOf(sources).filter(({ from, to }) => (from ?? at) <= at && (to ?? at) >= at);
        expect(gaps).toHaveLength(whole ? 0 : 1);
        if (!whole)
          expect(gaps[0]?.modalities).toEqual([...new Set(there.flatMap((each) => each.modalities ?? []))].toSorted());
      }),
      { numRuns: 500 },
    );
  });
});
