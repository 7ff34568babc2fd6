import { foci, regionTitles } from './data/anatomy.ts';
import type { Concept, StandardModality } from './types.ts';

const modalityWords: Readonly<Record<StandardModality, string>> = {
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

type Parts = Pick<Concept, 'modality' | 'regions' | 'focus' | 'laterality' | 'contrast' | 'qualifiers'>;

const whereOf = ({ focus, regions }: Parts): string => {
  const title = foci[focus]?.title;
  if (title !== undefined) return title;
  return regions
    .map((region) => regionTitles[region])
    .filter((word) => word !== '')
    .join(', ')
    .replace(/, ([^,]+)$/, ' and $1');
};

const sideOf = (laterality: Concept['laterality']): string => {
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
  screening: 'screening',
  'low-dose': 'low dose',
  stress: 'stress',
  'bone-age': 'bone age',
  'weight-bearing': 'standing',
  transthoracic: 'transthoracic',
  transesophageal: 'transoesophageal',
};

/** The exam in plain words; the local name when nothing of it was understood. */
export const plainOf = (parts: Parts, localName: string): string => {
  const where = whereOf(parts);
  if (parts.modality === 'NONE' && where === '') return localName;
  if (parts.modality === 'US' && parts.focus === 'heart')
    return ['Echocardiogram', told[parts.qualifiers.find((one) => one.startsWith('trans')) ?? ''] ?? '']
      .filter(Boolean)
      .join(', ');
  const head = [
    modalityWords[parts.modality],
    sideOf(parts.laterality) === 'both sides' ? '' : sideOf(parts.laterality),
    where,
  ]
    .filter((word) => word !== '')
    .join(' ');
  const both = sideOf(parts.laterality) === 'both sides' ? 'both sides' : '';
  const qualifiers = parts.qualifiers.map((one) => told[one] ?? '');
  const rest = [both, contrastWords[parts.contrast], ...qualifiers].filter((word) => word !== '');
  return rest.length === 0 ? head || localName : `${head}, ${rest.join(', ')}`;
};
