import type { Alternative } from '../types.ts';

type Meaning = Omit<Alternative, 'from' | 'confidence'>;

/**
 * Abbreviations that departments use for two things, with the meanings in the order of how often they are meant. Which one holds is
 * decided from the rest of the name; where nothing decides, the others are kept. From the expansions that lists of radiological
 * and clinical abbreviations give for one and the same letters.
 */
export const ambiguous: Readonly<Record<string, readonly Meaning[]>> = {
  le: [{ regions: ['lower-extremity'] }, { focus: 'elbow', regions: ['upper-extremity'], laterality: 'left' }],
  re: [
    { focus: 'elbow', regions: ['upper-extremity'], laterality: 'right' },
    { focus: 'eye', regions: ['head'], laterality: 'right' },
  ],
  ap: [{ regions: ['abdomen', 'pelvis'] }],
  br: [
    { focus: 'breast', regions: ['breast'] },
    { focus: 'brain', regions: ['head'] },
  ],
  si: [
    { focus: 'sacrum', regions: ['pelvis'] },
    { focus: 'small-bowel', regions: ['abdomen'] },
  ],
  sb: [
    { focus: 'small-bowel', regions: ['abdomen'] },
    { focus: 'skull', regions: ['head'] },
  ],
  pv: [
    { focus: 'abdominal-veins', regions: ['abdomen'] },
    { focus: 'central-veins', regions: ['chest'] },
    { regions: ['pelvis'] },
  ],
  pe: [
    { focus: 'pulmonary-arteries', regions: ['chest'] },
    { focus: 'heart', regions: ['chest'] },
  ],
  cs: [
    { focus: 'cervical-spine', regions: ['spine'] },
    { focus: 'heart', regions: ['chest'] },
  ],
  ts: [
    { focus: 'thoracic-spine', regions: ['spine'] },
    { focus: 'temporal-bone', regions: ['head'] },
  ],
  ls: [
    { focus: 'lumbar-spine', regions: ['spine'] },
    { focus: 'liver', regions: ['abdomen'] },
  ],
  sc: [
    { focus: 'clavicle', regions: ['upper-extremity'] },
    { focus: 'whole-spine', regions: ['spine'] },
  ],
  ac: [{ focus: 'shoulder', regions: ['upper-extremity'] }, { regions: ['abdomen'] }],
  uo: [{ focus: 'urinary-tract', regions: ['abdomen', 'pelvis'] }, { regions: ['upper-extremity'] }],
  neph: [
    { focus: 'kidney', regions: ['abdomen'] },
    { focus: 'urinary-tract', regions: ['abdomen', 'pelvis'] },
  ],
};
