/** Text as it is compared: one letter case, no accents, Latin letters. */
import { simplified } from './scripts/chinese.ts';
import { cyrillic, greek, withoutGreekPairs } from './scripts/european.ts';
import { fromFurther } from './scripts/further.ts';
import { hangulSpellings, isHangul } from './scripts/hangul.ts';
import { isKana, kanaSpellings } from './scripts/kana.ts';
import { fromSemitic } from './scripts/semitic.ts';

// Letters that Unicode does not take apart (NFKD), as they are usually written without the special letter.
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
};

// The other habit of German, Danish, Norwegian and Swedish: two letters for one.
const twoLetters: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' };

const mapLetters = (text: string, table: Readonly<Record<string, string>>): string =>
  Array.from(text, (letter) => (Object.hasOwn(table, letter) ? (table[letter] ?? letter) : letter)).join('');

const withoutMarks = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}+/gu, '');

/** Lower case, no accents, special Latin letters as plain ones; other scripts stay. */
const fold = (text: string): string => mapLetters(withoutMarks(text.toLowerCase()), plainLetters);

/** True when the text has letters that `latinise` changes. */
export const isTransliterable = (text: string): boolean => /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(text);

/** Folded, with the letters of other alphabets in Latin ones. */
const latinise = (text: string): string => {
  // й and ї, and voiced kana, would fall apart under NFKD: they go first, in composed form.
  const composed = mapLetters(text.normalize('NFC').toLowerCase(), cyrillic);
  return mapLetters(withoutGreekPairs(fold(fromFurther(fromSemitic(composed)))), greek);
};

/** Nothing but ASCII. */
export const isPlain = (word: string): boolean => /^[\0-\x7f]*$/.test(word);

const LONG_ENOUGH = 5;

/** Kaethe, Mueller and Joergen may have been Käthe, Müller and Jörgen, and are written Kathe, Muller and Jorgen too. */
const withContraction = (word: string): readonly string[] => {
  const short = word.length < LONG_ENOUGH ? word : word.replaceAll(/(?<![aeiouq])([aou])e(?![aeiou])/g, '$1');
  return short === word ? [word] : [word, short];
};

const latinSpellings = (word: string): readonly string[] => {
  if (isPlain(word)) return withContraction(word.toLowerCase());
  const plain = latinise(word);
  const spelledOut = latinise(mapLetters(word.normalize('NFC').toLowerCase(), twoLetters));
  return [...new Set([plain, spelledOut, simplified(plain)])];
};

/** The usual Latin spellings of one word: Müller is written Muller and Mueller, さとう Satou and Sato. Han characters stay. */
export const spellings = (word: string): readonly string[] => {
  if (isKana(word)) return kanaSpellings(word);
  return isHangul(word) ? hangulSpellings(word) : latinSpellings(word);
};
