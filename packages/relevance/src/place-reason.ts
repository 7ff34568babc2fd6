/** What two exams have to do with one another by what they show, in words that are true of them whatever they weigh. */
import { regionsOfFocus } from '@throughline/terminology';
import { sameModality } from './anatomy.ts';
import type { Meaning } from './meaning.ts';
import type { Rulebook } from './pack/rulebook.ts';
import type { Pair } from './pair.ts';
import type { Reason } from './types.ts';

const of = (code: string, text: string): Reason => ({ code, text });

const wide: ReadonlySet<string> = new Set(['CT', 'MR', 'PT']);

const showsWithin: ReadonlySet<string> = new Set(['CT', 'MR', 'XA', 'US']);

/** Why a study of the one part answers a question about the other, where a pack says it. Of a whole region a film shows no vessels. */
const linkOf = (now: Meaning, prior: Meaning, book: Rulebook): Reason | undefined => {
  if (prior.concept.focus === 'general' && !showsWithin.has(prior.modality)) return undefined;
  for (const part of now.parts) {
    for (const other of prior.parts) {
      const text = book.links[part]?.[other];
      if (text !== undefined) return of('linked', text);
    }
  }
  return undefined;
};

export const isSamePart = (now: Meaning, prior: Meaning): boolean =>
  now.parts.length === prior.parts.length && now.parts.every((part) => prior.parts.includes(part));

/** Of combined exams, what both show: a film of knee and ankle is one of the ankle, too. */
const ofSharedPart = (now: Meaning, prior: Meaning): Reason | undefined => {
  if (now.concept.focus === 'general' || prior.concept.focus === 'general') return undefined;
  const shared = now.parts.filter((part) => prior.parts.includes(part));
  if (shared.length === 0) return undefined;
  return shared.length === now.parts.length
    ? of('covers-region', 'shows the same part, and others')
    : of('covers-part', 'shows one of the parts');
};

/** The same part: an earlier one of the same kind, another kind of exam of it, or another modality. */
const ofSamePart = (pair: Pair, isComparable: boolean): Reason => {
  const when = pair.days < 0 ? 'later' : 'earlier';
  if (isComparable) return of('comparable', `same exam, ${when}`);
  return sameModality(pair.now.meaning, pair.prior.meaning)
    ? of('same-part', 'same part of the body, another kind of exam')
    : of('other-modality', 'same part of the body, other modality');
};

const regionsOf = ({ concept, parts }: Meaning): readonly string[] => {
  const stated = concept.regions.filter((region) => region !== 'unspecified');
  return stated.length > 0 ? stated : parts.flatMap((part) => regionsOfFocus(part));
};

const isBody = (regions: readonly string[]): boolean => regions.includes('whole-body');

/** Which of two exams holds the other: the whole body holds every region, a scan of a region its organs. */
const byCover = (now: Meaning, prior: Meaning): Reason | undefined => {
  const [mine, theirs] = [regionsOf(now), regionsOf(prior)];
  const shared = mine.filter((region) => theirs.includes(region));
  const [nowWhole, priorWhole] = [now.concept.focus === 'general', prior.concept.focus === 'general'];
  if (isBody(theirs) && !isBody(mine)) return of('covers-region', 'exam of the whole body');
  if (isBody(mine) && !isBody(theirs))
    return nowWhole ? of('part-of-region', 'shows a part of the same region') : undefined;
  if (priorWhole && shared.length > 0)
    return shared.length === mine.length
      ? of('covers-region', 'covers the region')
      : of('covers-part', 'covers a part of the region');
  if (wide.has(prior.modality) && prior.concept.spans.includes(now.concept.focus))
    return of('covers-region', 'covers the region');
  return nowWhole && shared.length > 0 ? of('part-of-region', 'shows a part of the same region') : undefined;
};

const areaNames: Readonly<Record<string, string>> = {
  'upper-extremity': 'another part of the arm',
  'lower-extremity': 'another part of the leg',
};

const spinal = /-spine$|^sacrum$/;

const byArea = (now: Meaning, prior: Meaning, anatomy: number): Reason => {
  const theirs = regionsOf(prior);
  const shared = regionsOf(now).find((region) => theirs.includes(region));
  const isLevel = [now, prior].every(({ concept }) => spinal.test(concept.focus));
  if (isLevel) return of('same-area', 'another level of the spine');
  if (shared !== undefined) return of('same-area', areaNames[shared] ?? 'another part of the same area');
  return anatomy < 0.18 ? of('other-region', 'another part of the body') : of('near-region', 'next to the region');
};

/** `anatomy` is how much of the question the prior is about, by its place alone. */
export const placeReason = (pair: Pair, anatomy: number, isComparable: boolean, book: Rulebook): Reason => {
  const [now, prior] = [pair.now.meaning, pair.prior.meaning];
  if (prior.parts.length === 0) return of('unknown-part', 'its name does not say what was imaged');
  if (now.parts.length === 0) return of('unknown-part', 'the name of the current exam does not say what is imaged');
  if (isSamePart(now, prior)) return ofSamePart(pair, isComparable);
  if (pair.isAsked) return of('asked', 'shows what the reason for exam asks about');
  return ofSharedPart(now, prior) ?? linkOf(now, prior, book) ?? byCover(now, prior) ?? byArea(now, prior, anatomy);
};
