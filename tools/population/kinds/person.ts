/** Somebody of a culture, and the words that a record of them has. */
import type { Random } from '../../network/random.ts';
import type { Culture, Forms } from './culture.ts';

export interface Address {
  readonly number: string;
  readonly street: Forms;
  readonly place: Forms;
  readonly region: string;
  readonly postcode: string;
}

export interface Someone {
  readonly id: string;
  readonly sex: 'F' | 'M';
  readonly family: readonly Forms[];
  readonly given: readonly Forms[];
  readonly middle: readonly Forms[];
  /** YYYY-MM-DD */
  readonly born: string;
  readonly home: Address;
  readonly phone: string;
  readonly email: string;
  readonly identifier: string;
}

/** Words of one form, or of each its own where systems are mixed. */
export type Writing = (forms: Forms) => string;

export const native: Writing = ([first = '']) => first;
export const latin: Writing = (forms) => forms.find((form) => /^[\0-\x7f]+$/.test(form)) ?? forms[0] ?? '';

const common = <T>(random: Random, list: readonly T[], skew: number): T => {
  const chosen = list[Math.floor(list.length * random.next() ** skew)];
  if (chosen === undefined) throw new RangeError('Nothing to choose from');
  return chosen;
};

const digits = (random: Random, pattern: string): string => pattern.replaceAll('#', () => String(random.whole(0, 9)));
const pad = (value: number): string => String(value).padStart(2, '0');

/** Three in ten people bear a rare name, which no list has. */
const rareFamily = (random: Random, culture: Culture): Forms => {
  const [one, other] = [random.pick(culture.family), random.pick(culture.family)];
  const length = Math.max(1, Math.ceil(Array.from(one[0] ?? '').length / 2));
  const half = (forms: Forms, at: number): readonly [string, string] => {
    const letters = Array.from(forms[at] ?? forms[0] ?? '');
    return [letters.slice(0, length).join(''), letters.slice(-length - 1).join('')];
  };
  return [
    `${half(one, 0)[0]}${half(other, 0)[1]}`,
    `${half(one, one.length - 1)[0]}${half(other, other.length - 1)[1]}`,
  ];
};

/** Of scripts whose spellings go together letter by letter only; halves of characters and syllables have readings of their own. */
const canBeMade = (culture: Culture): boolean => culture.otherForm > 0;

const familyOf = (random: Random, culture: Culture): Forms =>
  canBeMade(culture) && random.chance(0.3) ? rareFamily(random, culture) : common(random, culture.family, culture.skew);

export const addressOf = (random: Random, culture: Culture): Address => ({
  number: String(random.whole(1, 250)),
  street: random.pick(culture.streets),
  place: random.pick(culture.places),
  region: random.pick(culture.regions),
  postcode: digits(random, culture.postcode),
});

const mailOf = (random: Random, given: string, family: string, hosts: readonly string[]): string => {
  const plain = (text: string): string =>
    text
      .normalize('NFD')
      .replaceAll(/[^a-zA-Z]/g, '')
      .toLowerCase();
  const [one, other] = [plain(given), plain(family)];
  const name = random.pick([
    `${one}${other}`,
    `${one}.${other}`,
    `${one[0] ?? 'x'}.${other}`,
    `${one}${other[0] ?? ''}`,
  ]);
  return `${name}${random.whole(1, 99)}@${random.pick(hosts)}-${random.pick(hosts)}.${random.pick(['com', 'net', 'org'])}`;
};

const hosts =
  'alder birch cedar delta ember falcon garnet harbor iris juniper krypton lotus maple nova onyx pearl'.split(' ');

export const someoneOf = (random: Random, culture: Culture, id: string, years: readonly [number, number]): Someone => {
  const sex = random.pick(['F', 'M'] as const);
  const givenNames = sex === 'F' ? culture.female : culture.male;
  const families = [
    familyOf(random, culture),
    ...(random.chance(culture.twoFamilies) ? [familyOf(random, culture)] : []),
  ];
  const given = common(random, givenNames, culture.skew);
  const second = random.chance(culture.twoGiven) ? random.pick(givenNames) : given;
  return {
    id,
    sex,
    family: families,
    given: second === given ? [given] : [given, second],
    middle: [],
    born: `${random.whole(...years)}-${pad(random.whole(1, 12))}-${pad(random.whole(1, 28))}`,
    home: addressOf(random, culture),
    phone: digits(random, culture.phone),
    email: mailOf(random, latin(given), latin(families[0] ?? ['']), hosts),
    identifier: digits(random, '#######'),
  };
};
