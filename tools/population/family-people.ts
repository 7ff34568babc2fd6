/** One person of a family, with what another of it may share. */
import type { Random } from '../network/random.ts';
import type { FamilyRecord } from './family-dirt.ts';
import { type Habit, habits } from './family-names.ts';

export const pad = (value: number): string => String(value).padStart(2, '0');
const dateIn = (random: Random, year: number): string =>
  `${year}${pad(random.whole(1, 12))}${pad(random.whole(2, 28))}`;
export const yearOf = ({ birthDate }: FamilyRecord): number => Number(birthDate.slice(0, 4));

interface Made {
  readonly random: Random;
  readonly habit: Habit;
  /** Somebody, as the first hospital wrote of them. */
  readonly person: FamilyRecord;
  readonly family: string;
  /** Two given names that are not one. */
  readonly given: readonly [string, string];
  /** The same, alike in sound or letters. */
  readonly alike: readonly [string, string];
}

export const named = (family: string, given: string, middle = ''): string => {
  const [latin = '', other] = family.split('=');
  const name = middle === '' ? `${latin}^${given}` : `${latin}^${given}^${middle}`;
  return other === undefined ? name : `${name}=${other}^${given}`;
};

export const telephoneOf = (random: Random, { dial }: Habit): string =>
  `${dial} ${random.whole(1000, 9999)}${random.whole(10, 99)}`;
export const streetOf = (random: Random, { streets, country }: Habit): string => {
  const [number, street] = [random.whole(1, 180), random.pick(streets)];
  return ['GB', 'FR', 'VN', 'EG'].includes(country) ? `${number} ${street}` : `${street} ${number}`;
};
/** Somewhere else: in another street, since 11 and 116 of one street are a typing error as often. */
export const otherHome = ({ random, habit, person }: Made) => {
  const elsewhere = habit.streets.filter((street) => !person.street.includes(street));
  return homeOf(random, { ...habit, streets: elsewhere });
};
export const homeOf = (random: Random, habit: Habit) => {
  const [locality, postcode] = random.pick(habit.places);
  return { street: streetOf(random, habit), locality, postcode, country: habit.country };
};

export const makeOne = (random: Random): Made => {
  const habit = random.pick(habits);
  const sex = random.pick(['F', 'M'] as const);
  const names = sex === 'F' ? habit.girls : habit.boys;
  const first = random.pick(names);
  const second = random.pick(names.filter((name) => name !== first));
  const pair = random.pick(habit.alike);
  const alike: readonly [string, string] = random.chance(0.5) ? pair : [pair[1], pair[0]];
  const family = random.pick(habit.families);
  const number = random.whole(20_000_000, 79_999_999);
  const person: FamilyRecord = {
    id: 'one',
    issuer: 'COUNTY',
    patientId: `C${random.whole(10_000, 99_999)}`,
    name: named(family, first),
    birthDate: dateIn(random, random.whole(1940, 2024)),
    sex,
    ...homeOf(random, habit),
    phone: random.chance(0.8) ? telephoneOf(random, habit) : '',
    email: random.chance(0.4) ? `family${random.whole(100, 999)}@example.org` : '',
    motherName: random.chance(0.3) ? named(random.pick(habit.families), random.pick(habit.girls)) : '',
    otherIds: random.chance(0.3) ? [{ issuer: 'NATION', id: String(number) }] : [],
  };
  return { random, habit, person, family, given: [first, second], alike };
};

type Changes = Partial<FamilyRecord>;
export type Kind = (made: Made) => readonly [Changes, Changes];

export const nextNumber = ({ person, random }: Made): Pick<FamilyRecord, 'otherIds'> => {
  const [own] = person.otherIds;
  if (own === undefined || random.chance(0.3)) return { otherIds: [] };
  return { otherIds: [{ issuer: own.issuer, id: String(Number(own.id) + random.whole(1, 8)) }] };
};
export const insured = ({ random }: Made): Pick<FamilyRecord, 'otherIds'> => ({
  otherIds: [{ issuer: 'INSURER', id: `F${random.whole(1_000_000, 9_999_999)}` }],
});
export const otherSex = ({ person }: Made): string => (person.sex === 'F' ? 'M' : 'F');
export const born = (year: number, random: Random): Changes => ({ birthDate: dateIn(random, year) });
export const unnamed = ({ habit, random, family }: Made, place: string): string => {
  const words = random.pick(habit.newborn).replace('#', place);
  const form = random.whole(0, 5);
  const [latin = ''] = family.split('=');
  if (form === 0) return `${words} ${latin}`;
  if (form === 1) return `${latin} ${words}`;
  if (form === 2) return `${words}^${latin}`;
  return `${latin}^${words}`;
};
export const marked = (random: Random, place: number): Changes =>
  random.chance(0.2) ? { multipleBirth: true, ...(random.chance(0.5) && { birthOrder: place }) } : {};
