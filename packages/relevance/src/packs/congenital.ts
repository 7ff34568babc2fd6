import type { Pack } from '../pack/types.ts';

/** Paediatric and congenital cardiology. */
export const congenital: Pack = {
  name: 'congenital',
  title: 'Paediatric and congenital cardiology',
  source: 'clinical judgement of paediatric cardiology: the state after the last operation is the baseline',
  implied: [
    {
      name: 'catheterisation',
      words:
        '^((diag|ped|congen|interv|h[ae]emodynam|right|left|r|l|rt|lt)\\w* )*(heart )?cath(eteri[sz]ation)?( (lab|diag|ped|congen|interv|h[ae]emodynam)\\w*)*$',
      modality: ['XA'],
      part: 'heart',
      means: 'XA',
      source: 'an angiography that is called a catheterisation and nothing more is one of the heart',
    },
  ],
  rules: [
    {
      name: 'implant-pictures',
      reason: 'pictures of the intervention',
      source: 'a device is followed against where it was put',
      now: { focus: ['heart'], trait: ['post-op', 'device', 'post-procedure'] },
      prior: { modality: ['XA'], focus: ['heart'], trait: ['procedure', 'closure', 'stent', 'guided'] },
      days: [0, 1500],
      effect: { floor: 0.86 },
    },
    {
      name: 'catheter-of-congenital-heart',
      reason: 'pressures and anatomy by catheter',
      source: 'before and after each stage of repair pressures are taken by catheter (AHA/ACC 2018)',
      asks: 'fontan|\\btcpc\\b|glenn|tetralog|\\btof\\b|fallot|single ventric|univentric|\\bhlhs\\b|transposition|\\btga\\b|congenital|\\bachd\\b|truncus|pulmonary atresia|conduit',
      now: { focus: ['heart'], modality: ['MR', 'CT'] },
      prior: { modality: ['XA'], focus: ['heart', 'coronary-arteries', 'pulmonary-arteries'] },
      effect: { answers: 0.9, floor: 0.55 },
    },
    {
      name: 'function-now',
      reason: 'current function beside the anatomy',
      source: 'echo and cross-section of one congenital heart are read together',
      now: { focus: ['heart', 'coronary-arteries'], modality: ['MR', 'CT', 'XA'] },
      prior: { focus: ['heart'], modality: ['US'] },
      days: [0, 120],
      effect: { floor: 0.82 },
    },
    {
      name: 'anatomy-by-cmr',
      reason: 'volumes and anatomy by MRI',
      source: 'volumes of the right ventricle are taken from MRI',
      now: { focus: ['heart'], modality: ['US'], under: 25 },
      prior: { focus: ['heart'], modality: ['MR'] },
      relation: ['!before-event'],
      days: [0, 1000],
      effect: { floor: 0.79 },
    },
    {
      name: 'liver-after-fontan',
      reason: 'the liver, which the Fontan circulation harms',
      source: 'the liver is watched for life after a Fontan operation (AHA 2019)',
      asks: '\\bfontan\\b|\\btcpc\\b',
      now: { focus: ['heart'] },
      prior: { focus: ['liver'], modality: ['US', 'MR', 'CT'] },
      effect: { answers: 0.42 },
    },
    {
      name: 'before-closure',
      reason: 'before the lesion was treated',
      source: 'shunt and load before treatment no longer hold after it',
      now: { focus: ['heart'] },
      prior: { focus: ['heart'], modality: ['MR', 'CT', 'NM', 'XA'], notTrait: ['procedure', 'closure'] },
      relation: ['before-event'],
      effect: { cap: 0.44 },
    },
  ],
};
