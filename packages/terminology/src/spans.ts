import type { Region, StandardModality } from './types.ts';

/** What a cross-sectional scan of a region also shows: it can answer another question about these. */
const shown: Readonly<Record<Region, readonly string[]>> = {
  head: ['brain', 'skull', 'sinuses', 'orbit', 'iac', 'temporal-bone'],
  face: ['sinuses', 'orbit', 'mandible', 'facial-bones', 'teeth', 'nasal-bones', 'tmj'],
  neck: ['neck-soft-tissue', 'thyroid', 'cervical-spine', 'airway', 'pharynx'],
  chest: [
    'lungs',
    'pleura',
    'heart',
    'thoracic-aorta',
    'pulmonary-arteries',
    'ribs',
    'sternum',
    'thoracic-spine',
    'esophagus',
    'axilla',
    'central-veins',
  ],
  breast: ['breast'],
  abdomen: [
    'liver',
    'biliary',
    'pancreas',
    'spleen',
    'adrenal',
    'kidney',
    'stomach',
    'small-bowel',
    'colon',
    'abdominal-aorta',
    'lumbar-spine',
    'peritoneum',
    'appendix',
    'urinary-tract',
  ],
  pelvis: [
    'pelvis-bones',
    'hip',
    'sacrum',
    'bladder',
    'prostate',
    'rectum',
    'uterus-ovaries',
    'urinary-tract',
    'colon',
  ],
  spine: ['whole-spine', 'cervical-spine', 'thoracic-spine', 'lumbar-spine'],
  'upper-extremity': [],
  'lower-extremity': [],
  'whole-body': ['skeleton', 'lungs', 'liver', 'lymph-nodes'],
  unspecified: [],
};

const whole: ReadonlySet<StandardModality> = new Set<StandardModality>(['CT', 'MR', 'PT']);

/** Focus values that the exam covers beside its own. */
export const spansOf = (modality: StandardModality, regions: readonly Region[], focus: string): readonly string[] => {
  if (!whole.has(modality)) return [];
  // A scan aimed at one bone or organ covers little else; a scan of a region covers it.
  const aimed = focus !== 'general' && !/lungs|heart|urinary-tract|aorta|arteries|brain/.test(focus);
  if (aimed) return [];
  return [...new Set(regions.flatMap((region) => shown[region]))].filter((one) => one !== focus);
};
