import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../network/random.ts';
import { misdated, mistyped, withoutMarks } from './errors.ts';
import { cultures, generateKind, kinds } from './index.ts';

const [german] = cultures;
if (german === undefined) throw new Error('No culture');

describe('sets of the kinds that linkage is measured on', () => {
  it('are the same for the same seed and others for another', () => {
    const [one, again, other] = [1, 1, 2].map((seed) => generateKind(seed, 'rldata500', german, 'own'));
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it.each(kinds)('%s has its fields, and no record twice', (kind) => {
    const records = generateKind(1, kind, german, 'own');
    expect(new Set(records.map((each) => each.record_id)).size).toBe(records.length);
    const filled = (field: 'street' | 'email' | 'birth_date'): boolean => records.some((each) => each[field] !== '');
    expect([filled('street'), filled('email'), filled('birth_date')]).toEqual([
      kind.startsWith('febrl'),
      kind === 'fake1000',
      true,
    ]);
  });

  it('of febrl1 have two records of each person, which are not the same', () => {
    const persons = Map.groupBy(generateKind(1, 'febrl1', german, 'own'), (record) => record.entity_id);
    expect([...persons.values()].every((records) => records.length === 2)).toBe(true);
    const said = ({ record_id: _, ...rest }: Record<string, string>) => JSON.stringify(rest);
    const altered = [...persons.values()].filter((records) => new Set(records.map(said)).size === 2);
    expect(altered.length).toBeGreaterThan(0.9 * persons.size);
  });

  it.each(cultures.map((culture) => [culture.name, culture] as const))('%s has namesakes', (_name, culture) => {
    const first = generateKind(1, 'febrl1', culture, 'own').filter((record) => record.record_id.endsWith('-0'));
    const names = Map.groupBy(first, ({ family, given }) => `${family}^${given}`);
    expect([...names.values()].some((bearers) => bearers.length > 1)).toBe(true);
  });

  it('are in Latin letters, but for faults, where that is wanted', () => {
    const greek = cultures.find(({ name }) => name === 'greek') ?? german;
    const letters = (scripts: 'own' | 'latin') =>
      generateKind(1, 'rldata500', greek, scripts).filter(({ family }) => /\p{Script=Greek}/u.test(family)).length;
    expect(letters('latin')).toBe(0);
    expect(letters('own')).toBeGreaterThan(400);
  });
});

describe('faults', () => {
  it('keep to the script of the word', () => {
    const random = randomFrom('faults');
    for (const [word, script] of [
      ['соколова', /^\p{Script=Cyrillic}+$/u],
      ['강지영', /^\p{Script=Hangul}+$/u],
      ['雅琴', /^\p{Script=Han}+$/u],
    ] as const)
      for (let n = 0; n < 50; n += 1) expect(mistyped(random, word)).toMatch(script);
  });

  it('take the marks of Latin letters only', () => {
    const random = randomFrom('marks');
    for (let n = 0; n < 20; n += 1) {
      expect(withoutMarks(random, 'соколова')).toBe('соколова');
      expect(withoutMarks(random, 'Müller')).not.toBe('Müller');
    }
  });

  it('leave a date in its form', () => {
    const random = randomFrom('dates');
    for (let n = 0; n < 50; n += 1) expect(misdated(random, '1949-07-22')).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });
});
