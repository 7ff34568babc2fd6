/**
 * Pairs of records of two people whom a family, a birth or a name makes alike, as two hospitals wrote of them, and pairs of one person
 * with the same dirt. For the linkage: none of the first may be linked by itself.
 */
import { randomFrom } from '../network/random.ts';
import { dirty, dirtyName, type FamilyRecord } from './family-dirt.ts';
import { kinds } from './family-kinds.ts';
import { makeOne } from './family-people.ts';

export interface FamilyPair {
  readonly kind: string;
  readonly one: FamilyRecord;
  readonly other: FamilyRecord;
}

export const kindNames = Object.keys(kinds);

const plain = (text: string): string => text.normalize('NFD').replaceAll(/[\u0300-\u036f]/g, '');

/** What was mistyped or left out made the name of one child that of the other: then nobody can tell the two apart. */
const isOneName = (one: FamilyRecord, other: FamilyRecord, family: string): boolean => {
  const ofFamily = new Set(
    plain(family)
      .toLowerCase()
      .split(/[^\p{L}]+/u),
  );
  const given = ({ name }: FamilyRecord): string =>
    (name.split('=')[0] ?? '')
      .toLowerCase()
      .split(/[^\p{L}\p{M}]+/u)
      .filter((word) => !ofFamily.has(plain(word)))
      .join('');
  const first = ({ name }: FamilyRecord): string => plain(name.toLowerCase().split(/[\^,]\s*/)[1] ?? '');
  if (first(one) === first(other).split(' ')[0] && other.name.includes(',')) return true;
  if (first(one) === first(other)) return true;
  const [mine, theirs] = [given(one), given(other)];
  return mine === theirs || (plain(theirs) === theirs && plain(mine) === theirs);
};

/** `count` pairs of each kind, the same for the same seed; `dirt` is how many things are mistyped, lost or written otherwise. */
export const familyPairs = (
  seed: number,
  count: number,
  dirt: readonly [number, number] = [0, 3],
): readonly FamilyPair[] =>
  Object.entries(kinds).flatMap(([kind, make]) =>
    Array.from({ length: count }, (_, at) => {
      const random = randomFrom('families', seed, kind, at);
      const made = makeOne(random);
      const [one, other] = make(made);
      const elsewhere = random.chance(0.85) ? 'RIVERSIDE' : 'COUNTY';
      const written = { ...made.person, id: 'other', issuer: elsewhere, patientId: `R${random.whole(10_000, 99_999)}` };
      const [clean, meant] = [
        { ...made.person, ...one },
        { ...written, ...other },
      ];
      // Namesakes of whom one says nothing but name and birth date are told apart by nobody.
      const spoil = kind.startsWith('namesakes of') ? dirtyName : dirty;
      const spoilt = spoil(random, meant, random.whole(...dirt));
      const isLost = clean.name !== meant.name && isOneName(clean, spoilt, made.family);
      return { kind, one: clean, other: isLost ? meant : spoilt };
    }),
  );

/** Two records of one person with the same dirt: what a rule costs. */
export const samePersonPairs = (
  seed: number,
  count: number,
  dirt: readonly [number, number] = [0, 3],
): readonly FamilyPair[] =>
  Array.from({ length: count }, (_, at) => {
    const random = randomFrom('one person', seed, at);
    const made = makeOne(random);
    const other = { ...made.person, id: 'other', issuer: 'RIVERSIDE', patientId: `R${random.whole(10_000, 99_999)}` };
    return { kind: 'one person', one: made.person, other: dirty(random, other, random.whole(...dirt)) };
  });
