/** Addresses, telephone numbers and mail addresses in the form in which they are compared. */
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { spellings } from './fold.ts';
import { remember } from './remember.ts';
import type { PatientRecord } from './types.ts';

const LONGEST = 200;

// Words that say what kind of street it is: written, shortened or left out as somebody likes.
const streetWords: Readonly<Record<string, string>> = {
  st: 'street',
  str: 'street',
  strasse: 'street',
  rd: 'road',
  ave: 'avenue',
  av: 'avenue',
  dr: 'drive',
  ln: 'lane',
  pl: 'place',
  ct: 'court',
  crt: 'court',
  cres: 'crescent',
  cct: 'circuit',
  blvd: 'boulevard',
  hwy: 'highway',
  sq: 'square',
  ter: 'terrace',
  tce: 'terrace',
  pde: 'parade',
  cl: 'close',
  apt: 'apartment',
  ste: 'suite',
  fl: 'floor',
  nr: 'number',
};
const plainStreetWords = new Set([
  ...Object.values(streetWords),
  ...'rue via calle rua straat weg gasse platz allee plaza piazza ulica ulitsa'.split(' '),
]);

export interface Street {
  /** Digits of the house number, the unit left out; '' when there is none. */
  readonly number: string;
  /** What names the street, in order, without the word for its kind when something else is left. */
  readonly words: readonly string[];
  /** All its words together, for spaces that were lost or added. */
  readonly text: string;
}

const foldedWords = (text: string): readonly string[] =>
  text
    .slice(0, LONGEST)
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '')
    .map((word) => spellings(word)[0] ?? '')
    .map((word) => streetWords[word] ?? word);

const kinds = [...plainStreetWords].toSorted((one, other) => other.length - one.length);

/** Without the word for its kind that both end with: KINGSTREET and HIGHSTREET are KING and HIGH. */
export const streetNames = (one: string, other: string): readonly [string, string] => {
  const kind = kinds.find((word) => one.endsWith(word) && other.endsWith(word));
  const cut = kind === undefined || Math.min(one.length, other.length) === kind.length ? 0 : kind.length;
  return [one.slice(0, one.length - cut), other.slice(0, other.length - cut)];
};

const streetIn = remember((text): Street | undefined => {
  const all = foldedWords(text);
  if (all.length === 0) return undefined;
  const numbers = all.filter((word) => /^\d/.test(word));
  const words = all.filter((word) => !/^\d/.test(word));
  const naming = words.filter((word) => !plainStreetWords.has(word));
  return {
    number: numbers.at(-1)?.replace(/\D+$/, '') ?? '',
    words: naming.length > 0 ? naming : words,
    text: words.join(''),
  };
});

/** Taken apart; undefined when nothing is there. */
export const streetOf = (text: string | undefined): Street | undefined => streetIn((text ?? '').slice(0, LONGEST));

const scripts: readonly RegExp[] = [
  /\p{Script=Latin}/u,
  /\p{Script=Han}/u,
  /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
  /\p{Script=Hangul}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Hebrew}/u,
  /\p{L}/u,
];

/** The first script of the list that the text has; of numbers alone none. */
const scriptIn = remember((text) => scripts.findIndex((script) => script.test(text)));

/** True of words in two scripts: each may be a translation of the other, so that they say nothing where they do not agree. */
export const areOfTwoScripts = (a = '', b = ''): boolean => {
  const [one, other] = [scriptIn(a.slice(0, LONGEST)), scriptIn(b.slice(0, LONGEST))];
  return one !== other && one !== -1 && other !== -1;
};

const placeIn = remember((text) => foldedWords(text).join('').slice(0, 64));

/** Letters and digits of a place or postcode, folded; '' when nothing is there. */
export const placeOf = (text: string | undefined): string => placeIn((text ?? '').slice(0, LONGEST));

const alpha3: Readonly<Record<string, string>> = {
  AUS: 'AU',
  AUT: 'AT',
  BEL: 'BE',
  BRA: 'BR',
  CAN: 'CA',
  CHE: 'CH',
  CHN: 'CN',
  CZE: 'CZ',
  DEU: 'DE',
  DNK: 'DK',
  ESP: 'ES',
  FIN: 'FI',
  FRA: 'FR',
  GBR: 'GB',
  GRC: 'GR',
  IND: 'IN',
  IRL: 'IE',
  ITA: 'IT',
  JPN: 'JP',
  KOR: 'KR',
  MEX: 'MX',
  NLD: 'NL',
  NOR: 'NO',
  NZL: 'NZ',
  POL: 'PL',
  PRT: 'PT',
  RUS: 'RU',
  SWE: 'SE',
  TUR: 'TR',
  UKR: 'UA',
  USA: 'US',
  ZAF: 'ZA',
};

const countryOf = (country: string | undefined): CountryCode | undefined => {
  const code = (country ?? '').trim().toUpperCase();
  const two = alpha3[code] ?? code;
  return isSupportedCountry(two) ? two : undefined;
};

const phoneIn = remember((key): string | undefined => {
  const [text = '', country] = key.split('\n');
  const digits = text.replaceAll(/\D/g, '');
  if (digits.length < 6 || /^(\d)\1+$/.test(digits) || /^0?123456/.test(digits)) return undefined;
  const parsed = parsePhoneNumberFromString(text, countryOf(country));
  const national = parsed?.isPossible() ? parsed.nationalNumber : digits.replace(/^0+/, '');
  return national.slice(-9);
});

/**
 * A telephone number as E.164 when its country is known, else its last nine digits, which an international prefix leaves alone;
 * undefined when it is none or one that somebody typed to fill the field.
 */
export const phoneOf = ({ phone, country }: Pick<PatientRecord, 'phone' | 'country'>): string | undefined =>
  phoneIn(`${(phone ?? '').slice(0, 40)}\n${(country ?? '').slice(0, 40)}`);

/** A mail address in lower case, without the tag that some add behind a plus sign; undefined when it is none. */
export const emailOf = (email: string | undefined): string | undefined => {
  const [, name, host] = /^([^\s@]{1,64})@([^\s@]{1,190})$/.exec((email ?? '').trim().toLowerCase()) ?? [];
  if (name === undefined || host === undefined) return undefined;
  const plain = name.replace(/\+.*$/, '');
  return /^(no|none|na|n\/a|unknown|test|noemail|noreply|no-reply)$/.test(plain) ? undefined : `${plain}@${host}`;
};
