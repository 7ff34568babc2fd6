/** What three hospitals wrote of the people: with what changed between the visits, and with what clerks mistype. */
import { type Random, randomFrom } from '../network/random.ts';
import { callNames, places, streetName } from './names.ts';
import type { Home, Person } from './people.ts';

export const columns = [
  'record_id',
  'entity_id',
  'source',
  'family',
  'given',
  'middle',
  'birth_date',
  'sex',
  'street',
  'locality',
  'region',
  'postcode',
  'phone',
  'email',
  'identifier',
] as const;
export type WrittenRecord = Readonly<Record<(typeof columns)[number], string>>;

const hospitals = ['COUNTY', 'RIVERSIDE', 'CHILDRENS'] as const;
const letters = 'ABCDEFGHIKLMNOPRSTUVW';

/** One letter other, too much, missing, or swapped with its neighbour. */
const mistyped = (random: Random, text: string): string => {
  if (text.length < 3) return text;
  const at = random.whole(1, text.length - 2);
  const [before, letter, after] = [text.slice(0, at), text[at] ?? '', text.slice(at + 1)];
  const kinds = [
    () => `${before}${random.pick([...letters])}${after}`,
    () => `${before}${letter}${random.pick([...letters])}${after}`,
    () => `${before}${after}`,
    () => `${before}${after[0] ?? ''}${letter}${after.slice(1)}`,
  ];
  return random.pick(kinds)();
};
const mistypedDigit = (random: Random, text: string): string => {
  const places = [...text].flatMap((digit, at) => (/\d/.test(digit) ? [at] : []));
  const at = random.pick(places.slice(-4));
  return `${text.slice(0, at)}${random.whole(0, 9)}${text.slice(at + 1)}`;
};

const birthDateOf = (random: Random, born: string): string => {
  const [year, month, day] = born.split('-');
  if (random.chance(0.004)) return '';
  if (random.chance(0.003) && Number(day) <= 12) return `${year}-${day}-${month}`;
  return random.chance(0.005) ? mistypedDigit(random, born) : born;
};

const shortStreet = (street: string): string =>
  street.replace(' STREET', ' ST').replace(' ROAD', ' RD').replace(' AVENUE', ' AVE');

const homeAt = (random: Random, home: Home): Home => {
  const [locality, region, postcode] = random.pick(places);
  const moved = random.chance(0.1) ? { street: streetName(random), locality, region, postcode } : {};
  const phone = random.chance(0.12) ? { phone: `07${random.whole(100, 999)} 555 ${random.whole(100, 999)}` } : {};
  return { ...home, ...moved, ...phone };
};

const addressOf = (random: Random, home: Home): Pick<WrittenRecord, 'street' | 'locality' | 'region' | 'postcode'> => {
  const street = random.chance(0.3) ? shortStreet(home.street) : home.street;
  return {
    street: random.chance(0.03) ? mistyped(random, street) : street,
    locality: random.chance(0.02) ? mistyped(random, home.locality) : home.locality,
    region: home.region,
    postcode: random.chance(0.01) ? mistypedDigit(random, home.postcode) : home.postcode,
  };
};

const namesOf = (random: Random, person: Person): Pick<WrittenRecord, 'family' | 'given' | 'middle'> => {
  const family = person.otherFamily !== undefined && random.chance(0.5) ? person.otherFamily : person.family;
  const called = random.chance(0.15) ? (callNames[person.given] ?? person.given) : person.given;
  const given = random.chance(0.008) ? mistyped(random, called) : called;
  const middle = random.chance(0.4) ? '' : random.chance(0.4) ? person.middle.slice(0, 1) : person.middle;
  const names = { family: random.chance(0.008) ? mistyped(random, family) : family, given, middle };
  return random.chance(0.003) ? { ...names, family: names.given, given: names.family } : names;
};

const written = (random: Random, person: Person, source: string, key: string): WrittenRecord => {
  const home = homeAt(random, person.home);
  const identifier = random.chance(0.65) ? person.number : '';
  return {
    record_id: key,
    entity_id: person.id,
    source,
    ...namesOf(random, person),
    birth_date: birthDateOf(random, person.born),
    sex: random.chance(0.01) ? '' : person.sex,
    ...addressOf(random, home),
    phone: random.chance(0.12) ? '' : home.phone,
    email: random.chance(0.4) ? person.email : '',
    identifier: identifier !== '' && random.chance(0.005) ? mistypedDigit(random, identifier) : identifier,
  };
};

/** Before the child was named: the mother's address, and nothing that is the child's own. */
const asNewborn = (record: WrittenRecord, name: string): WrittenRecord => ({
  ...record,
  given: name,
  middle: '',
  email: '',
  identifier: '',
});

/**
 * One to three records of each person, each hospital's own, now and then two at one hospital; in the order in which they came. The same
 * for the same seed.
 */
export const writeRecords = (seed: number, people: readonly Person[]): readonly WrittenRecord[] => {
  const records: (readonly [number, WrittenRecord])[] = [];
  for (const person of people) {
    const random = randomFrom('records', seed, person.id);
    const visits = hospitals.filter(() => random.chance(0.6));
    const all = visits.length === 0 ? [random.pick(hospitals)] : visits;
    const twice = random.chance(0.02) ? [...all, random.pick(all)] : all;
    for (const [at, source] of twice.entries()) {
      const record = written(random, person, source, `${person.id}.${at}`);
      const isFirst = at === 0 && person.newborn !== undefined;
      records.push([random.next() + at, isFirst ? asNewborn(record, person.newborn ?? '') : record]);
    }
  }
  return records.toSorted(([one], [other]) => one - other).map(([, record]) => record);
};
