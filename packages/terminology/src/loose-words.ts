/** Words that name a part of the body only where nothing else does. */
import { type LooseWord, looseWords } from './data/loose-words.ts';
import { bodyPart, type Said } from './said.ts';

const isLoose = (said: Said, loose: LooseWord): boolean =>
  bodyPart(said).some(
    ({ phrase, value }) => phrase !== loose.phrase && !loose.with?.has(value) && (loose.beside?.has(value) ?? true),
  );

export const withoutLooseWords = (said: Said): Said => {
  const dropped = looseWords.filter(
    (loose) => said.some(({ phrase }) => phrase === loose.phrase) && isLoose(said, loose),
  );
  const rest = said.filter((one) => !dropped.some(({ phrase, value }) => one.phrase === phrase && one.value === value));
  return withoutLooseShunt(rest);
};

const shuntWord = /^shunt(?: (?:study|series|patency|eval|evaluation))?$/;

/** A shunt that is named beside the heart is one of the heart, and not the drain of a hydrocephalus. */
const withoutLooseShunt = (said: Said): Said =>
  said.some(({ kind, value }) => kind === 'focus' && value === 'heart')
    ? said.filter((one) => !(one.value === 'shunt' && shuntWord.test(one.phrase)))
    : said;
