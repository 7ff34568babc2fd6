/** What a reason for exam or a report asks about: the parts of the body that it affirms. */
import { foci } from './data/anatomy.ts';
import { questionWords } from './data/questions.ts';
import { gatherSignals } from './gather-signals.ts';
import { tokensOf } from './tokens.ts';
import type { Asked } from './types.ts';

/** More of a text is not read: a question is short, and a report says at its beginning why the exam was made. */
const longest = 3000;
const mostAsked = 8;

/** Clauses end where a sentence does, and where what follows is said against what went before. */
const clausesOf = (text: string): readonly string[] =>
  text
    .slice(0, longest)
    .split(/[.;:,\n\r!?]+|\b(?:but|however|aber|jedoch|pero|mais|mas|maar)\b/iu)
    .map((clause) => tokensOf(clause).join(' '))
    .filter((clause) => clause !== '');

/** Words that deny what follows them in a clause. */
const denial =
  /\b(?:no|not|without|wo|denies|denied|negative for|never|free of|keine?[nrms]?|ohne|nicht|sin|ningun[ao]?|niega|sans|pas|aucune?|senza|nessun[ao]?|non|sem|nao|nega|geen|zonder|niet)\b/;

/** "Rule out" and its like deny nothing: they ask. */
const asks =
  /\b(?:rule out|r o|ro|exclude|evaluate for|eval for|ausschluss|v a|descartar|eliminer|recherche de|escludere|excluir|uitsluiten)\b/;

/** The part of a clause that is not denied. */
const affirmed = (clause: string): string => {
  const at = asks.test(clause) ? undefined : denial.exec(clause)?.index;
  return at === undefined ? clause : clause.slice(0, at).trim();
};

interface Phrase {
  readonly focus: string;
  readonly words: readonly string[];
}

const indexLetters = 3;

/** By the first letters of the first word. */
const phrases: ReadonlyMap<string, readonly Phrase[]> = Map.groupBy(
  Object.entries(questionWords).flatMap(([focus, list]) =>
    list.split(',').map((phrase): Phrase => ({ focus, words: phrase.trim().split(' ') })),
  ),
  ({ words }) => (words[0] ?? '').slice(0, indexLetters),
);

/** An abbreviation is a whole word, where it begins a phrase: `tia` is not the beginning of `tibia`. */
const begins = (word: string | undefined, stem: string, step: number): boolean =>
  word !== undefined && (step === 0 && stem.length <= indexLetters ? word === stem : word.startsWith(stem));

const byIllness = (words: readonly string[]): readonly (readonly [focus: string, from: string])[] =>
  words.flatMap((word, at) =>
    (phrases.get(word.slice(0, indexLetters)) ?? [])
      .filter((phrase) => phrase.words.every((stem, step) => begins(words[at + step], stem, step)))
      .map((phrase) => [phrase.focus, words.slice(at, at + phrase.words.length).join(' ')] as const),
  );

/** Parts that are named themselves; what is short may be an abbreviation of something else in running text. */
const byName = (clause: string): readonly (readonly [focus: string, from: string])[] =>
  gatherSignals(clause)
    .said.filter(({ kind, value, phrase, by }) => {
      const isPart = (kind === 'focus' || kind === 'aim') && value in foci;
      return isPart && phrase.length >= 4 && by !== 'spelling';
    })
    .map(({ value, phrase }) => [value, phrase] as const);

const kept = new Map<string, readonly Omit<Asked, 'source'>[]>();
const mostKept = 2000;

const read = (text: string): readonly Omit<Asked, 'source'>[] => {
  const found = clausesOf(text)
    .map(affirmed)
    .filter((clause) => clause !== '')
    .flatMap((clause) => [...byName(clause), ...byIllness(clause.split(' '))])
    .map(([focus, from]) => ({ focus, from }));
  return [...new Map(found.map((one) => [one.focus, one])).values()].slice(0, mostAsked);
};

const askedIn = (text: string): readonly Omit<Asked, 'source'>[] => {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const asked = read(text);
  if (kept.size >= mostKept) kept.clear();
  kept.set(text, asked);
  return asked;
};

/**
 * The parts of the body that a reason for exam and a report ask about, in the order of the texts, each once, at most eight of each
 * text. Denials (no, ohne, sin, sans, senza, sem, geen) hold to the end of their clause; "rule out" asks.
 */
export const questionOf = (reasonForExam: string | undefined, reportText?: string): readonly Asked[] => {
  const asked = [
    ...askedIn(reasonForExam ?? '').map((one) => ({ ...one, source: 'reason' as const })),
    ...askedIn(reportText ?? '').map((one) => ({ ...one, source: 'report' as const })),
  ];
  return [...new Map(asked.toReversed().map((one) => [one.focus, one])).values()].toReversed();
};
