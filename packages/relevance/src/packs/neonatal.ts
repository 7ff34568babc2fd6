import type { Pack } from '../pack/types.ts';

export const neonatal: Pack = {
  name: 'neonatal',
  title: 'Neonatal',
  source: 'clinical judgement of neonatology: hours count; the day of the first bleed counts',
  rules: [
    {
      name: 'babygram',
      reason: 'chest and abdomen on one film',
      source: 'one film of a newborn shows chest and abdomen',
      now: { modality: ['XR', 'any'], focus: ['chest', 'abdomen', 'lungs', 'general'], under: 0.5 },
      prior: { modality: ['XR', 'any'], focus: ['general', 'chest'], region: ['chest'], under: 0.5 },
      relation: ['same-part'],
      effect: { answers: 0.95, series: true },
    },
    {
      name: 'gas-by-ultrasound',
      reason: 'bowel by ultrasound beside the film',
      source: 'bowel wall and gas are judged on the film',
      now: { modality: ['XR'], focus: ['abdomen'], under: 0.5 },
      prior: { modality: ['US'], focus: ['abdomen', 'small-bowel'] },
      effect: { cap: 0.42 },
    },
    {
      name: 'head-ultrasound-before-mri',
      reason: 'head ultrasound of the same newborn',
      source: 'MRI at term is read with the ultrasound that came before',
      now: { focus: ['brain'], modality: ['MR', 'CT'], under: 0.5 },
      prior: { focus: ['brain'], modality: ['US'] },
      effect: { answers: 1, floor: 0.84 },
    },
  ],
};
