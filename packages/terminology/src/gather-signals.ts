import { borrowed, type Language, languageOf, lexiconOf, type Phrase, type Signal } from './lexicon.ts';
import { tokensOf } from './tokens.ts';
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

/** A single letter is a side only at the end, or before a count of views. */
const endsName = (words: readonly string[], next: number): boolean => {
  const word = words[next];
  return word === undefined || /^(?:\d.*|ap|pa|f|face|perfil|profil|frente|lat|lateral)$/.test(word);
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

const gather = (text: string): Gathered => {
  const written = tokensOf(text);
  const language = languageOf(written);
  const lexicon = lexiconOf(language);
  const read = written.flatMap((word) => {
    const one = readWord(word, language);
    return one.words.map((part) => ({ ...one, words: [part] }));
  });
  const words = read.map((one) => one.words[0] ?? '');
  const said: Said[] = [];
  const unknown: string[] = [];
  for (let at = 0; at < words.length; ) {
    const word = words[at] ?? '';
    const phrase = lexicon.find(words, at) ?? borrowed(word);
    if (phrase === undefined) {
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
