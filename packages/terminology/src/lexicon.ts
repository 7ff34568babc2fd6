/** Phrases to what they say, in a form that a name can be read with quickly. */
import { type Language, languages, otherScripts } from './data/languages.ts';
import { ordinaryWords } from './data/ordinary-words.ts';
import type { Vocabulary } from './data/vocabulary.ts';
import { lazily } from './lazily.ts';
import { tokensOf } from './tokens.ts';

export type { Language };

/** One thing that a phrase says: `focus:knee` and its like, taken apart. */
export interface Signal {
  readonly kind: string;
  readonly value: string;
}

export interface Phrase {
  readonly words: number;
  readonly signals: readonly Signal[];
  /** Both of a pair are named. */
  readonly plural: boolean;
}

const signalsOf = (key: string): readonly Signal[] =>
  key.split(' ').map((signal) => {
    const at = signal.indexOf(':');
    return { kind: signal.slice(0, at), value: signal.slice(at + 1).replace(/\*$/, '') };
  });

const isNoise = (phrase: Phrase): boolean => phrase.signals.every(({ kind }) => kind === 'ignore');

export class Lexicon {
  readonly #phrases = new Map<string, Phrase>();
  /** First word of a phrase -> its second word -> the most words of a phrase that begins so. */
  readonly #reach = new Map<string, Map<string, number>>();
  readonly #words = new Set<string>();

  /** Adds phrases; one that is there stays, except where it said nothing and `overNoise` is set. */
  add(vocabulary: Vocabulary, overNoise = true): this {
    for (const [key, list] of Object.entries(vocabulary)) {
      const signals = signalsOf(key);
      for (const raw of list.split(',')) this.#addPhrase(raw.trim(), signals, key.endsWith('*'), overNoise);
    }
    return this;
  }

  #addPhrase(raw: string, signals: readonly Signal[], pluralKey: boolean, overNoise: boolean): void {
    const words = tokensOf(raw.replace(/^\?/, '').replace(/\*$/, ''));
    const first = words[0];
    if (first === undefined) return;
    const text = words.join(' ');
    const known = this.#phrases.get(text);
    if (known !== undefined && !(overNoise && isNoise(known))) return;
    this.#phrases.set(text, { words: words.length, signals, plural: pluralKey || raw.endsWith('*') });
    if (words[1] !== undefined) this.#addReach(first, words[1], words.length);
    for (const word of words) this.#words.add(word);
  }

  #addReach(first: string, second: string, length: number): void {
    const seconds = this.#reach.get(first) ?? new Map<string, number>();
    this.#reach.set(first, seconds);
    seconds.set(second, Math.max(seconds.get(second) ?? 2, length));
  }

  /** The longest phrase that begins at a word, of at most so many words. */
  find(words: readonly string[], at: number, most = words.length): Phrase | undefined {
    const first = words[at] ?? '';
    const reach = this.#reach.get(first)?.get(words[at + 1] ?? '') ?? 1;
    for (let length = Math.min(reach, words.length - at, most); length > 1; length -= 1) {
      const phrase = this.#phrases.get(words.slice(at, at + length).join(' '));
      if (phrase) return phrase;
    }
    return this.#phrases.get(first);
  }

  /** What a word says alone. */
  single(word: string): Phrase | undefined {
    return this.#phrases.get(word);
  }

  /** Whether a word is part of any phrase. */
  knows(word: string): boolean {
    return this.#words.has(word);
  }

  words(): Iterable<string> {
    return this.#words;
  }
}

export const everyLanguage = Object.keys(languages) as readonly Language[];

/** Phrases of a language alone. */
export const ownLexiconOf = lazily((language) => {
  const lexicon = new Lexicon();
  for (const vocabulary of languages[language].vocabularies) lexicon.add(vocabulary);
  return lexicon;
});

/** Phrases of a language, and of English and of other scripts where it has none: those are everywhere, its own come first. */
export const lexiconOf = lazily((language) => {
  const lexicon = new Lexicon();
  for (const vocabulary of languages[language].vocabularies) lexicon.add(vocabulary);
  if (language !== 'en') for (const vocabulary of languages.en.vocabularies) lexicon.add(vocabulary, false);
  for (const vocabulary of otherScripts) lexicon.add(vocabulary, false);
  return lexicon;
});

let speakers: Map<string, readonly Language[]> | undefined;

const makeSpeakers = (): Map<string, readonly Language[]> => {
  const made = new Map<string, readonly Language[]>();
  for (const language of everyLanguage)
    for (const word of ownLexiconOf(language).words()) made.set(word, [...(made.get(word) ?? []), language]);
  return made;
};

/** Reads the vocabularies now rather than for the first name, which would wait some hundred milliseconds for it. */
export const readVocabularies = (): void => {
  speakers ??= makeSpeakers();
};

/** The languages that have a word; it counts less for each of several. */
const speakersOf = (word: string): readonly Language[] | undefined => {
  speakers ??= makeSpeakers();
  return speakers.get(word);
};

const shortestSpeltOut = 5;

/** Umlauts that a system without them spelt out, `SCHAEDEL`, as the vocabularies have them; other words as they stand. */
export const withUmlauts = (word: string): string => {
  if (word.length < shortestSpeltOut || !/[aou]e/.test(word) || speakersOf(word) !== undefined) return word;
  const folded = word.replace(/([aou])e/g, '$1');
  return speakersOf(folded)?.some((language) => language === 'de' || language === 'nordic') ? folded : word;
};

/** "X-knie" is how Dutch departments name a film. */
const isDutchFilm = (words: readonly string[]): boolean =>
  words[0] === 'x' && words.length > 1 && !/^rays?$/.test(words[1] ?? '');

/** "RX main" is how French, Italian, Spanish and Portuguese name a film. */
const filmedByRx: ReadonlySet<Language> = new Set<Language>(['fr', 'it', 'es', 'pt']);

/** A word that English alone lacks, or that one of the languages has for more than how it was imaged. */
const mayBeOf = (word: string, languages: readonly Language[]): boolean => {
  if (word === 'rx') return languages.some((language) => filmedByRx.has(language));
  const speakers = speakersOf(word);
  if (speakers === undefined) return false;
  if (!speakers.includes('en')) return true;
  return languages.some((language) =>
    ownLexiconOf(language)
      .single(word)
      ?.signals.some(({ kind }) => kind !== 'modality' && kind !== 'ignore'),
  );
};

/** The only ordinary word of a name is read where nothing beside it says that the name is English: `RX MAIN`, `Handled sin`. */
const isUncontested = (word: string, words: readonly string[]): boolean => {
  const languages = speakersOf(word) ?? [];
  const others = words.filter((one) => one !== word);
  const telling = others.filter((one) => !/^\d/.test(one));
  if (telling.length === 0 && others.length > 0) return false;
  return telling.every((one) => !ordinaryWords.has(one) && mayBeOf(one, languages));
};

const none: ReadonlySet<string> = new Set();

/** Ordinary words of English that other languages have for something of an exam, in a name with no word of such a language alone. */
export const ordinaryIn = (words: readonly string[]): ReadonlySet<string> => {
  const ordinary = words.filter((word) => ordinaryWords.has(word));
  if (ordinary.length === 0) return none;
  const speaking = new Set<Language>(isDutchFilm(words) ? ['nl'] : []);
  for (const word of words) {
    if (/^\d/.test(word) || ordinaryWords.has(word) || ownLexiconOf('en').single(word) !== undefined) continue;
    for (const language of speakersOf(word) ?? []) speaking.add(language);
  }
  const isRead = (word: string): boolean => speakersOf(word)?.some((language) => speaking.has(language)) ?? false;
  return new Set(ordinary.filter((word) => !isRead(word) && !isUncontested(word, words)));
};

/** How many words stand in phrases of several words of a language: such phrases are its own. */
const togetherIn = (words: readonly string[], language: Language): number => {
  const lexicon = ownLexiconOf(language);
  let together = 0;
  for (let at = 0; at < words.length; ) {
    const length = lexicon.find(words, at)?.words ?? 1;
    if (length > 1) together += length;
    at += length;
  }
  return together;
};

/** The language that explains most of a name, English when others explain no more. */
export const languageOf = (words: readonly string[]): Language => {
  const scores = new Map<Language, number>();
  const ordinary = ordinaryIn(words);
  for (const word of words) {
    const known = ordinary.has(word) ? undefined : speakersOf(word);
    if (known === undefined) continue;
    for (const language of known) scores.set(language, (scores.get(language) ?? 0) + 1 / known.length);
  }
  if (isDutchFilm(words)) scores.set('nl', (scores.get('nl') ?? 0) + 0.6);
  let best: Language = 'en';
  let most = (scores.get('en') ?? 0) + 0.05;
  for (const [language, score] of scores) if (score > most) [best, most] = [language, score];
  const tied = [...scores].filter(([language, score]) => language !== best && score >= most - 0.01);
  for (const [language] of tied) if (togetherIn(words, language) > togetherIn(words, best)) best = language;
  return best;
};

/** A word that the name's own language lacks and another has. Short words mean too many things to be borrowed. */
export const borrowed = (word: string): Phrase | undefined => {
  if (word.length < 4) return undefined;
  for (const language of speakersOf(word) ?? []) {
    const phrase = ownLexiconOf(language).single(word);
    if (phrase !== undefined) return phrase;
  }
  return undefined;
};
