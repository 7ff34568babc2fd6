/** Text as it is compared: one letter case, no accents, Latin letters. */

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

// After ICAO 9303 part 3 section 6, which passports use.
const cyrillic: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  ґ: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  є: 'ie',
  ж: 'zh',
  з: 'z',
  и: 'i',
  і: 'i',
  ї: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ў: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: 'ie',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'iu',
  я: 'ia',
};

// ISO 843 type 2 without its letter pairs.
const greek: Readonly<Record<string, string>> = {
  α: 'a',
  β: 'v',
  γ: 'g',
  δ: 'd',
  ε: 'e',
  ζ: 'z',
  η: 'i',
  θ: 'th',
  ι: 'i',
  κ: 'k',
  λ: 'l',
  μ: 'm',
  ν: 'n',
  ξ: 'x',
  ο: 'o',
  π: 'p',
  ρ: 'r',
  σ: 's',
  ς: 's',
  τ: 't',
  υ: 'y',
  φ: 'f',
  χ: 'ch',
  ψ: 'ps',
  ω: 'o',
};

const mapLetters = (text: string, table: Readonly<Record<string, string>>): string =>
  Array.from(text, (letter) => (Object.hasOwn(table, letter) ? (table[letter] ?? letter) : letter)).join('');

const withoutMarks = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}+/gu, '');

/** Lower case, no accents, special Latin letters as plain ones; other scripts stay. */
const fold = (text: string): string => mapLetters(withoutMarks(text.toLowerCase()), plainLetters);

/** True when the text has letters that `latinise` changes. */
export const isTransliterable = (text: string): boolean => /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(text);

/** Folded, with Cyrillic and Greek letters in Latin ones. */
const latinise = (text: string): string => {
  // й and ї would fall apart under NFKD: Cyrillic goes first, in composed form.
  const composed = mapLetters(text.normalize('NFC').toLowerCase(), cyrillic);
  return mapLetters(fold(composed), greek);
};

/** The usual Latin spellings of one word: Müller is written Muller and Mueller. */
export const spellings = (word: string): readonly string[] => {
  const plain = latinise(word);
  const spelledOut = latinise(mapLetters(word.normalize('NFC').toLowerCase(), twoLetters));
  return plain === spelledOut ? [plain] : [plain, spelledOut];
};
