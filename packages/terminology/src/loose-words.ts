/** Words that name a part of the body only where nothing else does. */
import { foci } from './data/anatomy.ts';
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
  return withTrunks(withoutLooseShunt(rest));
};

/** `TSA` is a shoulder arthroplasty; of an angiography the supra-aortic trunks of French, Spanish and Italian, which are of both sides. */
const withTrunks = (said: Said): Said =>
  said.some(({ kind, value }) => kind === 'attr' && value === 'angio')
    ? said.map((one) => (one.phrase === 'tsa' ? { ...one, value: 'carotid', plural: true } : one))
    : said;

const shuntWord = /^shunt(?: (?:study|series|patency|eval|evaluation))?$/;

/** A shunt that is named beside the heart is one of the heart, and not the drain of a hydrocephalus. */
const withoutLooseShunt = (said: Said): Said =>
  said.some(({ kind, value }) => kind === 'focus' && value === 'heart')
    ? said.filter((one) => !(one.value === 'shunt' && shuntWord.test(one.phrase)))
    : said;

const placesOf = ({ kind, value }: Said[number]): readonly string[] => {
  if (kind === 'region') return [value];
  return kind === 'focus' || kind === 'aim' ? (foci[value]?.regions ?? []) : [];
};

/**
 * What hurts elsewhere than in what is imaged, with the side that stands behind it: `MRI SPINE KNEE PAIN LT`. What hurts within it says
 * where to look: `MRI PELVIS HIP PAIN`.
 */
export const withoutComplaints = (said: Said): Said => {
  const imaged = new Set(said.filter(({ isComplaint }) => !isComplaint).flatMap(placesOf));
  if (imaged.size === 0) return said;
  const isElsewhere = (one: Said[number] | undefined): boolean => {
    if (one?.isComplaint !== true) return false;
    const places = placesOf(one);
    return places.length > 0 && !places.some((place) => imaged.has(place));
  };
  const silent = (at: number): number => (said[at]?.kind === 'ignore' ? silent(at - 1) : at);
  return said.filter((one, at) => !isElsewhere(one) && !(one.kind === 'side' && isElsewhere(said[silent(at - 1)])));
};
