/** A DICOM person name (PS3.5 6.2.1) as the linkage compares it: words by component and script. */
import { lettersOf } from './distance.ts';
import { isPlain, isTransliterable, spellings } from './fold.ts';
import { remember } from './remember.ts';
import { cantoneseFamilies, simplified } from './scripts/chinese.ts';
import { pinyinOf } from './scripts/han.ts';
import { withoutJoinedArticle } from './scripts/semitic.ts';
import { soundKey } from './sound.ts';

type Script = 'alphabetic' | 'ideographic' | 'phonetic';

/** Tones and horns of Vietnamese by letter, `-` where there is none. Umlauts and double accents are no tones: systems mix them up. */
const tonesOf = (word: string): string =>
  isPlain(word)
    ? ''
    : (word.normalize('NFD').match(/\P{M}\p{M}*/gu) ?? [])
        .map((letter) => /[\u0300\u0301\u0309\u0323\u031b]/.exec(letter)?.[0] ?? '-')
        .join('');

const writtenIn = (word: string): string =>
  isPlain(word) || /\p{Script=Latin}/u.test(word) ? '' : simplified(word.normalize('NFC').toLowerCase());

export class NameWord {
  /** Folded Latin spellings, or the folded word itself in another script. */
  readonly spellings: readonly string[];
  readonly transliterated: boolean;
  /** Of each spelling, for `lettersBetween`. */
  readonly letters: readonly (number | undefined)[];
  /** In the letters of its own alphabet; empty of Latin ones. */
  readonly written: string;
  readonly #tones: string;
  #sound: string | undefined;

  constructor(spellings: readonly string[], transliterated: boolean, tones = '', written = '') {
    this.spellings = spellings;
    this.transliterated = transliterated;
    this.written = written;
    this.letters = spellings.map(lettersOf);
    this.#tones = tones;
  }

  /** Both have a mark on one letter, and not the same: Hùng and Hưng, which one without marks may both be. */
  isToneOther(other: NameWord): boolean {
    return Array.from(this.#tones).some((tone, at) => {
      const theirs = other.#tones[at] ?? '-';
      return tone !== '-' && theirs !== '-' && tone !== theirs;
    });
  }

  /** How it sounds in its first spelling; empty where it has no Latin letter. */
  get sound(): string {
    this.#sound ??= soundKey(this.spellings[0] ?? '');
    return this.#sound;
  }
}

export interface NameForm {
  readonly script: Script;
  readonly family: readonly NameWord[];
  readonly given: readonly NameWord[];
  readonly middle: readonly NameWord[];
  /** Written in Latin letters, not made of another alphabet. */
  readonly isLatin: boolean;
  /** Of Han characters: how they are read in Mandarin, which is a guess and says nothing where it does not fit. */
  readonly pinyin?: NameForm;
  /** Of Han characters: the usual spellings of the family name in Cantonese; absent where it has none. */
  readonly cantonese?: readonly string[];
}

// PS3.5 allows 64 characters a component group; a longer one is cut so that hostile names cost nothing.
const MAX_GROUP = 324;
const MAX_WORDS = 12;

const particles = new Set(
  (
    'van von der den de del della di da do dos das du des la le les el al bin ibn bint ben abu zu zum zur ter ten te ' +
    'af av y e i st san santa mac mc o dela ap'
  ).split(' '),
);
const suffixes = new Set('jr sr junior senior ii iii iv phd md dr prof mr mrs ms miss esq'.split(' '));

// Typed where a form wants a name that somebody does not have: first, last or middle name unknown, no such name.
const fillers = new Set('fnu lnu nfn nln nmn nmi xfn xln'.split(' '));

/** A component is many people's, a whole name few people's. */
const wordsOf = remember(
  (component): readonly NameWord[] =>
    withoutJoinedArticle(component)
      .replaceAll(/['’‘`´ʼ]/g, '')
      .split(/[^\p{L}\p{N}\p{M}]+/u)
      .filter((word) => word !== '')
      .slice(0, MAX_WORDS)
      .map((word) => new NameWord(spellings(word), isTransliterable(word), tonesOf(word), writtenIn(word)))
      .filter((word) => !word.spellings.some((spelling) => suffixes.has(spelling) || fillers.has(spelling))),
  16_384,
);

// Some senders put kanji into the first group: what a group is written in counts, not where it stands.
const scriptOf = (group: string): Script => {
  if (isPlain(group)) return 'alphabetic';
  if (/[\p{Script=Han}]/u.test(group)) return 'ideographic';
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(group)) return 'phonetic';
  if (/[\p{Script=Hangul}]/u.test(group)) return 'phonetic';
  return 'alphabetic';
};

const readWords = (words: readonly NameWord[], component: 'family' | 'given'): readonly NameWord[] | undefined => {
  const read = words.map(({ spellings: [word = ''] }) => pinyinOf(word, component));
  return read.every((word) => word !== undefined) ? read.map((word) => new NameWord([word], false)) : undefined;
};

/** Of family and given name; where the two are not told apart nobody knows which character is which. */
const readInMandarin = ({ family, given }: NameForm): NameForm | undefined => {
  const [first, second] = [readWords(family, 'family'), readWords(given, 'given')];
  return first?.length && second?.length
    ? { script: 'alphabetic', family: first, given: second, middle: [], isLatin: true }
    : undefined;
};

const noWords: readonly NameWord[] = [];

const parseGroup = (group: string): NameForm => {
  const [family = '', given = '', middle = ''] = group.slice(0, MAX_GROUP).split('^');
  // "DOE, JANE" and "DOE JANE" in one component: senders that do not know the caret.
  if (given === '' && family.includes(',')) {
    const [before = '', after = ''] = family.split(',', 2);
    return parseGroup(`${before}^${after.trim().replace(/\s+/, '^')}`);
  }
  const form = {
    script: scriptOf(group),
    family: wordsOf(family),
    given: wordsOf(given),
    middle: middle === '' ? noWords : wordsOf(middle),
    isLatin: isPlain(group) || /\p{Script=Latin}/u.test(group),
  };
  if (form.script !== 'ideographic') return form;
  const [pinyin, cantonese] = [readInMandarin(form), cantoneseFamilies(textOf(form.family))];
  return { ...form, ...(pinyin && { pinyin }), ...(cantonese.length > 0 && { cantonese }) };
};

/** Whole names come again within one comparison, and hardly after it. */
const parsed = remember(
  (name): readonly NameForm[] =>
    name
      .split('=', 3)
      .map(parseGroup)
      .filter((form) => form.family.length + form.given.length + form.middle.length > 0),
  256,
);

/** The forms of a name, one for each component group that has letters. */
export const parseName = (name: string | undefined): readonly NameForm[] =>
  parsed((name ?? '').slice(0, 3 * MAX_GROUP));

/** The words that carry the name: without particles, unless nothing else is left. */
export const bearing = (words: readonly NameWord[]): readonly NameWord[] => {
  if (words.length < 2) return words;
  const kept = words.filter((word) => !word.spellings.some((spelling) => particles.has(spelling)));
  return kept.length > 0 ? kept : words;
};

/** The folded words of a component joined by blanks, in the first spelling. */
export const textOf = (words: readonly NameWord[]): string =>
  words.length === 1 ? (words[0]?.spellings[0] ?? '') : words.map((word) => word.spellings[0] ?? '').join(' ');
