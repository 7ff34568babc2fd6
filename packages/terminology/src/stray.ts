/** Words that sound like a part of the body and are none: a person's name, an ordinary word, why an exam is done. */
import {
  betweenComplaint,
  complaintsBefore,
  complaintsBehind,
  titlesOfPeople,
  whereDrIsASide,
} from './data/complaints.ts';
import { looseWords } from './data/loose-words.ts';
import { namesOfPeople, ordinaryWords } from './data/ordinary-words.ts';
import type { Language, Phrase } from './lexicon.ts';

/** A phrase in a name. */
export interface Found {
  /** Place of its first word. */
  readonly at: number;
  readonly phrase: Phrase;
  /** Of another language than the name. */
  readonly isBorrowed: boolean;
}

const placing: ReadonlySet<string> = new Set(['focus', 'aim', 'region']);

const isPart = ({ phrase }: Found): boolean => phrase.signals.some(({ kind }) => placing.has(kind));

const isLoose = (word: string): boolean => looseWords.some(({ phrase, beside }) => phrase === word && !beside);

/** Beside a part that the name's own language names, `AXEL` is a person and no shoulder; `LEBER` stays a liver. */
const besideOwnPart = (found: readonly Found[], words: readonly string[]): readonly Found[] => {
  const isOwn = (one: Found): boolean => !one.isBorrowed && isPart(one) && !isLoose(words[one.at] ?? '');
  if (!found.some(isOwn)) return [];
  return found.filter((one) => {
    const word = words[one.at] ?? '';
    return one.isBorrowed && isPart(one) && (ordinaryWords.has(word) || namesOfPeople.has(word));
  });
};

/** `DR HEAD` beside another part is a person; at the beginning, with no other word for the film, `DR` is digital radiography. */
const staff = (found: readonly Found[], words: readonly string[], language: Language): readonly Found[] => {
  const isTitle = (word: string): boolean =>
    titlesOfPeople.has(word) || (word === 'dr' && !whereDrIsASide.has(language));
  if (!words.some(isTitle)) return [];
  const parts = found.filter(isPart);
  const isNamed = ({ at }: Found): boolean => isTitle(words[at - 1] ?? '');
  const others = parts.filter((one) => !isNamed(one));
  const isFilmed = (from: number): boolean =>
    found.some(({ at, phrase }) => at > from && phrase.signals.some(({ kind }) => kind === 'modality'));
  const people = parts.filter(
    (one) => isNamed(one) && (others.some(({ at }) => at < one.at) || (others.length > 0 && isFilmed(one.at))),
  );
  return found.filter((one) => people.includes(one) || people.some(({ at }) => at === one.at + 1));
};

/** Phrases that say nothing of the exam where they stand. */
export const strayIn = (found: readonly Found[], words: readonly string[], language: Language): ReadonlySet<Found> =>
  new Set([...besideOwnPart(found, words), ...staff(found, words, language)]);

const hurt = /^(?:injury|injuries)$/;
const side = /^(?:l|r|lt|rt|left|right|bilat|bilateral)$/;

/** A complaint before the part, perhaps with an article or a preposition between: `dor no joelho`. */
const isNamedByComplaint = (words: readonly string[], at: number): boolean => {
  let before = at - 1;
  while (before > 0 && before > at - 3 && betweenComplaint.has(words[before] ?? '')) before -= 1;
  return complaintsBefore.has(words[before] ?? '');
};

/**
 * Why the exam is done: `NECK PAIN`, `HIP LT PAIN`, `douleur genou`. What is injured is imaged too, unless another part is named before it:
 * `CT HEAD INJURY C SPINE` is of both.
 */
export const isComplaint = ({ at, phrase }: Found, words: readonly string[], found: readonly Found[]): boolean => {
  const next = at + phrase.words;
  const word = words[side.test(words[next] ?? '') || words[next] === 'の' ? next + 1 : next] ?? '';
  if (complaintsBehind.has(word) || isNamedByComplaint(words, at)) return true;
  return hurt.test(word) && found.some((one) => one.at < at && isPart(one));
};
