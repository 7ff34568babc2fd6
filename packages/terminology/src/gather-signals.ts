import {
  borrowed,
  everyLanguage,
  type Language,
  type Lexicon,
  languageOf,
  lexiconOf,
  ownLexiconOf,
  type Phrase,
  type Signal,
} from './lexicon.ts';
import { syllablesLeft, tokensOf } from './tokens.ts';
import { type ReadWord, readWord } from './words.ts';

export interface Said extends Signal {
  readonly phrase: string;
  readonly plural: boolean;
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

const saidBy = (phrase: Phrase, text: string, ends: boolean, read: readonly ReadWord[]): readonly Said[] => {
  const by = read.find((one) => one.by !== undefined)?.by;
  const plural = phrase.plural || read.some((one) => one.plural);
  return phrase.signals.map((signal) => {
    const final = signal.kind === 'side-final';
    const kind = final ? (ends ? 'side' : 'ignore') : signal.kind;
    return { kind, value: signal.value, phrase: text, plural, ...(by !== undefined && { by }) };
  });
};

const placing: ReadonlySet<string> = new Set(['focus', 'aim', 'region']);

const places = ({ said }: Gathered): boolean => said.some(({ kind }) => placing.has(kind));

/** A phrase of the language itself, as it stands, names a part of the body. */
const namesPlace = (written: readonly string[], language: Language): boolean => {
  const lexicon = ownLexiconOf(language);
  return written.some((_, at) => lexicon.find(written, at)?.signals.some(({ kind }) => placing.has(kind)) ?? false);
};

/**
 * A short name often has no word of only one language. When the language that seems nearest reads no part of the body in it, and another
 * reads one and leaves no more words unread, it was written in that.
 */
const gather = (text: string): Gathered => {
  const written = tokensOf(text);
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

const gatherIn = (written: readonly string[], leftOfWritten: readonly number[], language: Language): Gathered => {
  const lexicon = lexiconOf(language);
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
  const loose = looseSyllables(lexicon, words, left);
  const said: Said[] = [];
  const unknown: string[] = [];
  for (let at = 0; at < words.length; ) {
    const word = words[at] ?? '';
    const phrase = lexicon.find(words, at) ?? borrowed(word);
    if (phrase === undefined || (phrase.words === 1 && loose.has(at))) {
      if (!isNumber(word)) unknown.push(word);
      at += 1;
      continue;
    }
    const next = at + phrase.words;
    said.push(...saidBy(phrase, words.slice(at, next).join(' '), endsName(words, next), read.slice(at, next)));
    at = next;
  }
  return { language, words, said, unknown };
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
