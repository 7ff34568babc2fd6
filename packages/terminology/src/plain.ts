import { foci, regionTitles } from './data/anatomy.ts';
import type { Concept, Region, StandardModality } from './types.ts';

export const modalityWords: Readonly<Record<StandardModality, string>> = {
  XR: 'X-ray',
  CT: 'CT',
  MR: 'MR',
  US: 'Ultrasound',
  NM: 'Nuclear medicine',
  PT: 'PET',
  MG: 'Mammogram',
  RF: 'Fluoroscopy',
  XA: 'Angiography',
  BMD: 'Bone density',
  OP: 'Eye photograph',
  OPT: 'Eye OCT',
  OPV: 'Visual field',
  OAM: 'Eye biometry',
  PX: 'Panoramic dental X-ray',
  IO: 'Dental X-ray',
  ES: 'Endoscopy',
  XC: 'Photograph',
  ECG: 'ECG',
  NONE: '',
};

type Parts = Pick<
  Concept,
  'modality' | 'regions' | 'focus' | 'foci' | 'sides' | 'laterality' | 'contrast' | 'qualifiers'
>;

const listed = (words: readonly string[]): string => words.join(', ').replace(/, ([^,]+)$/, ' and $1');

const titleOf = (part: string): string => foci[part]?.title ?? regionTitles[part as Region] ?? '';

/** What there is two of, as it is said of both. */
const pairs: Readonly<Record<string, string>> = {
  breast: 'breasts',
  shoulder: 'shoulders',
  clavicle: 'clavicles',
  scapula: 'scapulae',
  humerus: 'humeri',
  elbow: 'elbows',
  forearm: 'forearms',
  wrist: 'wrists',
  hand: 'hands',
  finger: 'fingers',
  hip: 'hips',
  femur: 'femurs',
  knee: 'knees',
  'lower leg': 'lower legs',
  ankle: 'ankles',
  foot: 'feet',
  heel: 'heels',
  toe: 'toes',
  kidney: 'kidneys',
  orbit: 'orbits',
  eye: 'eyes',
};

const isPaired = (part: string): boolean => foci[part]?.pairing === 'paired';

/** Both sides hold for all parts of a combined exam; they are told of each where not all are paired: `both orbits and brain`. */
const isOfAll = ({ foci: parts, sides, laterality }: Parts): boolean =>
  laterality === 'bilateral' && Object.keys(sides).length === 0 && parts.every(isPaired);

/** Parts of a combined exam, each with its own side where it has one. */
const partsOf = (exam: Parts): string => {
  const sided = (part: string): string => {
    const title = titleOf(part);
    const side = exam.sides[part] ?? (isPaired(part) && !isOfAll(exam) ? exam.laterality : 'none');
    if (side === 'bilateral') return `both ${pairs[title] ?? title}`;
    return side === 'left' || side === 'right' ? `${side} ${title}` : title;
  };
  return listed(exam.foci.map(sided));
};

const whereOf = (parts: Parts): string => {
  if (parts.foci.length > 1) return partsOf(parts);
  const title = foci[parts.focus]?.title;
  return title ?? listed(parts.regions.map((region) => regionTitles[region]).filter((word) => word !== ''));
};

const sideOf = (exam: Parts): string => {
  const { laterality } = exam;
  if (exam.foci.length > 1 && !isOfAll(exam)) return '';
  if (laterality === 'bilateral') return 'both sides';
  return laterality === 'left' || laterality === 'right' ? laterality : '';
};

const contrastWords = {
  with: 'with contrast',
  without: 'without contrast',
  both: 'without and with contrast',
  unspecified: '',
} as const;

const told: Readonly<Record<string, string>> = {
  'in-brace': 'in brace',
  'out-of-brace': 'out of brace',
  'post-op': 'after operation',
  portable: 'portable',
  'spinal-cord': 'spinal cord',
  screening: 'screening',
  'low-dose': 'low dose',
  stress: 'stress',
  'bone-age': 'bone age',
  'weight-bearing': 'standing',
  transthoracic: 'transthoracic',
  transesophageal: 'transoesophageal',
};

/** Examinations that have a name of their own. */
const named = ({ modality, focus, qualifiers }: Parts): string | undefined => {
  if (modality === 'ECG') return 'ECG';
  if (modality === 'XA' && (focus === 'heart' || focus === 'coronary-arteries')) return 'Cardiac catheterisation';
  if (modality !== 'US' || focus !== 'heart') return undefined;
  const route = told[qualifiers.find((one) => one.startsWith('trans')) ?? ''];
  return route === undefined ? 'Echocardiogram' : `Echocardiogram, ${route}`;
};

const join = (words: readonly string[], by: string): string => words.filter((word) => word !== '').join(by);

/** The exam in plain words; the local name when nothing of it was understood. */
export const plainOf = (parts: Parts, localName: string): string => {
  const where = whereOf(parts);
  if (parts.modality === 'NONE' && where === '') return localName;
  const own = named(parts);
  if (own !== undefined) return own;
  const side = sideOf(parts);
  const both = side === 'both sides' ? pairs[where] : undefined;
  const head =
    both === undefined
      ? join([modalityWords[parts.modality], side === 'both sides' ? '' : side, where], ' ')
      : join([modalityWords[parts.modality], 'both', both], ' ');
  const sides = side === 'both sides' && both === undefined ? side : '';
  const qualifiers = parts.qualifiers.map((one) => told[one] ?? '');
  const rest = join([sides, contrastWords[parts.contrast], ...qualifiers], ', ');
  return rest === '' ? head || localName : `${head}, ${rest}`;
};
