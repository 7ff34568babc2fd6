/** Exams of several parts in one name: `CT HEAD AND C SPINE`, `XR KNEE LT ANKLE RT`. */
import { foci, regionOrder } from './data/anatomy.ts';
import type { Said as OneSaid } from './gather-signals.ts';
import type { Place } from './resolve.ts';
import type { Said } from './said.ts';
import type { Laterality, Region, StandardModality } from './types.ts';

/** A procedure names where it enters and what it leaves there; nuclear medicine names what it looks for. */
const combining: ReadonlySet<StandardModality> = new Set<StandardModality>(['XR', 'CT', 'MR', 'US', 'NONE']);

const done: ReadonlySet<string> = new Set([
  'guided',
  'biopsy',
  'drainage',
  'injection',
  'placement',
  'procedure',
  'ablation',
  'embolization',
  'stent',
  'localization',
  'bone-age',
]);

/** What is looked for, or runs through several parts: no exam of its own beside another part. */
const notBeside: ReadonlySet<string> = new Set([
  'soft-tissue',
  'skin',
  'skeleton',
  'foreign-body',
  'shunt',
  'bone-density',
  'lymph-nodes',
  'central-veins',
  'dialysis-access',
  'fetus',
  'placenta',
  'leg-length',
  'axilla',
  'heart',
  'aorta',
]);

/** Parts of one limb or of the spine that are filmed each for itself; a finger belongs to its hand, a toe to its foot. */
const separate: ReadonlySet<string> = new Set([
  'shoulder',
  'clavicle',
  'scapula',
  'humerus',
  'elbow',
  'forearm',
  'wrist',
  'hand',
  'femur',
  'knee',
  'tibia-fibula',
  'ankle',
  'foot',
  'cervical-spine',
  'thoracic-spine',
  'lumbar-spine',
]);

/** Two parts of the head that one MR shows, each by its own sequences. */
const isOfHeadByMr = (a: string, b: string, modality: StandardModality): boolean =>
  modality === 'MR' && [a, b].every((focus) => foci[focus]?.regions.join() === 'head');

const isLimb = (region: string): boolean => region.endsWith('extremity');

/** A region in a few letters (`TAP`, `WB`) may be another word. */
const isClear = ({ kind, phrase, by }: OneSaid): boolean =>
  by !== 'spelling' && (kind !== 'region' || phrase.length > 3 || /[^a-z]/.test(phrase));

const isOwnExam = (one: string, chosen: string, place: Place, modality: StandardModality): boolean => {
  const entry = foci[one];
  if (entry === undefined || notBeside.has(one)) return false;
  if (!entry.regions.some((region) => place.regions.includes(region))) return true;
  return (separate.has(one) && separate.has(chosen)) || isOfHeadByMr(one, chosen, modality);
};

const partOf = (one: OneSaid, place: Place, modality: StandardModality): string | undefined => {
  if (one.kind === 'focus' || one.kind === 'aim')
    return one.value !== place.focus && isOwnExam(one.value, place.focus, place, modality) ? one.value : undefined;
  const region = one.kind === 'region' ? (one.value as Region) : undefined;
  if (region === undefined || isLimb(region) || region === 'whole-body' || place.regions.includes(region)) return;
  return region === 'head' && (modality === 'CT' || modality === 'MR') ? 'brain' : region;
};

/** A region that a phrase names together with a focus is where that focus lies, and no part of its own. */
const isOfFocus = (said: Said, one: OneSaid): boolean =>
  one.kind === 'region' &&
  said.some(({ kind, phrase }) => phrase === one.phrase && (kind === 'focus' || kind === 'aim'));

const isCombining = (said: Said, { focus }: Place, modality: StandardModality): boolean =>
  combining.has(modality) &&
  focus !== 'general' &&
  !notBeside.has(focus) &&
  !said.some(({ kind, value }) => (kind === 'is' && done.has(value)) || (kind === 'attr' && value === 'transplant'));

/** The parts that a name states, the one chosen first; a region stands for itself where no focus of it is named. */
export const partsNamed = (said: Said, place: Place, modality: StandardModality): readonly string[] => {
  if (!isCombining(said, place, modality)) return [place.focus];
  const chosen = said.filter(({ value }) => value === place.focus);
  const naming = new Set(chosen.map(({ phrase }) => phrase));
  // Where the part chosen is itself what hurts, the others are asked for as it is.
  const isAsked = (one: OneSaid): boolean => !one.isComplaint || chosen.some(({ isComplaint }) => isComplaint);
  const others = said
    .filter((one) => !naming.has(one.phrase) && isAsked(one) && isClear(one) && !isOfFocus(said, one))
    .flatMap((one) => partOf(one, place, modality) ?? []);
  const shown = new Set(others.flatMap((one) => foci[one]?.regions ?? []));
  return [...new Set([place.focus, ...others.filter((one) => !shown.has(one as Region))])];
};

const partsOfWhole = 4;

/** Of head, neck, chest, abdomen and pelvis together no one part is what the exam is about. */
export const isOfMany = (parts: readonly string[], modality: StandardModality): boolean =>
  parts.length >= partsOfWhole && (modality === 'CT' || modality === 'MR');

/** Regions of all parts of a combined exam. The hip on a film of the thigh is its next joint, and adds no region. */
export const regionsOfParts = (parts: readonly string[], place: Place): readonly Region[] => {
  const others = parts
    .slice(1)
    .filter((part) => !(part === 'hip' && place.focus === 'femur'))
    .flatMap((part) => foci[part]?.regions ?? [part as Region]);
  const all = new Set([...place.regions, ...others]);
  return others.length === 0 ? place.regions : regionOrder.filter((region) => all.has(region));
};

interface Mark {
  readonly part?: string;
  readonly side?: Laterality;
}

const marksOf = (said: Said, parts: readonly string[]): readonly Mark[] =>
  said.flatMap((one): readonly Mark[] => {
    if ((one.kind === 'focus' || one.kind === 'aim') && parts.includes(one.value)) return [{ part: one.value }];
    if (one.kind !== 'side') return [];
    return [{ side: one.value === 'both' ? 'bilateral' : (one.value as Laterality) }];
  });

/** Each part with the sides that stand behind it; empty where one has none, or a side stands before the first. */
const sidesBehind = (marks: readonly Mark[]): ReadonlyMap<string, ReadonlySet<Laterality>> => {
  const none: ReadonlyMap<string, ReadonlySet<Laterality>> = new Map();
  const sides = new Map<string, Set<Laterality>>();
  for (const [at, { part, side }] of marks.entries()) {
    const before = marks.slice(0, at).findLast((mark) => mark.part !== undefined)?.part;
    if (side !== undefined && before === undefined) return none;
    if (side !== undefined) sides.get(before ?? '')?.add(side);
    if (part !== undefined && marks[at + 1]?.side === undefined) return none;
    if (part !== undefined && !sides.has(part)) sides.set(part, new Set());
  }
  return sides;
};

/**
 * The side of each part where a name gives each its own: `KNEE LT ANKLE RT`, `LT KNEE RT ANKLE`; a part that it names on the left and on
 * the right is of both. Empty where one side holds for all, or it cannot be told which belongs to which.
 */
export const sidesOfParts = (said: Said, parts: readonly string[]): Readonly<Record<string, Laterality>> => {
  const marks = parts.length < 2 ? [] : marksOf(said, parts);
  const behind = sidesBehind(marks[0]?.part === undefined ? marks.toReversed() : marks);
  const named = [...behind].map(([part, sides]): [string, Laterality] => {
    const [only] = sides;
    return [part, sides.size === 1 && only !== undefined ? only : 'bilateral'];
  });
  return new Set(named.map(([, side]) => side)).size > 1 ? Object.fromEntries(named) : {};
};
