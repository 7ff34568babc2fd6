import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseCandidates, FEW_OF_A_KEY } from './candidates.ts';
import {
  blockingKeys,
  couldBeOne,
  isReusedIdentifier,
  matchRecords,
  neighbourhoodOf,
  type PatientRecord,
} from './index.ts';

const ids = (name: string, count: number): readonly string[] => Array.from({ length: count }, (_, n) => `${name}${n}`);

describe('candidates', () => {
  it('share a key that few have, or two that many have', () => {
    const [many, others] = [ids('a', FEW_OF_A_KEY + 1), ids('b', FEW_OF_A_KEY + 1)];
    expect(chooseCandidates([many])).toEqual([]);
    expect(chooseCandidates([ids('a', FEW_OF_A_KEY)])).toHaveLength(FEW_OF_A_KEY);
    expect(chooseCandidates([many, others])).toEqual([]);
    expect(chooseCandidates([many, [...others, 'a3']])).toEqual(['a3']);
  });

  it('come in the order of what they share', () => {
    expect(chooseCandidates([['x', 'y'], ['y'], ['z', 'y']])[0]).toBe('y');
  });
});

describe('keys of one record', () => {
  it('are in about half as many neighbourhoods', () => {
    const keys = blockingKeys({
      id: '1',
      issuer: 'NORTH',
      patientId: '1',
      name: 'HOLT^GRACE',
      birthDate: '19800214',
      street: '12 MILL LANE',
      locality: 'ASHBY',
      postcode: '20100',
      phone: '+442079460001',
    });
    const byNeighbourhood = Map.groupBy(keys, neighbourhoodOf);
    expect([...byNeighbourhood.values()].map((some) => some.map((key) => key.slice(0, 1)).join('')).sort()).toEqual(
      ['aa', 'bkqq', 'f', 'f', 'i', 'p', 'rr', 'st', 'st', 'ymwl'].sort(),
    );
  });
});

const pick = (...values: readonly (string | undefined)[]) => fc.constantFrom(...values);
const record = fc
  .record({
    name: pick(
      'HOLT^GRACE',
      'HOLT^GRACIE',
      'HOLD^GRACE^MAY',
      'GRACE^HOLT',
      'HOLT^BABY GIRL',
      'OKAFOR^EMEKA',
      undefined,
    ),
    birthDate: pick('19800214', '19800215', '19801402', '19550101', '19000101', '1980', undefined),
    sex: pick('F', 'M', undefined),
    street: pick('12 MILL LANE', '12 MILL LN', '9 HIGH STREET', undefined),
    locality: pick('ASHBY', 'ASHBEE', 'NORTON', undefined),
    postcode: pick('20100', '20101', undefined),
    phone: pick('02079460001', '+442079460001', '02079460009', undefined),
    email: pick('grace@example.org', 'g.holt@example.org', undefined),
    motherName: pick('MARSH^ANN', 'FEN^EVE', undefined),
    issuer: pick('NORTH', 'SOUTH'),
    patientId: pick('1', '2', '3'),
    stated: pick('7', '8', undefined),
  })
  .map(
    ({ stated, ...said }): PatientRecord => ({
      ...(Object.fromEntries(
        Object.entries(said).filter(([, value]) => value !== undefined),
      ) as unknown as PatientRecord),
      id: JSON.stringify(said),
      otherIds: stated === undefined ? [] : [{ issuer: 'THIRD', id: `445566${stated}` }],
    }),
  );

describe('the cheap look', () => {
  it('never passes over two that the whole comparison asks about or links', () => {
    fc.assert(
      fc.property(record, record, fc.constantFrom(0, 100_000, 5_000_000), (a, b, records) => {
        const known = { records };
        fc.pre(!couldBeOne(a, b, known));
        expect(matchRecords(a, b, known).outcome).toBe('distinct');
      }),
      { numRuns: 2000 },
    );
  });

  it('passes over most of those who share a birth date only', () => {
    const a: PatientRecord = { id: 'a', issuer: 'NORTH', patientId: '1', name: 'HOLT^GRACE', birthDate: '19800214' };
    expect(couldBeOne(a, { ...a, id: 'b', issuer: 'SOUTH', name: 'OKAFOR^EMEKA' }, { records: 1_000_000 })).toBe(false);
  });
});

describe('a reused identifier', () => {
  it('is a question whatever else is known, in both orders', () => {
    fc.assert(
      fc.property(record, record, (a, b) => {
        const other = { ...b, issuer: a.issuer, patientId: a.patientId };
        expect(matchRecords(a, other)).toMatchObject({ outcome: 'review', rules: ['reused-identifier'] });
        expect(isReusedIdentifier(a, other)).toBe(isReusedIdentifier(other, a));
      }),
    );
  });
});
