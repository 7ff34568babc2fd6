import { type Language, languageOf, lexiconOf, type Signal } from './lexicon.ts';
import { tokensOf } from './tokens.ts';

/** What the words of a name say, in the order they say it. */
export interface Gathered {
  readonly language: Language;
  readonly said: readonly (Signal & { readonly phrase: string; readonly plural: boolean })[];
  /** Words that no vocabulary knows. */
  readonly unknown: readonly string[];
}

const isNumber = (word: string): boolean => /^\d+$/.test(word);

export const gatherSignals = (text: string): Gathered => {
  const words = tokensOf(text);
  const language = languageOf(words);
  const lexicon = lexiconOf(language);
  const said: Gathered['said'][number][] = [];
  const unknown: string[] = [];
  for (let at = 0; at < words.length; ) {
    const phrase = lexicon.find(words, at);
    if (phrase === undefined) {
      const word = words[at] ?? '';
      if (!isNumber(word)) unknown.push(word);
      at += 1;
      continue;
    }
    const text = words.slice(at, at + phrase.words).join(' ');
    for (const signal of phrase.signals) said.push({ ...signal, phrase: text, plural: phrase.plural });
    at += phrase.words;
  }
  return { language, said, unknown };
};
