import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameKeysOf, normaliseName } from './name-keys.ts';
import { soundOf } from './sound.ts';

describe('a name is normalised', () => {
  it.each([
    ['Müller', 'MULLER'],
    ["O'Neil", 'ONEIL'],
    ['O’Neil', 'ONEIL'],
    ['García-López', 'GARCIA LOPEZ'],
    ['Weiß', 'WEISS'],
    ['  van der  Berg ', 'VAN DER BERG'],
    ['Łukasz', 'ŁUKASZ'],
    ['山田', '山田'],
    ['ﾔﾏﾀﾞ', 'ヤマタ'],
    ['--', ''],
  ])('%s', (name, normal) => {
    expect(normaliseName(name)).toBe(normal);
  });
});

describe('names that sound alike', () => {
  it.each([
    ['SMITH', 'SMYTH'],
    ['MEYER', 'MAIER'],
    ['SCHMIDT', 'SCHMITT'],
    ['CATHERINE', 'KATHRYN'],
    ['PHILIP', 'FILIP'],
    ['STEPHEN', 'STEVEN'],
    ['JOHANNSON', 'JOHANSON'],
    ['GONZALEZ', 'GONSALES'],
    ['MOHAMMED', 'MUHAMMAD'],
  ])('%s and %s have one key', (one, other) => {
    expect(soundOf(one)).toBe(soundOf(other));
  });

  it.each([
    ['SMITH', 'JONES'],
    ['MARIA', 'MARTA'],
    ['DOE', 'ROE'],
    ['JOHN', 'JANE'],
  ])('%s and %s are not all confused', (one, other) => {
    const alike = soundOf(one) === soundOf(other);
    expect(alike).toBe(one === 'JOHN');
  });
});

describe('keys of a name', () => {
  it('hold every component in every script', () => {
    const keys = nameKeysOf('Yamada^Tarou=山田^太郎=やまだ^たろう');
    expect(keys).toContainEqual({ component: 'family', script: 'ideographic', kind: 'exact', key: '山田' });
    expect(keys).toContainEqual({ component: 'given', script: 'phonetic', kind: 'exact', key: 'たろう' });
    expect(keys).toContainEqual({ component: 'given', script: 'alphabetic', kind: 'exact', key: 'TAROU' });
    expect(keys).toContainEqual({ component: 'family', script: 'alphabetic', kind: 'sound', key: soundOf('YAMADA') });
  });

  it('hold a double name whole and in parts', () => {
    const family = nameKeysOf('García-López^Ana').filter((key) => key.component === 'family' && key.kind === 'exact');
    expect(family.map((key) => key.key).sort()).toEqual(['GARCIA', 'GARCIA LOPEZ', 'LOPEZ']);
  });

  it('are bounded, each once, whatever the name', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 2000 });
    fc.assert(
      fc.property(text, (name) => {
        const keys = nameKeysOf(name);
        expect(keys.length).toBeLessThan(300);
        expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(keys.length);
        for (const { key } of keys) expect(key.length).toBeLessThanOrEqual(64);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
