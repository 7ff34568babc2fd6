/**
 * Sets of records of the kinds that linkage is measured on elsewhere, of people of other cultures. Each kind has the fields, the number of
 * records a person and the number of faults a record that its model has.
 */
import { type Random, randomFrom } from '../../network/random.ts';
import type { WrittenRecord } from '../records.ts';
import { chinese, indian, japanese, korean, vietnamese } from './asian.ts';
import type { Culture, Forms } from './culture.ts';
import {
  cutOff,
  defaultDate,
  heard,
  misdated,
  mistyped,
  mistypedDigit,
  respaced,
  scanned,
  withoutMarks,
} from './errors.ts';
import { french, german, nordic, polish, spanish, turkish } from './european.ts';
import { arabic, greek, hebrew, russian } from './further.ts';
import { addressOf, latin, native, type Someone, someoneOf, type Writing } from './person.ts';

export const cultures: readonly Culture[] = [
  german,
  spanish,
  french,
  polish,
  turkish,
  nordic,
  vietnamese,
  chinese,
  japanese,
  korean,
  indian,
  arabic,
  russian,
  greek,
  hebrew,
];

/** What systems of the set write in: the script of the culture, Latin letters by one habit, or each record its own. */
export type Scripts = 'own' | 'latin' | 'mixed';
export const kinds = ['febrl1', 'febrl3', 'rldata500', 'fake1000'] as const;
export type Kind = (typeof kinds)[number];

type Fields = Record<keyof WrittenRecord, string>;

/** One habit for the whole record: its own script, or Latin letters, in which each word is written in one of its ways. */
const writingOf = (random: Random, culture: Culture, scripts: Scripts): Writing => {
  const isLatin = (form: string): boolean => /^[\0-\x7f]+$/.test(form);
  if (scripts === 'own')
    return (forms) =>
      random.chance(culture.otherForm) && forms.length > 1 ? random.pick(forms.slice(1)) : native(forms);
  if (scripts === 'latin')
    return (forms) => {
      const ways = forms.filter(isLatin);
      return ways.length > 1 && random.chance(0.15) ? random.pick(ways) : latin(forms);
    };
  const inLatin = random.chance(0.5);
  // Of characters, kana or characters.
  const which = random.next();
  return (forms) => {
    if (inLatin) return random.pick([latin(forms), ...forms.filter(isLatin)]);
    const ways = forms.filter((form) => !isLatin(form));
    return ways[Math.floor(which * ways.length)] ?? native(forms);
  };
};

const written = (person: Someone, culture: Culture, write: Writing): Fields => {
  const { home } = person;
  const all = (words: readonly Forms[]): string => words.map(write).join(' ');
  const street = write(home.street);
  return {
    record_id: '',
    entity_id: person.id,
    source: 'A',
    family: all(person.family),
    given: all(person.given),
    middle: all(person.middle),
    birth_date: person.born,
    sex: '',
    street: culture.houseBehind ? `${street} ${home.number}` : `${home.number} ${street}`,
    locality: write(home.place),
    region: home.region,
    postcode: home.postcode,
    phone: person.phone,
    email: person.email,
    identifier: person.identifier,
  };
};

const NAMES = ['family', 'given'] as const;
type Fault = (random: Random, fields: Fields, culture: Culture, person: Someone) => void;

const inWord =
  (field: keyof Fields): Fault =>
  (random, fields, culture) => {
    const text = fields[field];
    if (text === '') return;
    fields[field] = random.pick([
      () => mistyped(random, text),
      () => mistyped(random, text),
      () => mistyped(random, text),
      () => scanned(random, text),
      () => heard(random, text, culture.sounds),
      () => withoutMarks(random, text),
      () => respaced(random, text),
      () => cutOff(text),
      () => text.toUpperCase(),
    ])();
  };

const swapNames: Fault = (_random, fields) => {
  [fields.family, fields.given] = [fields.given, fields.family];
};
const callName: Fault = (random, fields, culture, person) => {
  const [first] = person.given;
  const called = culture.callNames[first?.[0] ?? ''];
  if (called === undefined || !fields.given.includes(first?.[0] ?? '-'))
    inWord('given')(random, fields, culture, person);
  else fields.given = called;
};
const marriage: Fault = (random, fields, culture, person) => {
  const other = random.pick(culture.family);
  if (person.sex !== 'F') inWord('family')(random, fields, culture, person);
  else fields.family = random.pick([() => native(other), () => `${fields.family}-${native(other)}`])();
};
const fewerWords: Fault = (random, fields) => {
  const field = random.pick([...NAMES]);
  fields[field] = fields[field].split(' ')[0] ?? '';
};
const otherGiven: Fault = (random, fields, culture, { sex }) => {
  fields.given = native(random.pick(sex === 'F' ? culture.female : culture.male));
};
const otherFamily: Fault = (random, fields, culture) => {
  fields.family = native(random.pick(culture.family));
};
const blank =
  (field: keyof Fields): Fault =>
  (_random, fields) => {
    fields[field] = '';
  };
const digit =
  (field: keyof Fields): Fault =>
  (random, fields) => {
    fields[field] = mistypedDigit(random, fields[field]);
  };
const wrongDate: Fault = (random, fields) => {
  if (fields.birth_date !== '') fields.birth_date = misdated(random, fields.birth_date);
};
const filledDate: Fault = (random, fields) => {
  if (fields.birth_date !== '') fields.birth_date = defaultDate(random, fields.birth_date);
};
const otherNumber: Fault = (random, fields) => {
  fields.street = fields.street.replace(/\d+/, () => (random.chance(0.3) ? '' : String(random.whole(1, 250)))).trim();
};
const move: Fault = (random, fields, culture, person) => {
  const home = addressOf(random, culture);
  const moved = written({ ...person, home }, culture, native);
  fields.street = moved.street;
};

/** With how often each happens, beside the others. */
const addressed: readonly (readonly [number, Fault])[] = [
  [16, inWord('family')],
  [13, inWord('given')],
  [22, inWord('street')],
  [14, inWord('locality')],
  [9, digit('postcode')],
  [6, digit('identifier')],
  [3, wrongDate],
  [1, filledDate],
  [1, blank('birth_date')],
  [4, swapNames],
  [2, callName],
  [2, fewerWords],
  [1, marriage],
  [2, otherGiven],
  [1, otherFamily],
  [1, blank('given')],
  [1, blank('family')],
  [1, blank('region')],
  [1, blank('locality')],
  [5, otherNumber],
  [2, move],
];
const named: readonly (readonly [number, Fault])[] = [
  [32, inWord('family')],
  [32, inWord('given')],
  [36, wrongDate],
  [2, callName],
  [2, fewerWords],
  [2, swapNames],
];

const faultOf = (random: Random, faults: readonly (readonly [number, Fault])[]): Fault => {
  let left = random.next() * faults.reduce((sum, [share]) => sum + share, 0);
  for (const [share, fault] of faults) {
    left -= share;
    if (left < 0) return fault;
  }
  return swapNames;
};

/** Half of all faults in words are double ones here. */
const heavy = (random: Random, fields: Fields, culture: Culture, person: Someone): void => {
  if (random.chance(0.38)) wrongDate(random, fields, culture, person);
  for (const field of ['family', 'given', 'locality', 'email'] as const) {
    if (random.chance(0.19)) fields[field] = '';
    for (const share of [0.2, 0.1, 0.05]) {
      if (!random.chance(share) || fields[field] === '') continue;
      if (field === 'email') fields.email = mistyped(random, fields.email);
      else inWord(field)(random, fields, culture, person);
    }
  }
  if (random.chance(0.1)) swapNames(random, fields, culture, person);
  if (random.chance(0.04)) callName(random, fields, culture, person);
};

/** What nobody knew of the person, in none of the records. */
const unknown = (random: Random, person: Someone): Someone => ({
  ...person,
  ...(random.chance(0.03) && { given: [] }),
  ...(random.chance(0.012) && { family: [] }),
  ...(random.chance(0.026) && { born: '' }),
});

interface Shape {
  readonly people: number;
  readonly years: readonly [number, number];
  /** Records of a person beside the first. */
  readonly further: (random: Random) => number;
  readonly faults: (random: Random) => number;
  readonly fields: readonly (keyof Fields)[];
}
const house = ['street', 'locality', 'region', 'postcode', 'identifier'] as const;
const shapes: Readonly<Record<Kind, Shape>> = {
  febrl1: {
    people: 500,
    years: [1900, 1999],
    further: () => 1,
    faults: (random) => random.pick([1, 1, 2, 2, 3, 4]),
    fields: house,
  },
  febrl3: {
    people: 400,
    years: [1900, 1999],
    further: (random) => (random.chance(0.42) ? 0 : random.whole(1, 5)),
    faults: (random) => random.pick([1, 2, 2, 3, 4, 5]),
    fields: house,
  },
  rldata500: {
    people: 450,
    years: [1925, 2005],
    further: (random) => (random.chance(0.11) ? 1 : 0),
    faults: () => 1,
    fields: [],
  },
  fake1000: {
    people: 250,
    years: [1970, 2018],
    further: (random) => random.whole(0, 6),
    faults: () => 0,
    fields: ['locality', 'email'],
  },
};

/** A brother, a sister or a stranger of the same name: of whom no set may be without. */
const relativeOf = (random: Random, person: Someone, other: Someone): Someone =>
  random.chance(0.5)
    ? { ...other, family: person.family, home: person.home, phone: person.phone }
    : { ...other, family: person.family, given: person.given, sex: person.sex };

const peopleOf = (random: Random, culture: Culture, { people, years, fields }: Shape): readonly Someone[] => {
  const all: Someone[] = [];
  for (let at = 0; at < people; at += 1) {
    const person = someoneOf(random, culture, String(at), years);
    const last = all.at(-1);
    const one = last !== undefined && random.chance(0.03) ? relativeOf(random, last, person) : person;
    all.push(fields.includes('street') ? unknown(random, one) : one);
  }
  return all;
};

const shuffled = <T>(random: Random, list: readonly T[]): readonly T[] =>
  list
    .map((each) => [random.next(), each] as const)
    .toSorted(([one], [other]) => one - other)
    .map(([, each]) => each);

/** The same records for the same words. */
export const generateKind = (
  seed: number,
  kind: Kind,
  culture: Culture,
  scripts: Scripts,
): readonly WrittenRecord[] => {
  const random = randomFrom('kinds', seed, kind, culture.name, scripts);
  const shape = shapes[kind];
  const records = peopleOf(random, culture, shape).flatMap((person) =>
    Array.from({ length: 1 + shape.further(random) }, (_, at) => {
      const fields = written(person, culture, writingOf(random, culture, scripts));
      if (kind === 'fake1000') heavy(random, fields, culture, person);
      const count = at === 0 || kind === 'fake1000' ? 0 : shape.faults(random);
      for (let n = 0; n < count; n += 1)
        faultOf(random, kind === 'rldata500' ? named : addressed)(random, fields, culture, person);
      const unused = (['street', 'locality', 'region', 'postcode', 'phone', 'email', 'identifier'] as const).filter(
        (field) => !shape.fields.includes(field),
      );
      for (const field of unused) fields[field] = '';
      return { ...fields, record_id: `${person.id}-${at}` };
    }),
  );
  return shuffled(random, records);
};
