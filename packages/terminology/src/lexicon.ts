/** Phrases to what they say, in a form that a name can be read with quickly. */

import { german } from './data/de/exams.ts';
import { abdomen } from './data/en/abdomen.ts';
import { breast } from './data/en/breast.ts';
import { chest } from './data/en/chest.ts';
import { eyes } from './data/en/eyes.ts';
import { headAndNeck } from './data/en/head-and-neck.ts';
import { heart } from './data/en/heart.ts';
import { limbs } from './data/en/limbs.ts';
import { modifiers } from './data/en/modifiers.ts';
import { obstetric } from './data/en/obstetric.ts';
import { pelvis } from './data/en/pelvis.ts';
import { procedures } from './data/en/procedures.ts';
import { spine } from './data/en/spine.ts';
import { urinary } from './data/en/urinary.ts';
import { vessels } from './data/en/vessels.ts';
import { wholeBody } from './data/en/whole-body.ts';
import { spanish } from './data/es/exams.ts';
import { french } from './data/fr/exams.ts';
import type { Vocabulary } from './data/vocabulary.ts';
import { tokensOf } from './tokens.ts';

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

/** The language of a word that only one language has: it lets words in that mean something else in English. */
export type Language = 'en' | 'es' | 'de' | 'fr';

// Earlier vocabularies win: a heart's own words before a vessel's, every organ's before the words that modify.
const english: readonly Vocabulary[] = [
  heart,
  headAndNeck,
  chest,
  breast,
  abdomen,
  urinary,
  pelvis,
  obstetric,
  spine,
  limbs,
  vessels,
  wholeBody,
  eyes,
  procedures,
  modifiers,
];

const vocabularies: readonly (readonly [Language, readonly Vocabulary[]])[] = [
  ['en', english],
  ['es', [spanish]],
  ['de', [german]],
  ['fr', [french]],
];

const signalsOf = (key: string): readonly Signal[] =>
  key.split(' ').map((signal) => {
    const at = signal.indexOf(':');
    return { kind: signal.slice(0, at), value: signal.slice(at + 1).replace(/\*$/, '') };
  });

export class Lexicon {
  readonly #phrases = new Map<string, Phrase>();
  longest = 1;

  add(vocabulary: Vocabulary, mayReplace: boolean): void {
    for (const [key, list] of Object.entries(vocabulary)) {
      const signals = signalsOf(key);
      for (const raw of list.split(',')) this.#addPhrase(raw.trim(), signals, key.endsWith('*'), mayReplace);
    }
  }

  #addPhrase(raw: string, signals: readonly Signal[], pluralKey: boolean, mayReplace: boolean): void {
    const plural = pluralKey || raw.endsWith('*');
    const words = tokensOf(raw.replace(/^\?/, '').replace(/\*$/, ''));
    if (words.length === 0) return;
    const text = words.join(' ');
    const known = this.#phrases.get(text);
    const onlyNoise = known?.signals.every(({ kind }) => kind === 'ignore') ?? true;
    if (known !== undefined && !onlyNoise && !mayReplace) return;
    this.#phrases.set(text, { words: words.length, signals, plural });
    this.longest = Math.max(this.longest, words.length);
  }

  find(words: readonly string[], at: number): Phrase | undefined {
    for (let length = Math.min(this.longest, words.length - at); length > 0; length -= 1) {
      const phrase = this.#phrases.get(words.slice(at, at + length).join(' '));
      if (phrase) return phrase;
    }
    return undefined;
  }

  has(word: string): boolean {
    return this.#phrases.has(word);
  }
}

const build = (language: Language): Lexicon => {
  const lexicon = new Lexicon();
  for (const vocabulary of vocabularies.find(([name]) => name === language)?.[1] ?? []) lexicon.add(vocabulary, false);
  // English words are everywhere; another language's own words come first where they differ.
  if (language !== 'en') for (const vocabulary of english) lexicon.add(vocabulary, false);
  return lexicon;
};

const lexicons = new Map<Language, Lexicon>(vocabularies.map(([language]) => [language, build(language)]));

const own = new Map<Language, Lexicon>(
  vocabularies.map(([language, list]) => {
    const lexicon = new Lexicon();
    for (const vocabulary of list) lexicon.add(vocabulary, false);
    return [language, lexicon];
  }),
);

const others: readonly Language[] = ['es', 'de', 'fr'];

/** The language whose own words a name has most of; English unless another clearly has more. */
export const languageOf = (words: readonly string[]): Language => {
  const known = (language: Language): number =>
    words.filter((word) => own.get(language)?.has(word) && word.length > 1).length;
  const inEnglish = words.filter((word) => own.get('en')?.has(word)).length;
  let best: Language = 'en';
  let most = inEnglish;
  for (const language of others) {
    const count = known(language);
    const foreign = words.some((word) => word.length > 2 && own.get(language)?.has(word) && !own.get('en')?.has(word));
    if (foreign && (count > most || (best === 'en' && count >= most * 0.5))) {
      best = language;
      most = count;
    }
  }
  return best;
};

export const lexiconOf = (language: Language): Lexicon => lexicons.get(language) as Lexicon;
