import type { Pack } from '../pack/types.ts';

export const breast: Pack = {
  name: 'breast',
  title: 'Breast',
  source:
    'either of two priors, oldest useful about four years (Ray, AJR 2016; PMID 12540430); any modality of the same breast',
  adjacency: {
    breast: { 'lymph-nodes': 0.7, axilla: 0.8, chest: 0.3 },
    axilla: { breast: 0.92, chest: 0.42, 'lymph-nodes': 0.9 },
    'lymph-nodes': { breast: 0.85, axilla: 0.9 },
  },
  links: {
    breast: {
      axilla: 'lymph nodes that the breast drains into',
      'lymph-nodes': 'lymph nodes that the breast drains into',
    },
    axilla: { breast: 'breast that drains into these lymph nodes', 'lymph-nodes': 'lymph nodes' },
    'lymph-nodes': { breast: 'breast that may drain into these lymph nodes', axilla: 'lymph nodes of the armpit' },
  },
  modalityIn: {
    breast: {
      MG: { US: 0.85, MR: 0.88, any: 0.95, XR: 0.9 },
      US: { MG: 0.95, MR: 0.85, any: 0.9 },
      MR: { MG: 0.95, US: 0.85, any: 0.9 },
      any: { MG: 0.95, US: 0.9, MR: 0.9 },
    },
    axilla: { US: { MG: 0.95, MR: 0.9 } },
  },
  implied: [
    {
      name: 'screening-ultrasound',
      words: '(bilat|unilat|\\blt\\b|\\brt\\b|left|right).*(screen|diag)|(screen|diag).*(bilat|unilat)',
      modality: ['US'],
      part: 'breast',
      means: 'US',
      source: 'ultrasound is called screening or diagnostic, of one side or both, only of the breast (ACR BI-RADS)',
    },
    {
      name: 'screening-with-detection',
      words: 'screen.*\\b(cad|tomo|digital|3d|combo)\\b|\\b(cad|tomo|digital|3d|standard)\\b.*screen|bilat.*screen',
      modality: ['NONE', 'MG', 'any'],
      part: 'breast',
      means: 'MG',
      source: 'screening with computer-aided detection or tomosynthesis is mammography (HCPCS G0202)',
    },
  ],
  removals: [
    {
      name: 'mastectomy',
      words:
        'mastectom|mastektom|\\bablatio\\b|mastectomia|mammectom|мастэктоми|удалени[еяю] (?:лев\\S+ |прав\\S+ )?молочнои железы|μαστεκτομ|כריתת (?:ה)?שד|است[ئي]صال (?:ال)?ثدي|乳房(?:全|单纯|根治性?)?切除|乳(?:房|腺)?癌?(?:改良)?根治|乳腺全切|乳房(?:全)?切除|유방 ?(?:전)?절제',
      focus: ['breast'],
      effect: 'refuse',
      source: 'after mastectomy the removed side is worth nothing',
    },
  ],
  rules: [
    {
      name: 'old-mammogram',
      reason: 'an old mammogram, of little use beside newer ones',
      source: 'oldest useful prior about four years',
      now: { focus: ['breast'], modality: ['MG'] },
      prior: { focus: ['breast'], modality: ['MG'] },
      days: [2200, 100_000],
      effect: { cap: 0.46, apart: true },
    },
    {
      name: 'breast-on-chest-ct',
      reason: 'breast seen by chance',
      source: 'a chest CT shows breast tissue without detail',
      now: { focus: ['breast', 'axilla'] },
      prior: { modality: ['CT'], region: ['chest'] },
      effect: { cap: 0.3 },
    },
    {
      name: 'breast-not-on-film',
      reason: 'a chest film does not show the breast',
      source: 'no breast tissue is judged on a chest film',
      now: { focus: ['breast', 'axilla'] },
      prior: { modality: ['XR'], focus: ['chest', 'lungs', 'ribs', 'sternum'] },
      effect: { cap: 0.1 },
    },
    {
      name: 'breast-not-by-pet',
      reason: 'whole-body staging, breast without detail',
      source: 'PET/CT stages the body, not the breast',
      now: { focus: ['breast'], modality: ['MG', 'US'] },
      prior: { region: ['whole-body'] },
      effect: { cap: 0.3 },
    },
    {
      name: 'last-mammogram-beside-mri',
      reason: 'mammogram of the same breasts',
      source: 'MRI and ultrasound of the breast are read with the mammogram',
      now: { focus: ['breast', 'axilla'], modality: ['MR', 'US'] },
      prior: { focus: ['breast'], modality: ['MG'] },
      days: [0, 250],
      effect: { floor: 0.82 },
    },
  ],
};
