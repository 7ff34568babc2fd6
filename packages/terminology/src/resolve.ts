/** From what a name says to what an exam is: one attribute after the other, each by its own rule. */
import { foci, regionOrder } from './data/anatomy.ts';
import type { Gathered } from './gather-signals.ts';
import type { Contrast, ExamName, Laterality, Region, StandardModality } from './types.ts';

type Said = Gathered['said'];

export const all = (said: Said, kind: string): readonly string[] =>
  said.filter((one) => one.kind === kind).map((one) => one.value);

const has = (said: Said, kind: string, value: string): boolean =>
  said.some((one) => one.kind === kind && one.value === value);

const fromTag: Readonly<Record<string, StandardModality>> = {
  CR: 'XR',
  DX: 'XR',
  DR: 'XR',
  XR: 'XR',
  RG: 'XR',
  CT: 'CT',
  MR: 'MR',
  US: 'US',
  IVUS: 'US',
  NM: 'NM',
  PT: 'PT',
  MG: 'MG',
  RF: 'RF',
  XA: 'XA',
  BMD: 'BMD',
  OP: 'OP',
  OPT: 'OPT',
  OPV: 'OPV',
  OAM: 'OAM',
  PX: 'PX',
  IO: 'IO',
  ES: 'ES',
  XC: 'XC',
  ECG: 'ECG',
  SR: 'NONE',
  PR: 'NONE',
  KO: 'NONE',
  DOC: 'NONE',
};

/** Modalities that a more exact word may narrow: a plain film system also makes densitometry and panoramic films. */
const loose: ReadonlySet<StandardModality> = new Set<StandardModality>(['XR', 'NONE']);

/** One word like `report` makes a document only of a name that says nothing of an exam. */
const isDocument = (said: Said): boolean => {
  const documents = said.filter((one) => one.kind === 'is' && one.value === 'document');
  if (documents.some((one) => one.phrase.includes(' '))) return true;
  return documents.length > 0 && bodyPart(said).length === 0;
};

export const resolveModality = (said: Said, exam: ExamName): StandardModality => {
  if (isDocument(said)) return 'NONE';
  const tag = fromTag[(exam.modality ?? '').toUpperCase()];
  const implied = (all(said, 'implies').at(-1) ?? undefined) as StandardModality | undefined;
  const named = (all(said, 'modality')[0] ?? undefined) as StandardModality | undefined;
  const usual = (all(said, 'usual')[0] ?? undefined) as StandardModality | undefined;
  // The CT of a PET/CT is often sent as the study's modality.
  if (tag === 'CT' && all(said, 'modality').includes('PT')) return 'PT';
  if (tag !== undefined && tag !== 'NONE' && !(loose.has(tag) && implied !== undefined)) return tag;
  return implied ?? named ?? (tag === 'NONE' ? 'NONE' : undefined) ?? usual ?? tag ?? 'NONE';
};

export interface Place {
  readonly regions: readonly Region[];
  readonly focus: string;
}

const inOrder = (regions: Iterable<Region>): readonly Region[] => {
  const set = new Set(regions);
  return regionOrder.filter((region) => set.has(region));
};

const spineByLevel = (said: Said): string | undefined => {
  const levels = ['cervical', 'thoracic', 'lumbar'].filter((level) => has(said, 'attr', `spine-level-${level}`));
  if (levels.length === 0) return undefined;
  return levels.includes('thoracic') && levels.includes('lumbar') ? 'thoracolumbar-spine' : `${levels.at(-1)}-spine`;
};

const rankOf = (focus: string): number => foci[focus]?.rank ?? 0;

/** Vessels named in general take the vessels of the place beside them. */
const vesselsOf = (said: Said, regions: readonly Region[], focus: string | undefined): string | undefined => {
  const [arterial, venous] = [has(said, 'attr', 'arterial') || has(said, 'attr', 'angio'), has(said, 'attr', 'venous')];
  const only = regions.length === 1 ? regions[0] : undefined;
  if (venous && only === 'lower-extremity') return 'lower-extremity-veins';
  if (venous && only === 'upper-extremity') return 'upper-extremity-veins';
  if (arterial && only === 'lower-extremity') return 'lower-extremity-arteries';
  if (has(said, 'attr', 'doppler') && only === 'lower-extremity' && focus === undefined) return 'lower-extremity-veins';
  if ((arterial || venous) && (focus === 'brain' || (only === 'head' && focus === undefined)))
    return 'intracranial-vessels';
  if (arterial && (focus === 'neck-soft-tissue' || only === 'neck')) return 'carotid';
  if (arterial && focus === 'kidney') return 'renal-arteries';
  if (has(said, 'attr', 'aorta')) return aortaOf(regions);
  if (arterial && only === 'chest' && focus === undefined) return 'thoracic-aorta';
  if (arterial && regions.includes('abdomen') && focus === undefined) return 'abdominal-aorta';
  return undefined;
};

const aortaOf = (regions: readonly Region[]): string => {
  const [chest, abdomen] = [regions.includes('chest'), regions.includes('abdomen') || regions.includes('pelvis')];
  if (chest && abdomen) return 'aorta';
  return chest ? 'thoracic-aorta' : 'abdominal-aorta';
};

/** The abdomen's long organs belong to the pelvis too when that is imaged. */
const longOrgans: ReadonlySet<string> = new Set([
  'small-bowel',
  'colon',
  'abdominal-aorta',
  'abdominal-veins',
  'mesenteric-arteries',
]);

const bodyPart = (said: Said): Said =>
  said.filter((one) => one.kind === 'focus' || one.kind === 'aim' || one.kind === 'region');

const bestFocus = (said: Said): string | undefined => {
  const aims = all(said, 'aim').filter((focus) => focus in foci || focus === 'general');
  if (aims.length > 0) return aims.toSorted((a, b) => rankOf(b) - rankOf(a))[0];
  const focuses = all(said, 'focus').filter((focus) => focus in foci || focus === 'general');
  const named = focuses.toSorted((a, b) => rankOf(b) - rankOf(a))[0];
  return named ?? spineByLevel(said);
};

export const resolvePlace = (name: Said, tag: Said, modality: StandardModality): Place => {
  const said = bodyPart(name).length > 0 || spineByLevel(name) ? name : [...name, ...bodyPart(tag)];
  const regions = all(said, 'region').filter((region) => regionOrder.includes(region as Region)) as Region[];
  let focus = bestFocus(said);
  if (focus === 'general') focus = undefined;
  if (focus === undefined && regions.length === 0) {
    const short = shortHand(said, modality);
    if (short !== undefined) return short;
  }
  const vessels = vesselsOf(said, regions, focus);
  if (focus === 'neck-soft-tissue' && (modality === 'XR' || modality === 'RF') && !has(said, 'contrast', 'with'))
    focus = 'airway';
  if (vessels !== undefined && rankOf(vessels) >= rankOf(focus ?? '')) focus = vessels;
  if (focus === undefined) return general(regions, modality);
  const entry = foci[focus];
  if (entry === undefined) return general(regions, modality);
  const own =
    ownRegions(said, focus) ??
    (entry.roams && regions.length > 0 ? regions : [...entry.regions, ...beside(focus, regions)]);
  const runoff = focus === 'lower-extremity-arteries' && modality !== 'US' ? (['abdomen', 'pelvis'] as const) : [];
  return { regions: inOrder([...own, ...runoff]), focus };
};

const lettersOf: Readonly<Record<string, readonly Region[]>> = {
  'c a': ['chest', 'abdomen'],
  'c p': ['chest', 'pelvis'],
  'a p': ['abdomen', 'pelvis'],
  ap: ['abdomen', 'pelvis'],
  'c ap': ['chest', 'abdomen', 'pelvis'],
};

/** What letters mean when a cross-sectional exam names no part: `A/P` is no projection of a CT, `PE` is the question. */
const shortHand = (said: Said, modality: StandardModality): Place | undefined => {
  if (modality !== 'CT' && modality !== 'MR') return undefined;
  if (has(said, 'attr', 'pe')) return { regions: ['chest'], focus: 'pulmonary-arteries' };
  const letters = said.find(({ phrase }) => Object.hasOwn(lettersOf, phrase));
  return letters === undefined ? undefined : { regions: lettersOf[letters.phrase] ?? [], focus: 'general' };
};

/** Regions that the phrase of a focus states itself: sternoclavicular joints are of the chest. */
const ownRegions = (said: Said, focus: string): readonly Region[] | undefined => {
  const naming = said
    .filter((one) => (one.kind === 'focus' || one.kind === 'aim') && one.value === focus)
    .map((one) => one.phrase);
  const stated = said
    .filter((one) => one.kind === 'region' && naming.includes(one.phrase))
    .map((one) => one.value as Region);
  if (has(said, 'attr', 'transplant') && focus === 'kidney') return ['pelvis'];
  return stated.length > 0 ? stated : undefined;
};

/** Regions named beside a focus count when they hold it too, or when nothing narrower is meant. */
const beside = (focus: string, regions: readonly Region[]): readonly Region[] => {
  if (longOrgans.has(focus)) return regions.filter((region) => region === 'abdomen' || region === 'pelvis');
  return [];
};

const ofTheHead: ReadonlySet<StandardModality> = new Set<StandardModality>(['CT', 'MR', 'NM', 'PT', 'US']);

const general = (regions: readonly Region[], modality: StandardModality): Place => {
  if (regions.length === 1 && regions[0] === 'head' && ofTheHead.has(modality)) return { regions, focus: 'brain' };
  if (regions.length > 0) return { regions: inOrder(regions), focus: modality === 'MG' ? 'breast' : 'general' };
  if (modality === 'MG') return { regions: ['breast'], focus: 'breast' };
  if (modality === 'PT') return { regions: ['whole-body'], focus: 'general' };
  if (['OP', 'OPT', 'OPV', 'OAM'].includes(modality)) return { regions: ['head'], focus: 'eye' };
  if (['PX', 'IO'].includes(modality)) return { regions: ['face'], focus: 'teeth' };
  if (modality === 'BMD') return { regions: ['pelvis', 'spine'], focus: 'bone-density' };
  if (modality === 'ECG') return { regions: ['chest'], focus: 'heart' };
  return { regions: ['unspecified'], focus: 'general' };
};

const fromLaterality: Readonly<Record<string, Laterality>> = { L: 'left', R: 'right', B: 'bilateral' };

/** Both sides in so many words. A part that is usually examined on both (leg veins) yields to a side that is named. */
const statesBoth = (said: Said): boolean =>
  said.some(
    (one) =>
      one.kind === 'side' &&
      one.value === 'both' &&
      !said.some((other) => other.phrase === one.phrase && (other.kind === 'focus' || other.kind === 'aim')),
  );

export const resolveLaterality = (
  said: Said,
  exam: ExamName,
  focus: string,
  modality: StandardModality,
  regions: readonly Region[],
): Laterality => {
  if (modality === 'NONE' && regions[0] === 'unspecified') return 'unspecified';
  const sides = all(said, 'side');
  const [left, right] = [sides.includes('left'), sides.includes('right')];
  const pairing =
    foci[focus]?.pairing ?? (regions.some((region) => region.endsWith('extremity')) ? 'paired' : 'single');
  if (pairing === 'both' || has(said, 'attr', 'newborn-hips')) return 'bilateral';
  // Both hips of a newborn are examined, whichever words say so.
  if (focus === 'hip' && modality === 'US' && has(said, 'is', 'neonatal')) return 'bilateral';
  const plural = said.some(
    (one) => one.plural && (one.kind === 'focus' || one.kind === 'aim' || one.kind === 'region'),
  );
  const both = sides.includes('both');
  if (statesBoth(said) || (left && right) || ((both || plural) && !left && !right))
    return pairing === 'single' && !plural && !both ? 'none' : 'bilateral';
  if (left) return 'left';
  if (right) return 'right';
  if (focus === 'kidney' && has(said, 'attr', 'transplant')) return 'none';
  if (focus === 'kidney' && modality === 'NM') return 'bilateral';
  const tagged = fromLaterality[(exam.laterality ?? '').toUpperCase()];
  if (tagged !== undefined && pairing === 'paired') return tagged;
  return pairing === 'paired' ? 'unspecified' : 'none';
};

export const resolveContrast = (said: Said, modality: StandardModality): Contrast => {
  const stated = all(said, 'contrast') as Contrast[];
  const words = all(said, 'word');
  if (stated.includes('both')) return 'both';
  const [w, wo] = [
    words.includes('with') || stated.includes('with'),
    words.includes('without') || stated.includes('without'),
  ];
  const enhances = modality === 'CT' || modality === 'MR';
  // "without contrast" misspelt still names contrast: only a word for with makes it both.
  if (words.includes('without') && !words.includes('with') && !stated.includes('without')) return 'without';
  if (stated.includes('with') && stated.includes('without')) return 'both';
  if (enhances && w && wo) return 'both';
  if (stated.includes('with')) return 'with';
  if (stated.includes('without')) return 'without';
  if (enhances && said.some((one) => /^myelo/.test(one.phrase) || one.value === 'myelogram')) return 'with';
  if (!enhances || has(said, 'is', 'weights')) return modality === 'XA' ? 'with' : 'unspecified';
  if (wo) return 'without';
  return w && words.includes('with') ? 'with' : 'unspecified';
};
