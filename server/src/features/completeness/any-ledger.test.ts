import { completenessStatement } from '@throughline/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, now } from '../../../test/ledger.ts';
import { type LedgerStudy, stateCompleteness } from './index.ts';

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
  away: fc.constantFrom(undefined, { since: null }, { since: at(9, 25) }),
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

describe('in chaos', () => {
  it('never says complete while anything that matters is missing, silent or unknown', () => {
    fc.assert(
      fc.property(anyLedger, (chaos) => {
        const { verdict, reasons, headline } = stateCompleteness(chaos, now);
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
        if (verdict === 'complete' && chaos.sources.some(({ away }) => away))
          expect(headline).toContain('cannot be reached now');
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
