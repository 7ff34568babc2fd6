import type { Pack } from '../pack/types.ts';

export const interventional: Pack = {
  name: 'interventional',
  title: 'Interventional radiology',
  source: 'clinical judgement: last access of the same side and current cross-section',
  adjacency: {
    'dialysis-access': { 'upper-extremity-veins': 0.6, 'central-veins': 0.6, 'upper-extremity': 0.6 },
    'central-veins': { 'upper-extremity-veins': 0.8, chest: 0.42, lungs: 0.35, 'dialysis-access': 0.6 },
  },
  modalityIn: {
    'dialysis-access': { XA: { US: 0.95 }, US: { XA: 0.95 } },
    'central-veins': { XA: { US: 0.85, XR: 0.5 } },
    liver: { XA: { MR: 0.98, CT: 0.95, US: 0.55 } },
    kidney: { XA: { CT: 0.95, US: 0.55, MR: 0.9 } },
    'lumbar-spine': { XA: { MR: 1, CT: 0.92, XR: 0.85 } },
  },
  rules: [
    {
      name: 'target-of-procedure',
      reason: 'shows the target',
      source: 'a procedure is planned on the current cross-section',
      now: {
        trait: ['guided', 'procedure', 'biopsy', 'drainage', 'embolization'],
        modality: ['CT', 'US', 'XA', 'MR', 'MG'],
      },
      prior: { modality: ['CT', 'MR', 'MG', 'US'], notTrait: ['guided'] },
      relation: ['same-part'],
      days: [0, 60],
      effect: { scale: 1.2 },
    },
  ],
};
