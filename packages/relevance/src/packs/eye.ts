import type { Pack } from '../pack/types.ts';

export const ophthalmology: Pack = {
  name: 'ophthalmology',
  title: 'Ophthalmology',
  source: 'clinical judgement: the same eye, last visits and before treatment; files of both eyes count',
  adjacency: {
    eye: { orbit: 0.35, brain: 0.08 },
    orbit: { 'facial-bones': 0.75, sinuses: 0.45, brain: 0.5, eye: 0.3 },
  },
  modalityIn: {
    eye: {
      OPT: { OP: 0.88, OPV: 0.48, OAM: 0.42, US: 0.75 },
      OPV: { OPT: 0.88, OP: 0.85, OAM: 0.25 },
      OP: { OPT: 0.9, OPV: 0.55, OAM: 0.3, US: 0.75 },
      US: { OP: 0.95, OPT: 0.88, OAM: 0.4 },
      OAM: { OPT: 0.42, OP: 0.35, US: 0.75 },
    },
  },
  aims: [
    {
      name: 'part-of-the-eye',
      otherAim: 0.48,
      noAim: 0.95,
      source: 'macula, optic nerve and cornea are different questions',
      values: {
        macula: 'macul|\\bmac\\b|\\boct m\\b',
        nerve: '\\brnfl\\b|\\bonh\\b|optic nerve|\\bdisc\\b|papil|glaucom|gcl|\\bnerve',
        anterior: 'anterior|cornea|pachy|topogra|segment ant|vorderabschnitt|keratoc|pentacam',
      },
    },
  ],
  rules: [
    {
      name: 'nerve-beside-field',
      reason: 'optic nerve beside the field',
      source: 'structure and function of glaucoma are read together',
      now: { modality: ['OPV'], focus: ['eye'] },
      prior: { modality: ['OPT', 'OP'], trait: ['optic-nerve'] },
      effect: { floor: 0.66 },
    },
    {
      name: 'retina-before',
      reason: 'retina before the view was lost',
      source: 'ultrasound is made when the fundus cannot be seen',
      now: { modality: ['US'], focus: ['eye'] },
      prior: { modality: ['OP', 'OPT'], focus: ['eye'] },
      effect: { floor: 0.62 },
    },
  ],
  traits: { 'optic-nerve': '\\brnfl\\b|\\bonh\\b|optic nerve|\\bdisc\\b|papil' },
};
