import type { Pack } from '../pack/types.ts';

export const dermatology: Pack = {
  name: 'dermatology',
  title: 'Dermatology and wounds',
  source: 'clinical judgement: the last picture of the same spot and the first',
  adjacency: {
    skin: {
      'soft-tissue': 0.75,
      foot: 0.75,
      ankle: 0.5,
      toe: 0.6,
      'lower-extremity': 0.5,
      'lower-extremity-arteries': 0.35,
      hand: 0.6,
    },
    'soft-tissue': { skin: 0.75, chest: 0.3 },
  },
  links: {
    skin: {
      'soft-tissue': 'tissue under the skin',
      'lower-extremity-arteries': 'arteries that feed the skin of the leg',
    },
    'soft-tissue': { skin: 'skin above it' },
  },
  rules: [
    {
      name: 'bone-under-wound',
      reason: 'bone under the wound',
      source: 'an ulcer is checked for infected bone',
      now: { modality: ['XC'], region: ['lower-extremity'] },
      prior: { modality: ['XR', 'MR'], region: ['lower-extremity'] },
      relation: ['same-part'],
      days: [0, 120],
      effect: { answers: 0.8, floor: 0.5 },
    },
    {
      name: 'perfusion-of-wound',
      reason: 'perfusion of the same leg',
      source: 'an ulcer heals only with blood',
      now: { modality: ['XC'], region: ['lower-extremity'] },
      prior: { focus: ['lower-extremity-arteries'] },
      effect: { answers: 0.4, floor: 0.24, cap: 0.3 },
    },
  ],
};
