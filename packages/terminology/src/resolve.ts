/** From what a name says to what an exam is: one attribute after the other, each by its own rule. */
import { foci, regionOrder } from './data/anatomy.ts';
import { all, bodyPart, has, type Said } from './said.ts';
import type { ExamName, Laterality, Region, StandardModality } from './types.ts';

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

/** What contrast is given for in the veins; the other modalities inject a joint, a nerve or a duct. */
const enhancing: ReadonlySet<StandardModality> = new Set<StandardModality>(['CT', 'MR', 'PT', 'NONE']);

const injection = /^inj(?:ection)?$/;

/**
 * `INJECTION` beside a word for with or without is contrast, as French says it, where contrast is given; alone, and where none is, it is
 * what is done to a joint or a nerve.
 */
export const readInjections = (said: Said, modality: StandardModality): Said =>
  said.map((one, at) => {
    if (!injection.test(one.phrase)) return one;
    const before = said[at - 1];
    if (one.kind === 'is' && before?.kind === 'word' && enhancing.has(modality))
      return { ...one, kind: 'contrast', value: before.value };
    return one.kind === 'contrast' && !enhancing.has(modality) ? { ...one, kind: 'is', value: 'injection' } : one;
  });

/** `MAM US` is an ultrasound: the short word for a mammogram is also one for the breast. */
const withoutMam = (said: Said, named: StandardModality | undefined): Said =>
  named === 'US' ? said.filter(({ phrase }) => phrase !== 'mam' && phrase !== 'mammo') : said;

export const resolveModality = (said: Said, exam: ExamName): StandardModality => {
  if (isDocument(said)) return 'NONE';
  const tag = fromTag[(exam.modality ?? '').toUpperCase()];
  const named = (all(said, 'modality')[0] ?? undefined) as StandardModality | undefined;
  const implied = (all(withoutMam(said, named), 'implies').at(-1) ?? undefined) as StandardModality | undefined;
  const usual = (all(said, 'usual')[0] ?? undefined) as StandardModality | undefined;
  // The CT of a PET/CT is often sent as the study's modality.
  if (tag === 'CT' && [...all(said, 'modality'), ...all(said, 'usual')].includes('PT')) return 'PT';
  // Panoramic and dental films and densitometry are often sent as plain films.
  const finer = all(said, 'usual').find((one) => one === 'PX' || one === 'IO' || one === 'BMD');
  if (tag === 'XR' && finer !== undefined) return finer as StandardModality;
  // A name that says itself what was sent needs no narrowing: in a chest film ETT is a tube.
  if (tag === 'XR' && [named, usual].includes('XR')) return 'XR';
  if (tag !== undefined && tag !== 'NONE' && !(loose.has(tag) && implied !== undefined)) return tag;
  // A part with its projections and nothing else is a plain film.
  const film = bodyPart(said).length > 0 && has(said, 'is', 'view') ? ('XR' as const) : undefined;
  return implied ?? named ?? (tag === 'NONE' ? 'NONE' : undefined) ?? usual ?? tag ?? film ?? 'NONE';
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
  if (arterial && regions.includes('head') && regions.includes('neck')) return 'head-neck-vessels';
  if ((arterial || venous) && (focus === 'brain' || (only === 'head' && focus === undefined)))
    return 'intracranial-vessels';
  if (arterial && (focus === 'neck-soft-tissue' || only === 'neck')) return 'carotid';
  if (arterial && focus === 'kidney') return 'renal-arteries';
  if (has(said, 'attr', 'aorta')) return regions.length === 0 && focus === 'thoracic-aorta' ? focus : aortaOf(regions);
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

const bestFocus = (said: Said): string | undefined => {
  const aims = all(said, 'aim').filter((focus) => focus in foci || focus === 'general');
  const spines = new Set([...all(said, 'aim'), ...all(said, 'focus')]);
  if (
    spines.has('cervical-spine') &&
    (spines.has('thoracolumbar-spine') || (spines.has('thoracic-spine') && spines.has('lumbar-spine')))
  )
    return 'whole-spine';
  if (spines.has('thoracic-spine') && spines.has('lumbar-spine')) return 'thoracolumbar-spine';
  // Bone age is read from the hand, whichever bones of it are named.
  if (has(said, 'is', 'bone-age') && ['hand', 'wrist'].some((focus) => spines.has(focus))) return 'hand';
  if (aims.length > 0) return aims.toSorted((a, b) => rankOf(b) - rankOf(a))[0];
  const focuses = all(said, 'focus').filter((focus) => focus in foci || focus === 'general');
  const named = focuses.toSorted((a, b) => rankOf(b) - rankOf(a))[0];
  return named ?? spineByLevel(said);
};

/** A photograph of a wound is of the skin, wherever on the body it is. */
const photographed = (said: Said, regions: readonly Region[], modality: StandardModality): Place | undefined => {
  if (modality !== 'XC' || !has(said, 'focus', 'skin')) return undefined;
  const beneath = all(said, 'focus').flatMap((focus) => (focus === 'skin' ? [] : (foci[focus]?.regions ?? [])));
  const where = inOrder([...regions, ...beneath]);
  return where.length === 0 ? undefined : { regions: where, focus: 'skin' };
};

/** Bone density is measured at the hip and at the spine; both may be named in one phrase. */
const hipWords =
  /\b(?:hips?|femur|femore|femoral|caderas?|huften?|hanches?|anc[ah]e?|heupen?|quadril|schenkelhals|kycl\w*)\b/;

export const resolvePlace = (name: Said, tag: Said, modality: StandardModality): Place => {
  const said = bodyPart(name).length > 0 || spineByLevel(name) ? name : [...name, ...bodyPart(tag)];
  const regions = inOrder(all(said, 'region').filter((region) => regionOrder.includes(region as Region)) as Region[]);
  const skin = photographed(said, regions, modality);
  if (skin !== undefined) return skin;
  let focus = bestFocus(said);
  if (focus === 'general') focus = undefined;
  const short = focus === undefined ? shortHand(said, regions, modality) : undefined;
  if (short !== undefined) return short;
  focus = narrowed(said, regions, focus, modality);
  const vessels = vesselsOf(said, regions, focus);
  if (vessels !== undefined && rankOf(vessels) >= rankOf(focus ?? '')) focus = vessels;
  // By catheter the arteries of the neck are shown on the way to those of the brain.
  if (modality === 'XA' && vessels === 'intracranial-vessels' && !has(said, 'attr', 'venous'))
    focus = 'head-neck-vessels';
  if (modality === 'PT' && has(said, 'is', 'tumor') && focus !== 'brain' && focus !== 'heart')
    return { regions: ['whole-body'], focus: 'general' };
  if (focus === undefined) return general(regions, modality);
  const entry = foci[focus];
  if (entry === undefined) return general(regions, modality);
  const own =
    ownRegions(said, focus) ??
    (entry.roams && regions.length > 0 ? regions : [...entry.regions, ...beside(focus, regions)]);
  if (
    focus === 'bone-density' &&
    regions.join() === 'spine' &&
    hipWords.test(said.map(({ phrase }) => phrase).join(' '))
  )
    return { regions: ['pelvis', 'spine'], focus };
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

export const isValve = (said: Said): boolean => said.some(({ phrase }) => /^(?:pre )?ta(?:vr|vi)\b/.test(phrase));

const isOfHead = (said: Said, regions: readonly Region[]): boolean =>
  regions.join() === 'head' || has(said, 'focus', 'brain');

/** What a focus becomes by the modality: a film made to check a line shows the chest, a PET for a tumour the whole body. */
const narrowed = (
  said: Said,
  regions: readonly Region[],
  focus: string | undefined,
  modality: StandardModality,
): string | undefined => {
  const film = modality === 'XR' || modality === 'RF';
  // A lesion, a scar or a burn that is scanned lies in the part beside it.
  if (focus === 'skin' && (modality === 'CT' || modality === 'MR' || modality === 'PT')) return undefined;
  // No film is made of the heart: a word that can mean it means something else beside a chest.
  if (focus === 'heart' && modality === 'XR' && regions.includes('chest')) return undefined;
  // A valve that is brought through the groin is planned on the aorta as far as there.
  if (focus === 'heart' && ['abdomen', 'pelvis'].some((below) => regions.includes(below as Region)) && isValve(said))
    return 'aorta';
  // `CT PELVIS BONY`
  if (focus === 'skeleton' && regions.join() === 'pelvis') return 'pelvis-bones';
  // An embolism is sought on CT: what asks for one in another language is a PET.
  if (focus === 'pulmonary-arteries' && modality === 'PT') return undefined;
  // Of both the ear is seen on CT, its nerve on MR.
  if (focus === 'iac' && modality === 'CT' && has(said, 'aim', 'temporal-bone')) return 'temporal-bone';
  // A film follows the shunt through the body; a scan of the head is made of the brain.
  if (focus === 'shunt' && ofTheHead.has(modality) && modality !== 'NM' && isOfHead(said, regions)) return 'brain';
  if (focus === 'neck-soft-tissue' && film && !has(said, 'contrast', 'with')) return 'airway';
  if (focus === 'central-veins' && modality === 'XR' && regions.includes('chest')) return undefined;
  if (focus === 'lungs' && has(said, 'attr', 'angio') && modality !== 'NM') return 'pulmonary-arteries';
  if (focus === 'abdominal-aorta' && regions.includes('chest')) return 'aorta';
  if (focus === 'dialysis-access' && modality === 'NM') return 'shunt';
  if (focus === undefined && modality === 'CT' && regions.join() === 'chest' && has(said, 'is', 'high-resolution'))
    return 'lungs';
  return focus;
};

/** What letters mean in a cross-sectional exam: `A/P` is no projection of a CT, `PE` is the question. */
const shortHand = (said: Said, regions: readonly Region[], modality: StandardModality): Place | undefined => {
  if (modality !== 'CT' && modality !== 'MR') return undefined;
  const within = (places: readonly Region[]): boolean => regions.every((region) => places.includes(region));
  if (has(said, 'attr', 'pe') && within(['chest'])) return { regions: ['chest'], focus: 'pulmonary-arteries' };
  const letters = said.find(({ phrase }) => Object.hasOwn(lettersOf, phrase));
  const places = lettersOf[letters?.phrase ?? ''];
  return places !== undefined && within(places) ? { regions: places, focus: 'general' } : undefined;
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
  // A film of the pelvis is one of its bones.
  if (modality === 'XR' && regions.join() === 'pelvis') return { regions, focus: 'pelvis-bones' };
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
  if (focus === 'heart' || focus === 'coronary-arteries') return 'none';
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
    return pairing === 'single' && !both && !(left && right) ? 'none' : 'bilateral';
  if (left) return 'left';
  if (right) return 'right';
  if (focus === 'kidney' && has(said, 'attr', 'transplant')) return 'none';
  if (focus === 'kidney' && modality === 'NM') return 'bilateral';
  const tagged = fromLaterality[(exam.laterality ?? '').toUpperCase()];
  if (tagged !== undefined && pairing === 'paired') return tagged;
  return pairing === 'paired' ? 'unspecified' : 'none';
};
