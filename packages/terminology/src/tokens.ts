/** The words of an exam name: folded, without accents and punctuation, glued parts taken apart, what is written short spelt out. */
import { abbreviations, abbreviationsBefore } from './data/abbreviations.ts';

/** A name longer than this is cut: no exam is called so, and reading stays in its time. */
export const longestName = 600;
const mostWords = 80;

// Signs that mean contrast are turned into words before punctuation goes. Each pattern is anchored on a literal and reads on at most a few characters.
const signs: readonly (readonly [RegExp, string])[] = [
  // Rule out: its first letter is no side.
  [/(?<![a-z0-9])r {0,1}\/ {0,1}o(?![a-z0-9])/g, ' ro '],
  // The side that it is not
  [/(?<![a-z0-9])not (?:the )?(?:left|right|lt|rt|l|r)(?![a-z0-9])/g, ' '],
  [/\bw {0,2}\/ {0,2}o\b/g, ' wo '],
  [/\bw {0,2}(?:\/|&|\+|and) {0,2}wo\b/g, ' w wo '],
  [/\bwo {0,2}(?:\/|&|\+|and) {0,2}w\b/g, ' wo w '],
  // sin y con contraste; con contraste; sin contraste
  [/(?<![a-z0-9])s {0,1}\/ {0,1}c (?=mdc|contr|cte|gad|gd)/g, ' w wo '],
  [/(?<![a-z0-9])c {0,1}\/ {0,1}s (?=mdc|contr|cte|civ|gad|gd)/g, ' wo w '],
  [/(?<![a-z0-9])c {0,1}\/ {0,1}gd(?![a-z0-9])/g, ' c plus '],
  // sans injection
  [/(?<![a-z0-9])ss (?=iv|inj|gad|pdc|contr|prod)/g, ' sans '],
  [/(?<![a-z0-9])c {0,1}\/ {0,1}c(?![a-z0-9])/g, ' c plus '],
  [/(?<![a-z0-9])s {0,1}\/ {0,1}c(?![a-z0-9])/g, ' c minus '],
  // nativ und mit Kontrastmittel
  [/(?<![a-z0-9])(?:n|nat|nativ|o)\.? {0,1}[+&/] {0,1}(?:m {0,1})?(?:km|pv|art|ven)(?![a-z0-9])/g, ' nativ mit km '],
  // two projections, of which the second is a lateral
  [/(?<![a-z0-9])(ap|pa) {0,1}[/+&] {0,1}l(?![a-z0-9])/g, ' $1 lat '],
  // weeks of a pregnancy; Portuguese has sem for without
  [/(?<![a-z0-9])(\d{1,2}) ?(?:a \d{1,2} )?sem(?![a-z0-9])/g, ' $1 semanas '],
  [/(?<![a-z0-9])c ?\+(?![a-z0-9])/g, ' c plus '],
  [/(?<![a-z0-9])c ?-(?![ a-z0-9])/g, ' c minus '],
  [/(?<![a-z0-9])\+ ?c(?![a-z0-9])/g, ' c plus '],
  [/(?<![a-z0-9])- ?c(?![a-z0-9])/g, ' c minus '],
  [/\+ ?\/ ?-/g, ' plus minus '],
  [/(?<![a-z0-9])iv ?\+(?! ?[a-z0-9+-])/g, ' iv contrast '],
  [/(?<![a-z0-9])iv ?-(?! ?[a-z0-9+-])/g, ' wo iv '],
];

const ascii = /^[ -~]*$/;

const fold = (text: string): string => (ascii.test(text) ? text.slice(0, longestName).toLowerCase() : foldSigns(text));

/** German writes Rö for a film; without its dots it is the English abbreviation of "rule out". */
const rontgen = /(?<!\p{L})rö(?!\p{L})/giu;

/** The article, with a conjunction or preposition that is glued to it. */
const arabicArticle = /(?<!\p{L})(?:\u0648\u0627\u0644|\u0628\u0627\u0644|\u0644\u0644|\u0627\u0644)(?=\p{L}{2})/gu;

/** The heel with its article; without it the word is mostly "after". */
const arabicHeel =
  /(?<!\p{L})(?:\u0648\u0627\u0644|\u0628\u0627\u0644|\u0644\u0644|\u0627\u0644)\u0639\u0642\u0628(?!\p{L})/gu;

const foldSigns = (text: string): string =>
  text
    .slice(0, longestName)
    .normalize('NFC')
    .replaceAll(rontgen, 'roentgen')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe')
    .replaceAll('ı', 'i')
    .replaceAll('ł', 'l')
    .replaceAll('ς', 'σ')
    .replaceAll(/\u0640/g, '')
    .replaceAll('\u0649', '\u064a')
    .replaceAll('\u06cc', '\u064a')
    .replaceAll('\u06a9', '\u0643')
    .replaceAll('\u0629', '\u0647')
    .replaceAll(arabicHeel, '\u0643\u0639\u0628')
    .replaceAll(arabicArticle, '')
    // Syllables of Hangul were taken apart with the accents.
    .normalize('NFC');

/** Without one of these no sign can be there. */
const maySign = /[+/&-]|and|sem|ss |not /;
const plain = /^[a-z]+(?: [a-z]+)*$/;

/** Scripts that are written without spaces, or with and without them: each character is a word, which phrases put together. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]/u;
const apart =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]+/gu;

const charactersOf = (word: string): readonly string[] => (unspaced.test(word) ? (word.match(apart) ?? []) : [word]);

/** Words as they are written, between spaces and signs. */
const writtenOf = (text: string): readonly string[] => {
  if (plain.test(text) && text.length <= longestName && !maySign.test(text)) return text.split(' ');
  let folded = fold(text);
  if (maySign.test(folded)) for (const [sign, word] of signs) folded = folded.replaceAll(sign, word);
  return folded
    .replaceAll(/(\d)([a-z]{2,})/g, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
};

const own = (words: Readonly<Record<string, string>> | undefined, word: string): string | undefined =>
  words !== undefined && Object.hasOwn(words, word) ? words[word] : undefined;

const before = (word: string): Readonly<Record<string, string>> | undefined =>
  Object.hasOwn(abbreviationsBefore, word) ? abbreviationsBefore[word] : undefined;

const speltOut = (word: string, at: number, words: readonly string[]): string =>
  own(abbreviations, word) ?? own(before(word), words[at + 1] ?? '') ?? word;

/** Words of one text, in order, at most 80. */
export const tokensOf = (text: string): string[] =>
  writtenOf(text).flatMap(charactersOf).slice(0, mostWords).map(speltOut);

const hangul = /\p{Script=Hangul}/u;
const hangulApart = /\p{Script=Hangul}+|\P{Script=Hangul}+/gu;

/** Of a part of a written word, for each of its tokens, the syllables from it to the end; 0 where it is not Hangul. */
const syllablesIn = (part: string): readonly number[] => {
  const tokens = charactersOf(part).length;
  return Array.from({ length: tokens }, (_, at) => (hangul.test(part) ? tokens - at : 0));
};

/**
 * For each of the tokens of a text, how many syllables of its Hangul word are left from it on, itself among them; 0 in other scripts,
 * and nothing for a text without Hangul.
 */
export const syllablesLeft = (text: string): readonly number[] =>
  hangul.test(text)
    ? writtenOf(text)
        .flatMap((word) => word.match(hangulApart) ?? [])
        .flatMap(syllablesIn)
        .slice(0, mostWords)
    : [];

/** How many views a name states: `3V`, `2 or 3 views`, `3+ views`, `2 Ebenen`, `F+P`. */
const countWords: Readonly<Record<string, number>> = {
  single: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  una: 1,
  dos: 2,
  tres: 3,
  duas: 2,
  due: 2,
  tre: 3,
  deux: 2,
  trois: 3,
  zwei: 2,
  drei: 3,
  twee: 2,
  drie: 3,
};

const unit =
  /^(?:v|vw|vws|vu|view|views|vista|vistas|p|e|eb|ebenen|ebene|projections?|proj|proyecciones|proyeccion|incidences?|incidencias?|proiezioni|proiezione|pr|richtingen|richting|opnamen|aufnahmen)$/;

export interface CountedViews {
  readonly count: number;
  readonly minimum: boolean;
  readonly least?: number;
}

const numberOf = (word: string | undefined): number | undefined => {
  if (word === undefined) return undefined;
  const value = /^\d{1,2}$/.test(word) ? Number(word) : countWords[word];
  return value !== undefined && value > 0 && value <= 20 ? value : undefined;
};

const filler: ReadonlySet<string> = new Set([
  'or',
  'more',
  'plus',
  'and',
  'o',
  'mas',
  'ou',
  'plus',
  'min',
  'minimum',
  'to',
]);

const atLeast: ReadonlySet<string> = new Set([
  'min',
  'minimum',
  'more',
  'least',
  'plus',
  'mindestens',
  'minimo',
  'ge',
  'greater',
]);

/** The number of views that stands before a word for views; `3V` counts as both. Of `2 or 3 views` the count is 3, the least 2. */
export const viewCountOf = (words: readonly string[], text: string): CountedViews | undefined => {
  for (let at = 0; at < words.length; at += 1) {
    const glued = /^(\d{1,2})[vpe]$/.exec(words[at] ?? '');
    if (glued === null && !(at > 0 && unit.test(words[at] ?? ''))) continue;
    let before = glued === null ? at - 1 : at;
    while (glued === null && before > 0 && filler.has(words[before] ?? '')) before -= 1;
    const count = glued === null ? numberOf(words[before]) : Number(glued[1]);
    if (count === undefined || count === 0) continue;
    const lower = numberOf(words[words[before - 1] === 'or' || words[before - 1] === 'to' ? before - 2 : before - 1]);
    const minimum =
      words.slice(Math.max(0, at - 4), at + 4).some((word) => atLeast.has(word)) ||
      new RegExp(`${count} ?\\+`).test(text.slice(0, longestName));
    return { count, minimum, ...(lower !== undefined && lower < count && { least: lower }) };
  }
  return undefined;
};
