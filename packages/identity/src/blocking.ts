/**
 * Keys that records are found by. Two records are compared when they share one; several passes over different fields, so that
 * a fault in one field, whichever it is, never hides a match.
 */
import { digitsOf, isDefaultDate, normaliseDate } from './compare-dates.ts';
import { emailOf, phoneOf, placeOf, streetOf } from './contact.ts';
import { bearing, type NameForm, type NameWord, parseName } from './person-name.ts';
import { soundKey } from './sound.ts';
import { usualSpelling } from './transliterations.ts';
import type { PatientRecord } from './types.ts';

const MOST_TOKENS = 2;
const MOST_IDENTIFIERS = 16;

const soundOf = (word: string): string => soundKey(word) || word;
const tokensOf = (words: readonly NameWord[]): readonly string[] =>
  bearing(words)
    .map((word) => soundOf(usualSpelling(word.spellings[0] ?? '')))
    .filter((token) => token !== '')
    .slice(0, MOST_TOKENS);

interface Tokens {
  readonly family: readonly string[];
  readonly given: readonly string[];
}

/** Han characters alone are found by how they are read, too. */
const formsOf = (name: string | undefined): readonly NameForm[] => {
  const forms = parseName(name);
  const isInLatin = forms.some(({ script }) => script === 'alphabetic');
  return isInLatin ? forms : [...forms, ...forms.flatMap(({ pinyin }) => pinyin ?? [])];
};

const nameTokens = (name: string | undefined): readonly Tokens[] =>
  formsOf(name).map((form) => {
    const [family, given] = [tokensOf(form.family), tokensOf([...form.given, ...form.middle])];
    // All in one component: "DOYLE SEAN" is family and given name in an order that nobody knows.
    return given.length === 0 && family.length > 1
      ? { family: family.slice(0, 1), given: family.slice(1) }
      : { family, given };
  });

/** Pairs of a family and a given name, whichever is which. */
const pairsOf = ({ family, given }: Tokens): readonly string[] =>
  family.flatMap((one) => given.map((other) => [one, other].sort().join('|')));

const datedPairs = (pairs: readonly string[], date: string): readonly string[] => {
  const dayAndMonth = [date.slice(4, 6), date.slice(6, 8)].sort().join('');
  return pairs.flatMap((pair) => [
    `y:${pair}|${date.slice(0, 4)}`,
    ...(date.length === 8 ? [`m:${pair}|${dayAndMonth}`] : []),
  ]);
};

/** The date with day and month in one order, so that swapped ones meet; none for a date that thousands share. */
const dateKeys = (date: string): readonly string[] =>
  date.length === 8 && !date.endsWith('0101')
    ? [`b:${date.slice(0, 4)}${[date.slice(4, 6), date.slice(6, 8)].sort().join('')}`]
    : [];

const placesOf = (record: PatientRecord): readonly string[] =>
  [placeOf(record.postcode), soundOf(placeOf(record.locality))].filter((place) => place !== '');

/**
 * The whole date beside how both names begin, and beside where somebody lives, for faults in the rest: in a large index a date alone is many
 * people's, and so is a date with one initial.
 */
const bornKeys = (record: PatientRecord, names: readonly Tokens[], date: string): readonly string[] => {
  const [born] = dateKeys(date);
  if (born === undefined) return [];
  const initials = names
    .map(({ family: [one = ''], given: [other = ''] }) => [one.slice(0, 1), other.slice(0, 1)].sort().join(''))
    .filter((letters) => letters !== '');
  return [
    ...initials.map((letters) => `k:${letters}|${born}`),
    ...placesOf(record).map((place) => `q:${place}|${born}`),
  ];
};

/** One name and two parts of the date, for faults in the other name and in the third part. */
const monthKeys = (names: readonly Tokens[], date: string): readonly string[] => {
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6, 8)];
  if (day === '' || date.endsWith('0101')) return [];
  const tokens = new Set(names.flatMap(({ family, given }) => [...family.slice(0, 1), ...given.slice(0, 1)]));
  const dayAndMonth = [month, day].sort().join('');
  return [...tokens].flatMap((token) => [
    `s:${token}|${year}${month}`,
    `t:${token}|${year}${day}`,
    `r:${token}|${dayAndMonth}`,
  ]);
};

const placeKeys = (record: PatientRecord, pairs: readonly string[], names: readonly Tokens[]): readonly string[] => {
  const [postcode, locality] = [placeOf(record.postcode), placeOf(record.locality)];
  const street = streetOf(record.street);
  const where = [postcode, locality].filter((place) => place !== '');
  const house = street && street.number !== '' ? `${street.number}|${soundOf(street.words[0] ?? '')}` : undefined;
  const tokens = names.flatMap(({ family, given }) => [...family.slice(0, 1), ...given.slice(0, 1)]);
  return [
    ...(house === undefined ? [] : where.map((place) => `a:${house}|${place}`)),
    ...(postcode === '' ? [] : tokens.map((token) => `f:${token}|${postcode}`)),
    ...(locality === '' ? [] : pairs.map((pair) => `l:${pair}|${soundOf(locality)}`)),
  ];
};

const contactKeys = (record: PatientRecord): readonly string[] => {
  const [phone, email] = [phoneOf(record), emailOf(record.email)];
  const [local = '', host = ''] = email?.split('@') ?? [];
  return [
    ...(phone === undefined ? [] : [`p:${phone}`]),
    ...(email === undefined ? [] : [`e:${email}`, `d:${local.slice(0, 2)}@${host}`]),
    ...(local.length >= 5 ? [`n:${local}`] : []),
  ];
};

const identifierKeys = ({ issuer, patientId, otherIds = [] }: PatientRecord): readonly string[] =>
  [{ issuer, id: patientId }, ...otherIds.slice(0, MOST_IDENTIFIERS)]
    .filter(({ id }) => id !== '')
    .map((each) => `i:${each.issuer}|${each.id}`);

/** All keys of a record, each once; at most some dozens. */
export const blockingKeys = (record: PatientRecord): readonly string[] => {
  const names = nameTokens(record.name);
  const pairs = [...new Set(names.flatMap(pairsOf))];
  // A date that cannot be has right digits, too.
  const date = normaliseDate(record.birthDate) ?? digitsOf(record.birthDate);
  const known = date !== undefined && !isDefaultDate(date) ? date : undefined;
  const dated =
    known === undefined
      ? []
      : [
          ...dateKeys(known),
          ...bornKeys(record, names, known),
          ...datedPairs(pairs, known),
          ...monthKeys(names, known),
        ];
  return [
    ...new Set([
      ...dated,
      ...pairs.map((pair) => `w:${pair}`),
      ...placeKeys(record, pairs, names),
      ...contactKeys(record),
      ...identifierKeys(record),
    ]),
  ];
};

const withoutLast = (key: string): string => key.slice(0, key.lastIndexOf('|'));

/**
 * What a key has in common with other keys of the same record: an index that puts keys of one neighbourhood side by side reads half as
 * many places to find or to add a record. Says nothing about who matches whom.
 */
export const neighbourhoodOf = (key: string): string => {
  switch (key.slice(0, 2)) {
    case 'k:':
    case 'q:':
      return key.slice(key.indexOf('b:'));
    case 'y:':
    case 'm:':
    case 'l:':
      return `w:${withoutLast(key).slice(2)}`;
    case 's:':
    case 't:':
      // The token and the year, before the month or the day.
      return `s:${key.slice(2, -2)}`;
    case 'r:':
      // Both names of a record beside the day and the month.
      return `r:${key.slice(key.lastIndexOf('|'))}`;
    case 'a:':
      return withoutLast(key);
    default:
      return key;
  }
};
