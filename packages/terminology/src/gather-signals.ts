import {
  borrowed,
  everyLanguage,
  type Language,
  type Lexicon,
  languageOf,
  lexiconOf,
  ordinaryIn,
  ownLexiconOf,
  type Phrase,
  type Signal,
  withUmlauts,
} from './lexicon.ts';
import { type Found, isComplaint, strayIn } from './stray.ts';
import { syllablesLeft, tokensOf } from './tokens.ts';
import { type ReadWord, readWord } from './words.ts';

export interface Said extends Signal {
  readonly phrase: string;
  readonly plural: boolean;
  /** Why the exam is done, as `NECK PAIN`: no exam of its own beside another part. */
  readonly isComplaint?: true;
  /** How the words were recognised, when not as they stand. */
  readonly by?: NonNullable<ReadWord['by']>;
}

/** What the words of a name say, in the order they say it. */
export interface Gathered {
  readonly language: Language;
  readonly words: readonly string[];
  readonly said: readonly Said[];
  /** Words that no vocabulary knows. */
  readonly unknown: readonly string[];
}

const isNumber = (word: string): boolean => /^\d+$/.test(word);

const placing: ReadonlySet<string> = new Set(['focus', 'aim', 'region']);

const isPlace = ({ kind }: Signal): boolean => placing.has(kind);

/** A single letter is a side only at the end, or before its views, its contrast, or how it was loaded. */
const endsName = (words: readonly string[], next: number): boolean => {
  const word = words[next];
  return (
    word === undefined ||
    /^(?:\d.*|ap|pa|f|face|perfil|profil|frente|lat|lateral|ax|axial|en|com|con|sc|cc|sans|sin|sem|avec|pdc|iv|inj|injecte|gado|δυο|προβολεσ)$/.test(
      word,
    )
  );
};

/** Views are counted behind it: elsewhere `αρ. 5` is a number, as the word for one begins with the same letters. */
const countsViews = (word: string | undefined): boolean => /^(?:προβολ|ληψ|view|εικον)/.test(word ?? '');

const joins: ReadonlySet<string> = new Set(['и', 'i', 'et', 'y', 'e', 'and', 'und', 'en', 've', 'og', 'och', 'και']);

/** Another side stands behind it, perhaps after a conjunction: `D ET G`, `пр и лев`. */
const isBeforeSide = (lexicon: Lexicon, words: readonly string[], next: number): boolean => {
  const isSide = (at: number): boolean =>
    lexicon.find(words, at)?.signals.some(({ kind }) => /^side/.test(kind)) ?? false;
  return isSide(next) || (joins.has(words[next] ?? '') && isSide(next + 1));
};

/** Short Greek sides stand before the part as well as behind it. */
const isGreekSide = (lexicon: Lexicon, words: readonly string[], at: number): boolean => {
  const [side, after] = [words[at] ?? '', words[at + 1] ?? ''];
  if (side === 'αρ' && isNumber(after)) return countsViews(words[at + 2]);
  if (endsName(words, at + 1) || isBeforeSide(lexicon, words, at + 1)) return true;
  return lexicon.find(words, at + 1)?.signals.some(isPlace) ?? false;
};

const greekSides: ReadonlySet<string> = new Set(['αρ', 'δε']);

const isSideAt = (lexicon: Lexicon, words: readonly string[], at: number, next: number): boolean =>
  greekSides.has(words[at] ?? '')
    ? isGreekSide(lexicon, words, at)
    : endsName(words, next) || isBeforeSide(lexicon, words, next);

const saidBy = (phrase: Phrase, text: string, ends: boolean, read: readonly ReadWord[]): readonly Said[] => {
  const by = read.find((one) => one.by !== undefined)?.by;
  const plural = phrase.plural || read.some((one) => one.plural);
  return phrase.signals.map((signal) => {
    const final = signal.kind === 'side-final';
    const kind = final ? (ends ? 'side' : 'ignore') : signal.kind;
    return { kind, value: signal.value, phrase: text, plural, ...(by !== undefined && { by }) };
  });
};

const places = ({ said }: Gathered): boolean => said.some(isPlace);

/** A phrase of the language itself, as it stands, names a part of the body. */
const namesPlace = (written: readonly string[], language: Language): boolean => {
  const lexicon = ownLexiconOf(language);
  const ordinary = ordinaryIn(written);
  return written.some((word, at) => {
    const phrase = lexicon.find(written, at);
    return phrase !== undefined && !(phrase.words === 1 && ordinary.has(word)) && phrase.signals.some(isPlace);
  });
};

/**
 * A short name often has no word of only one language. When the language that seems nearest reads no part of the body in it, and another
 * reads one and leaves no more words unread, it was written in that.
 */
const gather = (text: string): Gathered => {
  const written = tokensOf(text).map(withUmlauts);
  const left = syllablesLeft(text);
  const first = gatherIn(written, left, languageOf(written));
  if (places(first)) return first;
  const others = everyLanguage
    .filter((language) => language !== first.language && namesPlace(written, language))
    .map((one) => gatherIn(written, left, one));
  const better = others.filter((one) => places(one) && one.unknown.length <= first.unknown.length);
  return better.toSorted((a, b) => a.unknown.length - b.unknown.length)[0] ?? first;
};

/** Phrases use up what is written together, with nothing left over. */
const isUsedUp = (lexicon: Lexicon, words: readonly string[], from: number, end: number): boolean => {
  let at = from;
  for (let phrase = lexicon.find(words, at); at < end && phrase; phrase = lexicon.find(words, at)) at += phrase.words;
  return at >= end;
};

/** Places of syllables that say nothing by themselves: 좌 is a side, but not in 염좌, a sprain. */
const looseSyllables = (lexicon: Lexicon, words: readonly string[], left: readonly number[]): ReadonlySet<number> => {
  const loose = new Set<number>();
  for (let at = 0; at < words.length; at += Math.max(1, left[at] ?? 0)) {
    const end = at + (left[at] ?? 0);
    if (!isUsedUp(lexicon, words, at, end)) for (let inside = at; inside < end; inside += 1) loose.add(inside);
  }
  return loose;
};

/** Of the Hangul word that ends behind a place, where it begins. */
const beginOf = (left: readonly number[], at: number): number => {
  let begin = at;
  while (begin > 0 && left[begin - 1] === (left[begin] ?? 0) + 1) begin -= 1;
  return begin;
};

/**
 * The longest phrase from a place on. It may run from one written word of Hangul into the next, but not into the middle of one that is a
 * word by itself, nor leave syllables over there: 조영 전립선 is contrast and the prostate, not "before contrast" and 립선.
 */
const findWithin = (
  lexicon: Lexicon,
  words: readonly string[],
  at: number,
  left: readonly number[],
): Phrase | undefined => {
  const phrase = lexicon.find(words, at);
  if (phrase === undefined) return undefined;
  const end = at + phrase.words;
  const begin = beginOf(left, end);
  const isInside = begin < end && (left[end] ?? 0) > 0;
  if (!isInside || begin <= at) return phrase;
  const endOfWord = end + (left[end] ?? 0);
  const isApart = isUsedUp(lexicon, words, begin, endOfWord) || !isUsedUp(lexicon, words, end, endOfWord);
  return isApart ? lexicon.find(words, at, begin - at) : phrase;
};

const gatherIn = (written: readonly string[], leftOfWritten: readonly number[], language: Language): Gathered => {
  const read: ReadWord[] = [];
  const left: number[] = [];
  for (const [at, word] of written.entries()) {
    const one = readWord(word, language);
    for (const part of one.words) {
      read.push(one.words.length === 1 ? one : { ...one, words: [part] });
      left.push(leftOfWritten[at] ?? 0);
    }
  }
  const words = read.map((one) => one.words[0] ?? '');
  return { language, words, ...saidIn(language, words, left, read) };
};

/** Phrases in the order in which they stand, and the words between them. */
const foundIn = (lexicon: Lexicon, words: readonly string[], left: readonly number[]) => {
  const loose = looseSyllables(lexicon, words, left);
  const ordinary = ordinaryIn(words);
  const found: Found[] = [];
  const unknown: string[] = [];
  for (let at = 0; at < words.length; ) {
    const word = words[at] ?? '';
    const own = findWithin(lexicon, words, at, left);
    const phrase = own ?? borrowed(word);
    const isNoPhrase = phrase?.words === 1 && (loose.has(at) || (ordinary.has(word) && (!own || isForeign(own, word))));
    if (phrase === undefined || isNoPhrase) {
      if (!isNumber(word)) unknown.push(word);
      at += 1;
      continue;
    }
    found.push({ at, phrase, isBorrowed: own === undefined });
    at += phrase.words;
  }
  return { found, unknown };
};

/** A word of English alone says what it says in English. */
const isForeign = (phrase: Phrase, word: string): boolean =>
  ownLexiconOf('en').single(word)?.signals !== phrase.signals;

const saidIn = (
  language: Language,
  words: readonly string[],
  left: readonly number[],
  read: readonly ReadWord[],
): Pick<Gathered, 'said' | 'unknown'> => {
  const lexicon = lexiconOf(language);
  const { found, unknown } = foundIn(lexicon, words, left);
  const stray = strayIn(found, words, language);
  const said = found.flatMap((one) => {
    if (stray.has(one)) return [];
    const { at, phrase } = one;
    const next = at + phrase.words;
    const text = words.slice(at, next).join(' ');
    const all = saidBy(phrase, text, isSideAt(lexicon, words, at, next), read.slice(at, next));
    return isComplaint(one, words, found) ? all.map((signal) => ({ ...signal, isComplaint: true as const })) : all;
  });
  return { said, unknown: [...unknown, ...[...stray].map(({ at }) => words[at] ?? '')] };
};

const mostKept = 10_000;
const kept = new Map<string, Gathered>();

/** What a text says; recent ones are remembered, as sites have few names for many exams. */
export const gatherSignals = (text: string): Gathered => {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const gathered = gather(text);
  if (kept.size >= mostKept) kept.clear();
  kept.set(text, gathered);
  return gathered;
};
