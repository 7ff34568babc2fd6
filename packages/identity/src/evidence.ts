/** What each field says, in bits and in words. */
import { normaliseDate } from './compare-dates.ts';
import { weightedLevel } from './compare-identifiers.ts';
import type { NameLevel } from './compare-words.ts';
import type { Facts } from './facts.ts';
import { rarity } from './frequencies.ts';
import { type NameWord, parseName } from './person-name.ts';
import type { Comparison, PatientRecord, Population } from './types.ts';
import { type FieldName, givenIsMiddleBits, householdShare, type Parameters } from './weights.ts';

const nameWords: Readonly<Record<NameLevel, string>> = {
  exact: 'the same',
  spelling: 'the same but for spelling or order',
  part: 'the same in part',
  nickname: 'a short or other form of the same name',
  initial: 'an initial that fits',
  slip: 'nearly the same',
  near: 'the same but for two or three letters',
  alike: 'different, though it begins alike',
  differs: 'different',
  missing: 'missing in one of them',
};
const dateWords = {
  exact: 'the same',
  'swapped-day-month': 'the same with day and month swapped',
  'digit-slip': 'the same but for one digit or one step',
  'two-slips': 'the same but for two digits or a step in each part',
  partial: 'the same as far as it is known',
  differs: 'different',
  missing: 'missing in one of them',
  default: 'one that systems fill in when they know none',
} as const;
const identifierWords = {
  stated: 'one source states the identifier of the other',
  shared: 'both sources state the same third identifier',
  slip: 'both state an identifier of a third issuer, the same but for one character',
  neighbours: 'both state identifiers of a third issuer that were given one after the other, as to a family',
  unequal: 'they state different identifiers of a third issuer',
  contradicted: 'one source states another identifier than the other has',
  'same-issuer': 'two identifiers of one issuer',
  'other-issuer': 'identifiers of different issuers, which say nothing about each other',
} as const;
const addressWords = {
  'same-house': 'the same house',
  'same-street': 'the same street',
  'same-place': 'the same place',
  'same-area': 'in the same postcode and place, in another street',
  similar: 'the same in part',
  differs: 'different',
  missing: 'missing in one of them',
} as const;
const contactWords = {
  same: 'the same',
  slip: 'nearly the same',
  differs: 'different',
  missing: 'missing in one of them',
} as const;

export const bitsOf = (parameters: Parameters, field: FieldName, level: string): number => {
  const likelihood = parameters[field][level];
  return likelihood === undefined ? 0 : Math.log2(likelihood.m / likelihood.u);
};

const component = (name: string | undefined, index: number): string =>
  (name ?? '').slice(0, 324).split('=')[0]?.split('^')[index]?.trim() ?? '';

const wordsOf = (record: PatientRecord, part: 'family' | 'given'): readonly NameWord[] =>
  parseName(record.name)[0]?.[part] ?? [];

/** Of characters, as common as they are or as their reading is. */
const rarityIn = (record: PatientRecord, part: 'family' | 'given', population: Population): number => {
  const read = parseName(record.name)[0]?.pinyin?.[part];
  const written = rarity(part, wordsOf(record, part), population);
  return read === undefined ? written : Math.min(written, rarity(part, read, population));
};

/** What an agreement of names is worth beyond a name of middling rarity. */
const rareness = (a: PatientRecord, b: PatientRecord, part: 'family' | 'given', population: Population): number => {
  const of = (record: PatientRecord): number => rarityIn(record, part, population);
  // Written in two ways, the commoner spelling says how many people may have it.
  return Math.min(of(a), of(b)) - (part === 'family' ? 9 : 7);
};

// One in 262,144 people: below it, a city has namesakes of one birth date.
const RARE_NAME = 18;
// One in 4,096: below it, so has a town.
const UNCOMMON_NAME = 12;

/** How common the whole name is, as the commoner of the two spellings says. */
export const commonnessOf = (a: PatientRecord, b: PatientRecord, population: Population): Facts['commonness'] => {
  const bits = [a, b].map((record) => rarityIn(record, 'family', population) + rarityIn(record, 'given', population));
  const fewest = Math.min(...bits);
  if (fewest < UNCOMMON_NAME) return 'in-a-town';
  return fewest < RARE_NAME ? 'in-a-city' : 'rare';
};

// One in 16,384: of a million people sixty, so that one in 400 of them shares the birth date with another.
const SHARED_NAME = 14;
// A given name that is not known to be common is taken for this common, and most are rarer.
const COMMON_GIVEN = 8;

/** Both names are known to be common, so that a region has several who are called so and were born on one day. */
export const isManys = (a: PatientRecord, b: PatientRecord, population: Population): boolean => {
  const given = Math.min(...[a, b].map((record) => rarityIn(record, 'given', population)));
  const family = Math.min(...[a, b].map((record) => rarityIn(record, 'family', population)));
  return given < COMMON_GIVEN && family + given < SHARED_NAME;
};

/** The least that an agreement in part is worth. */
const LEAST_OF_A_PART = 0.5;

export const nameBits = (
  a: PatientRecord,
  b: PatientRecord,
  { names }: Pick<Facts, 'names'>,
  population: Population,
  parameters: Parameters,
) => {
  const agreed = (part: 'family' | 'given'): number => {
    const level = names[part];
    const bits = bitsOf(parameters, part, level);
    if (level === 'missing' || level === 'differs' || level === 'alike') return bits;
    const exact = bitsOf(parameters, part, 'exact') + rareness(a, b, part, population);
    // No agreement in part says more than the whole would; a slip of a rare name is rarer than one of a common name.
    return level === 'exact' || level === 'spelling' ? exact : Math.min(bits, Math.max(LEAST_OF_A_PART, exact - 1));
  };
  const isOther = names.given === 'differs' || names.given === 'alike';
  return {
    family: agreed('family'),
    given: isOther && names.givenIsMiddle ? givenIsMiddleBits : agreed('given'),
    middle: bitsOf(parameters, 'middle', names.middle),
  };
};

/** The most that names can be worth beside this record's, whoever's they are: the commoner of two names counts, and this one's is one. */
export const mostNameBits = (a: PatientRecord, population: Population, parameters: Parameters): number => {
  const exact = (part: 'family' | 'given'): number =>
    Math.max(LEAST_OF_A_PART, bitsOf(parameters, part, 'exact') + rareness(a, a, part, population));
  const levels = Object.keys(parameters.middle).map((level) => bitsOf(parameters, 'middle', level));
  return exact('family') + Math.max(givenIsMiddleBits, exact('given')) + Math.max(0, ...levels);
};

const householdBits = ({ address, phone, email, mother }: Facts, parameters: Parameters) => {
  const shared = address === 'same-house' ? householdShare : 1;
  const damped = (bits: number): number => (bits > 0 ? bits * shared : bits);
  const phoneBits = damped(bitsOf(parameters, 'phone', phone));
  const reached = address === 'same-house' || phone === 'same' ? householdShare : 1;
  const mail = bitsOf(parameters, 'email', email);
  return {
    address: bitsOf(parameters, 'address', address),
    phone: phoneBits,
    email: mail > 0 ? mail * Math.max(reached, 0.7) : mail,
    mother: damped(bitsOf(parameters, 'mother', mother)),
  };
};

const addressText = ({ street, postcode, locality }: PatientRecord): string =>
  [street, postcode, locality].filter((part) => part !== undefined && part !== '').join(', ');

/** What neither says is not missing in one of them. */
const withText = ({ words, ...field }: Omit<Comparison, 'text'> & { readonly words: string }): Comparison => ({
  ...field,
  text:
    field.level === 'missing' && field.a === '' && field.b === ''
      ? `Neither says a ${field.field}.`
      : `The ${field.field} is ${words}.`,
});

/** Every field that either record says something of, but for those that neither does; the names, the date and the identifiers always. */
export const evidenceOf = (
  a: PatientRecord,
  b: PatientRecord,
  facts: Facts,
  population: Population,
  parameters: Parameters,
): readonly Comparison[] => {
  const { names, birth, identifiers, sex, address, phone, email, mother } = facts;
  const [name, house] = [nameBits(a, b, facts, population, parameters), householdBits(facts, parameters)];
  const birthLevel = birth.newYear ? 'new-year' : birth.level;
  const always = [
    ...(['family', 'given', 'middle'] as const).map((part, index) => ({
      field: `${part} name`,
      a: component(a.name, index),
      b: component(b.name, index),
      level: names[part],
      weight: name[part],
      words: nameWords[names[part]],
    })),
    {
      field: 'birth date',
      a: normaliseDate(a.birthDate) ?? '',
      b: normaliseDate(b.birthDate) ?? '',
      level: birth.level,
      weight: bitsOf(parameters, 'birth', birthLevel),
      words: `${dateWords[birth.level]}${birth.newYear ? ', but the first of January' : ''}`,
    },
    {
      field: 'sex',
      a: a.sex ?? '',
      b: b.sex ?? '',
      level: sex,
      weight: bitsOf(parameters, 'sex', sex),
      words: sex === 'differs' ? 'different, which decides nothing' : contactWords[sex],
    },
  ];
  const contact = [
    {
      field: 'address',
      a: addressText(a),
      b: addressText(b),
      level: address,
      weight: house.address,
      words: addressWords[address],
    },
    {
      field: 'telephone',
      a: a.phone ?? '',
      b: b.phone ?? '',
      level: phone,
      weight: house.phone,
      words: contactWords[phone],
    },
    {
      field: 'mail address',
      a: a.email ?? '',
      b: b.email ?? '',
      level: email,
      weight: house.email,
      words: contactWords[email],
    },
    {
      field: "mother's name",
      a: a.motherName ?? '',
      b: b.motherName ?? '',
      level: mother,
      weight: house.mother,
      words: contactWords[mother],
    },
  ].filter((field) => field.a !== '' || field.b !== '');
  return [
    ...[...always, ...contact].map(withText),
    {
      field: 'identifiers',
      a: `${a.patientId} (${a.issuer})`,
      b: `${b.patientId} (${b.issuer})`,
      level: identifiers.level,
      weight: bitsOf(parameters, 'identifiers', weightedLevel(identifiers)),
      text: `Identifiers: ${identifierWords[identifiers.level]}.`,
    },
  ];
};
