import type { Pack } from '../pack/types.ts';

/** Diseases of brain and spinal cord alike; `ms` and `sep` beside a word that says that they are no milliseconds and no month. */
const wholeAxis =
  'multiple [sz]?[ck]leros|esclerosis multiple|sclerosi multipla|esclerose multipla|sclerose en plaq|enzephalomyelitis disseminata|\\b(rr|pp|sp)ms\\b|\\b(known|hx|of|stable) ms\\b|\\bms (follow|fu\\b|f u|flare|relaps|protocol|surveil|lesion|plaque|progress)|\\bsep (suivi|connue|en poussee)|suivi (de |d une )?sep\\b|neuromyelit|\\bnmo(sd)?\\b|\\bmogad\\b|myelitis|mielit|medulloblastom|meduloblastom|ependymom|ependimom|leptomening';

export const neuro: Pack = {
  name: 'neuro',
  title: 'Neuroradiology',
  source: 'clinical judgement; CTA of the head against CTA of the neck common in a public benchmark',
  adjacency: {
    brain: {
      'intracranial-vessels': 0.82,
      sella: 0.85,
      iac: 0.85,
      'head-neck-vessels': 0.75,
      skull: 0.7,
      shunt: 0.75,
      orbit: 0.42,
      sinuses: 0.3,
      carotid: 0.4,
      'temporal-bone': 0.4,
      'cervical-spine': 0.3,
      'facial-bones': 0.25,
      eye: 0.1,
    },
    'intracranial-vessels': { brain: 0.9, 'head-neck-vessels': 0.95, carotid: 0.7 },
    'head-neck-vessels': {
      'intracranial-vessels': 0.92,
      carotid: 0.92,
      brain: 0.9,
      heart: 0.3,
      'neck-soft-tissue': 0.4,
    },
    skull: { brain: 0.8, 'facial-bones': 0.4 },
    sella: { brain: 0.85 },
    shunt: { brain: 0.9, abdomen: 0.4, chest: 0.35 },
  },
  modalityIn: {
    brain: {
      MR: { CT: 0.85, US: 0.4, PT: 0.8 },
      CT: { MR: 0.9, US: 0.38 },
      US: { MR: 0.9, CT: 0.85 },
      PT: { MR: 0.95, CT: 0.75 },
    },
  },
  rules: [
    {
      name: 'cord-of-the-same-disease',
      reason: 'spinal cord: the disease may be in both',
      source: 'inflammatory disease is followed in brain and cord together',
      now: { focus: ['brain'], modality: ['MR'], trait: ['demyelination', 'ms'] },
      prior: {
        focus: ['cervical-spine', 'whole-spine', 'thoracic-spine', 'thoracolumbar-spine', 'spine'],
        modality: ['MR'],
      },
      effect: { answers: 0.75, floor: 0.5 },
    },
    {
      name: 'cord-of-what-is-asked',
      reason: 'spinal cord: the disease may be in both',
      source: 'inflammatory disease, and tumours that spread by the fluid, are followed in brain and cord together',
      asks: wholeAxis,
      now: { focus: ['brain'], modality: ['MR'] },
      prior: {
        focus: ['cervical-spine', 'whole-spine', 'thoracic-spine', 'thoracolumbar-spine', 'spine'],
        modality: ['MR'],
      },
      effect: { answers: 0.6, floor: 0.45 },
    },
    {
      name: 'brain-of-what-is-asked',
      reason: 'brain: the disease may be in both',
      source: 'inflammatory disease, and tumours that spread by the fluid, are followed in brain and cord together',
      asks: wholeAxis,
      now: {
        focus: ['cervical-spine', 'whole-spine', 'thoracic-spine', 'thoracolumbar-spine', 'spine'],
        modality: ['MR'],
      },
      prior: { focus: ['brain'], modality: ['MR'] },
      effect: { answers: 0.6, floor: 0.45 },
    },
    {
      name: 'below-the-cord',
      reason: 'below the end of the cord',
      source: 'the cord ends at the first lumbar vertebra',
      now: { trait: ['spinal-cord'], focus: ['spine', 'cervical-spine', 'thoracic-spine'] },
      prior: { focus: ['lumbar-spine', 'sacrum'], modality: ['XR', 'CT', 'any'] },
      effect: { cap: 0.28 },
    },
    {
      name: 'brain-not-by-pet',
      reason: 'whole-body staging, brain poorly seen',
      source: 'PET/CT for staging is no study of the brain',
      now: { focus: ['brain', 'sella', 'iac'] },
      prior: { region: ['whole-body'] },
      effect: { answers: 0.3, cap: 0.28 },
    },
    {
      name: 'infant-head-long-ago',
      reason: 'head in infancy',
      source: 'a neonatal head scan is history in an older child',
      now: { focus: ['brain'], over: 2 },
      prior: { focus: ['brain'], modality: ['US'] },
      effect: { cap: 0.34 },
    },
    {
      name: 'neck-of-the-same-accident',
      reason: 'neck or face, in the same days',
      source: 'head and neck of one accident are read beside each other',
      now: { focus: ['brain', 'skull'], modality: ['CT'] },
      prior: { focus: ['cervical-spine', 'facial-bones'], modality: ['CT'] },
      days: [0, 2],
      effect: { answers: 0.5, floor: 0.24, cap: 0.4 },
    },
    {
      name: 'head-of-the-same-accident',
      reason: 'head, in the same days',
      source: 'head and neck of one accident are read beside each other',
      now: { focus: ['cervical-spine', 'facial-bones'], modality: ['CT'] },
      prior: { focus: ['brain'], modality: ['CT'] },
      days: [0, 2],
      effect: { answers: 0.5, floor: 0.24, cap: 0.4 },
    },
  ],
  traits: {
    ms: '\\bms\\b|multiple sclerosis|esclerosis multiple|multiple sklerose|sclerose en plaques|sclerosi multipla',
  },
};
