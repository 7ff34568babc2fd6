/** Households of a synthetic region: people as they are, before any system writes of them. */
import { type Random, randomFrom } from '../network/random.ts';
import { familyName, givenName, places, type Sex, streetName, twinNames } from './names.ts';

export interface Home {
  readonly street: string;
  readonly locality: string;
  readonly region: string;
  readonly postcode: string;
  readonly phone: string;
}

export interface Person {
  readonly id: string;
  readonly family: string;
  readonly given: string;
  readonly middle: string;
  /** YYYY-MM-DD */
  readonly born: string;
  readonly sex: Sex;
  readonly home: Home;
  readonly email: string;
  /** Each human has one: issued in the order in which people are registered, so that a family's are neighbours. */
  readonly number: string;
  /** Was written of under this name before the child was named. */
  readonly newborn?: string;
  /** Family name before a wedding or after it. */
  readonly otherFamily?: string;
}

const pad = (value: number): string => String(value).padStart(2, '0');
const dateIn = (random: Random, year: number): string =>
  `${year}-${pad(random.whole(1, 12))}-${pad(random.whole(1, 28))}`;

const homeOf = (random: Random): Home => {
  const [locality, region, postcode] = random.pick(places);
  return {
    street: streetName(random),
    locality,
    region,
    postcode,
    phone: `0${random.whole(20, 89)} 5550 ${String(random.whole(0, 9999)).padStart(4, '0')}`,
  };
};

interface Household {
  readonly random: Random;
  readonly family: string;
  readonly home: Home;
  readonly firstNumber: number;
}

const personIn = (
  { random, family, home, firstNumber }: Household,
  at: number,
  key: string,
  known: Pick<Person, 'born' | 'sex'> & Partial<Person>,
): Person => {
  const given = known.given ?? givenName(random, known.sex);
  return {
    id: key,
    family,
    given,
    middle: random.chance(0.6) ? givenName(random, known.sex) : '',
    home,
    email: `${given}.${family.replaceAll(' ', '')}${random.whole(1, 99)}@example.org`.toLowerCase(),
    number: String(firstNumber + at),
    ...known,
  };
};

const adultsOf = (household: Household, key: string, year: number): readonly Person[] => {
  const { random } = household;
  const married = random.chance(0.06) ? { otherFamily: familyName(random) } : {};
  const sexes: readonly Sex[] = random.chance(0.6) ? ['F', 'M'] : [random.pick(['F', 'M'] as const)];
  return sexes.map((sex, at) =>
    personIn(household, at, `${key}-${at}`, {
      sex,
      born: dateIn(random, year + random.whole(-4, 4)),
      ...(sex === 'F' && married),
    }),
  );
};

/** Twins share all but the given name, and one pair in three has names that are nearly the same. */
const twinsOf = (household: Household, key: string, born: string, from: number): readonly Person[] => {
  const { random } = household;
  const sex = random.pick(['F', 'M'] as const);
  const alike = random.chance(0.33) ? random.pick(twinNames[sex]) : undefined;
  const first = alike?.[0] ?? givenName(random, sex);
  const other = random.pick(['F', 'M'] as const);
  const names = [first, alike?.[1] ?? givenName(random, other)];
  if (names[0] === names[1]) names[1] = `${names[1]}INE`;
  return names.map((given, at) =>
    personIn(household, from + at, `${key}-${from + at}`, {
      given,
      born,
      sex: at === 1 && !alike ? other : sex,
      ...(random.chance(0.3) && { newborn: `BABY ${'AB'[at]}` }),
    }),
  );
};

/** Nobody gives two children one name. */
const freshName = (random: Random, sex: Sex, taken: ReadonlySet<string>): string => {
  const name = givenName(random, sex);
  return taken.has(name) ? `${name} ${givenName(random, sex)}` : name;
};

const childrenOf = (household: Household, key: string, adults: readonly Person[], year: number): readonly Person[] => {
  const { random } = household;
  const children: Person[] = [];
  const first = year + random.whole(20, 30);
  for (let n = random.whole(0, 3); n > 0; n -= 1) {
    const born = dateIn(random, Math.min(2025 - 2 * n, first + 8 - 2 * n));
    const from = adults.length + children.length;
    if (random.chance(0.03)) {
      children.push(...twinsOf(household, key, born, from));
      continue;
    }
    const sex = random.pick(['F', 'M'] as const);
    const parent = adults.find((adult) => adult.sex === sex);
    const junior = parent && random.chance(0.04) ? parent.given : undefined;
    const taken = new Set([...adults, ...children].map((each) => each.given));
    const newborn = random.chance(0.06) ? { newborn: sex === 'F' ? 'BABY GIRL' : 'BABY BOY' } : {};
    const given = junior ?? freshName(random, sex, taken);
    children.push(personIn(household, from, `${key}-${from}`, { sex, born, given, ...newborn }));
  }
  return children;
};

/** A stranger who shares name and birth date, and lives elsewhere. */
const namesakeOf = (person: Person, random: Random, number: number): Person => ({
  ...person,
  id: `${person.id}-namesake`,
  middle: '',
  home: homeOf(random),
  email: '',
  number: String(number),
});

/** The same people for the same seed. */
export const makePeople = (seed: number, count: number): readonly Person[] => {
  const people: Person[] = [];
  for (let household = 0; people.length < count; household += 1) {
    const random = randomFrom('population', seed, household);
    const key = `p${household}`;
    const year = random.whole(1935, 2003);
    const firstNumber = 20_000_000 + household * 47 + random.whole(0, 20);
    const here: Household = { random, family: familyName(random), home: homeOf(random), firstNumber };
    const adults = adultsOf(here, key, year);
    const all = [...adults, ...childrenOf(here, key, adults, year)];
    people.push(...all);
    const [first] = all;
    if (first && random.chance(0.004)) people.push(namesakeOf(first, random, firstNumber + 7_000_003));
  }
  return people.slice(0, count);
};
