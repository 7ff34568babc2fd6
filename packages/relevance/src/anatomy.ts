/** How much of the question of one study another is about, by anatomy alone. */
import { regionsOfFocus } from '@throughline/terminology';
import type { Meaning } from './meaning.ts';
import type { Rulebook } from './pack/rulebook.ts';

const wide: ReadonlySet<string> = new Set(['CT', 'MR', 'PT']);
const trunk: ReadonlySet<string> = new Set(['neck', 'chest', 'abdomen', 'pelvis', 'spine']);
const limb = (region: string): boolean => region.endsWith('extremity');

const isWholeBody = (one: Meaning): boolean => one.concept.regions.includes('whole-body');

/** A scan of a region shows its organs; a scan of an organ shows a part of the region. */
const coverOf = (now: Meaning, prior: Meaning): number => {
  const shared = prior.concept.regions.some(
    (region) => region !== 'unspecified' && now.concept.regions.includes(region),
  );
  if (!shared) return prior.concept.spans.includes(now.concept.focus) ? 0.42 : 0;
  const limbs = now.concept.regions.some(limb);
  if (prior.concept.focus === 'general') {
    if (limbs) return 0.4;
    return wide.has(prior.modality) ? 0.78 : 0.5;
  }
  if (now.concept.focus === 'general') return limbs ? 0.4 : 0.42;
  return limbs ? 0.1 : prior.concept.spans.includes(now.concept.focus) ? 0.4 : 0.12;
};

const wholeBodyOf = (now: Meaning, prior: Meaning): number => {
  const [bodyNow, bodyPrior] = [isWholeBody(now), isWholeBody(prior)];
  if (bodyNow && bodyPrior) return now.concept.focus === prior.concept.focus ? 1 : 0.85;
  // The film of a newborn's whole body is one of chest and abdomen.
  if (bodyPrior && prior.modality === 'XR' && prior.concept.focus === 'general')
    return now.concept.regions.some((region) => trunk.has(region)) ? 0.95 : 0.3;
  if (bodyPrior && (wide.has(prior.modality) || prior.modality === 'NM' || prior.concept.focus === 'skeleton')) {
    if (prior.concept.focus !== 'general' && prior.concept.focus !== 'skeleton') return 0;
    const inTrunk = now.concept.regions.some((region) => trunk.has(region));
    if (prior.concept.focus === 'skeleton') return now.concept.regions.includes('spine') ? 0.7 : 0.3;
    const all = now.concept.focus === 'general' && now.concept.regions.filter((region) => trunk.has(region)).length > 1;
    return (all ? 0.92 : inTrunk ? 0.78 : 0.4) * (prior.modality === 'NM' ? 0.85 : 1);
  }
  if (bodyNow && now.modality === 'XR' && now.concept.focus === 'general' && prior.modality === 'XR')
    return prior.concept.focus === 'general' && prior.concept.regions.some((region) => trunk.has(region)) ? 0.95 : 0.2;
  if (!bodyNow || now.modality === 'XC' || !wide.has(prior.modality)) return 0;
  const covered = prior.concept.regions.filter((region) => trunk.has(region)).length;
  if (covered === 0) return 0;
  return prior.concept.focus === 'general' ? Math.min(0.95, 0.72 + 0.1 * covered) : 0.55;
};

const table = (book: Rulebook, now: string, prior: string): number | undefined =>
  now === prior ? 1 : (book.adjacency[now]?.[prior] ?? book.adjacency['*']?.[prior]);

/** What the name says outright counts a little more than what the reason lets one expect. */
const ASKED = 0.9;

/** The part lies in a region that the exam shows. */
const isWithin = (part: string, now: Meaning): boolean =>
  regionsOfFocus(part).some((region) => now.concept.regions.includes(region));

/** The best that the prior says of one part; undefined where no table does. */
const partOf = (part: string, prior: Meaning, book: Rulebook): number | undefined => {
  let best: number | undefined;
  for (const other of prior.parts) {
    const weight = table(book, part, other);
    if (weight !== undefined && (best === undefined || weight > best)) best = weight;
  }
  return best;
};

/** The parts of a wide scan count for what they are: the pelvis follows the abdomen. */
const partWeight = (part: string, parts: readonly string[]): number =>
  part === 'pelvis' && parts.includes('abdomen') ? 0.35 : 1;

const byTable = (now: Meaning, prior: Meaning, book: Rulebook): number | undefined => {
  let [best, sum, weights, known] = [0, 0, 0, false];
  for (const part of now.parts) {
    const value = partOf(part, prior, book);
    const weight = partWeight(part, now.parts);
    weights += weight;
    if (value === undefined) continue;
    known = true;
    best = Math.max(best, weight < 1 ? value * 0.9 : value);
    sum += weight * value;
  }
  if (!known) return undefined;
  if (now.parts.length === 1) return best;
  // A scan of several regions asks one question of all; parts that are named each for itself are asked about each for itself.
  const share = now.concept.focus === 'general' ? 0.5 : 0.2;
  return (1 - share) * best + share * (sum / weights);
};

/** 0 to 1. */
export const anatomyMatch = (now: Meaning, prior: Meaning, book: Rulebook): number => {
  if (prior.parts.length === 0 || now.parts.length === 0) return 0;
  const told = byTable(now, prior, book);
  const body = wholeBodyOf(now, prior);
  return told === undefined ? Math.max(coverOf(now, prior), body) : Math.max(told, body);
};

const looksWide: ReadonlySet<string> = new Set([...wide, 'US']);

/** What a wide scan is asked about is one of the parts that it covers: a study of that part answers, though the name says only the region. */
export const askedMatch = (now: Meaning, prior: Meaning, asked: readonly string[], book: Rulebook): number => {
  if (asked.length === 0 || !looksWide.has(now.modality) || now.concept.focus !== 'general') return 0;
  const covered = asked.filter((part) => !now.parts.includes(part) && isWithin(part, now));
  return Math.max(0, ...covered.map((part) => ASKED * (partOf(part, prior, book) ?? 0)));
};

/** The aims that a name states tell exams of one focus apart. */
export const aimMatch = (now: Meaning, prior: Meaning, book: Rulebook): number => {
  let match = 1;
  for (const aim of book.aims) {
    const [wanted, stated] = [now.aims[aim.name], prior.aims[aim.name]];
    if (wanted === undefined || wanted === stated) continue;
    match *= stated === undefined ? aim.noAim : aim.otherAim;
  }
  return match;
};

const filmLike: ReadonlySet<string> = new Set(['XR', 'any']);

export const sameModality = (now: Meaning, prior: Meaning): boolean =>
  now.modality === prior.modality || (filmLike.has(now.modality) && filmLike.has(prior.modality));

export const modalityMatch = (now: Meaning, prior: Meaning, book: Rulebook): number => {
  if (sameModality(now, prior)) return 1;
  const part = now.parts[0] ?? '';
  const weight =
    book.modalityIn[part]?.[now.modality]?.[prior.modality] ?? book.modality[now.modality]?.[prior.modality];
  return weight ?? (prior.modality === 'NONE' ? 0.3 : 0.4);
};
