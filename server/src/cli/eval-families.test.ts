/** People whom a family, a birth or a name makes alike, as hospitals write of them in many languages: none is linked by itself. */
import { matchRecords } from '@throughline/identity';
import { type FamilyPair, familyPairs, kindNames, samePersonPairs } from '@throughline/tools/families';
import { describe, expect, it } from 'vitest';

const outcomesOf = (pairs: readonly FamilyPair[], personalIssuers: ReadonlySet<string>) =>
  pairs.map(({ kind, one, other }) => ({
    kind,
    names: `${one.name} ${one.birthDate} / ${other.name} ${other.birthDate}`,
    outcome: matchRecords(one, other, { personalIssuers }).outcome,
    turned: matchRecords(other, one, { personalIssuers }).outcome,
  }));

describe.each([
  ['whose numbers nobody knows anything of', new Set<string>()],
  ['whose national number each has one of', new Set(['NATION'])],
])('twins, siblings, newborns, namesakes and their families, %s', (_title, personal) => {
  const outcomes = outcomesOf(familyPairs(11, 60), personal);

  it('are more than two thousand pairs, and none is linked', () => {
    expect(outcomes.length).toBe(60 * kindNames.length);
    expect(outcomes.length).toBeGreaterThan(2000);
    expect(outcomes.filter(({ outcome }) => outcome === 'auto-link')).toEqual([]);
  });

  it('are judged alike in either order', () => {
    expect(outcomes.filter(({ outcome, turned }) => outcome !== turned)).toEqual([]);
  });

  it('are not bought by asking about everybody: one person with the same dirt is linked', () => {
    const linked = outcomesOf(samePersonPairs(11, 1000), personal).filter(({ outcome }) => outcome === 'auto-link');
    expect(linked.length).toBeGreaterThan(700);
  });
});
