/** Packs are data that people write: a good one is taken as it is, a wrong one is refused with the place of the mistake. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rank } from '../index.ts';
import { builtInPacks } from '../packs/index.ts';
import { PackError, readPack } from './read-pack.ts';

const bare = { name: 'mine', title: 'Mine', source: 'my department' };
const rule = { name: 'r', reason: 'because', source: 'me', effect: { cap: 0.2 } };

describe('a pack', () => {
  it.each(builtInPacks)('built in is well formed and says where it comes from: $name', (pack) => {
    expect(readPack(JSON.parse(JSON.stringify(pack)))).toEqual(pack);
    for (const { source, reason } of pack.rules ?? []) expect(source.length + reason.length).toBeGreaterThan(10);
  });

  it('names no rule twice', () => {
    const names = builtInPacks.flatMap(({ rules = [] }) => rules.map(({ name }) => name));
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it.each([
    [null, 'pack: an object is wanted'],
    [[], 'pack: an object is wanted'],
    [{ ...bare, name: '' }, 'pack.name: a text is wanted'],
    [{ ...bare, wheight: {} }, 'pack.wheight: no such field'],
    [{ ...bare, adjacency: { brain: { sella: 2 } } }, 'pack.adjacency.brain.sella: a number from 0 to 1 is wanted'],
    [{ ...bare, traits: { x: '(' } }, 'pack.traits.x: a regular expression is wanted'],
    [{ ...bare, rules: [{ ...rule, reason: undefined }] }, 'pack.rules[0].reason: a text is wanted'],
    [{ ...bare, rules: [{ ...rule, relation: ['!nonsense'] }] }, 'pack.rules[0].relation[0]: one of'],
    [{ ...bare, rules: [{ ...rule, days: [1] }] }, 'pack.rules[0].days: two numbers are wanted'],
    [
      { ...bare, rules: [{ ...rule, effect: { refuse: false } }] },
      'pack.rules[0].effect.refuse: only true may stand here',
    ],
    [
      { ...bare, removals: [{ name: 'x', words: 'y', focus: [], effect: 'no', source: 'z' }] },
      'effect: one of refuse, cap',
    ],
  ])('that is wrong is refused with the place: %j', (value, message) => {
    expect(() => readPack(value)).toThrow(message);
  });

  it('of any shape is read or refused as a pack, never otherwise', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 4 }), (value) => {
        try {
          readPack(value);
        } catch (error) {
          expect(error).toBeInstanceOf(PackError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('of a department changes the order without any code', () => {
    const now = { description: 'MRI KNEE LEFT', modality: 'MR', date: '2026-01-01' };
    const film = { id: 'film', description: 'XR HIP LEFT', modality: 'DX', date: '2025-06-01' };
    const pack = readPack({
      ...bare,
      rules: [{ ...rule, prior: { focus: ['hip'] }, now: { focus: ['knee'] }, effect: { answers: 0.9, floor: 0.7 } }],
    });
    expect(rank(now, [film])[0]?.tier).not.toBe('relevant');
    const [one] = rank(now, [film], {
      packs: [{ ...pack, rules: pack.rules?.map((own) => ({ ...own, name: 'referred-pain' })) ?? [] }],
    });
    expect(one?.reasons[0]).toEqual({ code: 'referred-pain', text: 'because' });
    expect(one?.tier).toBe('show-first');
  });
});
