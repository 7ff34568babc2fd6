import type { Pack } from '../pack/types.ts';

export const oncology: Pack = {
  name: 'oncology',
  title: 'Oncology',
  source: 'RECIST: baseline, nadir and last; PET interim and baseline',
  aims: [
    {
      name: 'tracer',
      otherAim: 0.72,
      noAim: 0.95,
      source: 'uptake of different tracers cannot be compared',
      values: {
        psma: 'psma',
        somatostatin: 'dotatate|dotatoc|dotanoc|octreo',
        amyloid: 'amyloid|florbet|flutemet',
        dopamine: '\\bdopa\\b|datscan|fp cit',
        fluoride: '\\bnaf\\b|fluoride',
        glucose: '\\bfdg\\b',
      },
    },
  ],
  rules: [
    {
      name: 'treated-field',
      reason: 'treated field explains what is seen',
      source: 'radiation changes follow the dose',
      now: { modality: ['PT', 'CT', 'MR'] },
      prior: { trait: ['dose-plan'] },
      days: [0, 1100],
      effect: { answers: 0.4, floor: 0.24, cap: 0.28 },
    },
    {
      name: 'response-by-ct',
      reason: 'size by CT beside the metabolism',
      source: 'response is judged by size and uptake together',
      now: { modality: ['PT'] },
      prior: { modality: ['CT'], focus: ['general', 'chest', 'abdomen', 'lungs'], notTrait: ['guided', 'screening'] },
      days: [0, 150],
      effect: { answers: 0.85, floor: 0.8 },
    },
    {
      name: 'brain-beside-pet',
      reason: 'brain staging completes the PET',
      source: 'FDG PET does not show the brain',
      now: { modality: ['PT'], region: ['whole-body'] },
      prior: { focus: ['brain'], modality: ['MR'] },
      days: [0, 400],
      effect: { answers: 0.4, floor: 0.24, cap: 0.3 },
    },
    {
      name: 'node-sampled',
      reason: 'where tissue was taken',
      source: 'tissue was taken from what is followed',
      now: { modality: ['PT', 'CT'] },
      prior: { trait: ['guided', 'biopsy'], modality: ['US', 'CT'] },
      days: [0, 400],
      effect: { cap: 0.4 },
    },
  ],
};
