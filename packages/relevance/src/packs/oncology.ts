import type { Pack } from '../pack/types.ts';

/** Tumours of bone that are treated as one illness of a limb. */
const boneTumour = 'osteosarcom|osteosark|\\bewing|chondrosarcom|bone (tumou?r|sarcom|lesion)|knochentumor|giant cell';

const cancer =
  'cancer|carcinom|karzinom|\\bca\\b|\\brcc\\b|\\bhcc\\b|\\bcrc\\b|\\bgist\\b|metast|\\bmets\\b|lymphom|sarcom|tumou?r|neoplas|melanom|seminom';

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
        psma: 'psma|псма|前列腺特异|前列腺特異|전립선특이',
        somatostatin:
          'dotatate|dotatoc|dotanoc|octreo|дотата|октреот|соматостат|生长抑素|生長抑素|ソマトスタチン|オクトレオ|소마토스타틴',
        amyloid: 'amyloid|florbet|flutemet|амилоид|αμυλοειδ|עמילואיד|ام[ي]?لويد|淀粉样|澱粉樣|アミロイド|아밀로이드',
        dopamine: 'допа|多巴|ドーパ|도파|\\bdopa\\b|datscan|fp cit',
        fluoride: '\\bnaf\\b|fluoride|фторид|氟化|フッ化|불화나트륨',
        glucose: '\\bfdg\\b|фдг|фтордезоксиглюкоз|脱氧葡萄糖|脫氧葡萄糖|去氧葡萄糖|フルオロデオキシ',
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
      name: 'chest-beside-abdomen',
      reason: 'chest in the same cancer',
      source: 'a cancer of the belly is followed in the chest, too; the chest is another question',
      asks: cancer,
      now: { modality: ['CT', 'MR'], region: ['abdomen'] },
      prior: { modality: ['CT'], focus: ['chest', 'lungs'], notTrait: ['screening', 'guided'] },
      relation: ['!same-part'],
      days: [0, 400],
      effect: { answers: 0.45, cap: 0.29 },
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
      name: 'sampled-before-staging',
      reason: 'where tissue was taken',
      source: 'staging begins at the proof of the disease',
      now: { modality: ['PT'], region: ['whole-body'] },
      prior: { trait: ['biopsy', 'guided'], modality: ['US', 'CT'] },
      days: [0, 200],
      effect: { answers: 0.35, floor: 0.24, cap: 0.4 },
    },
    {
      name: 'bone-tumour-staged',
      reason: 'uptake elsewhere in the skeleton',
      source: 'bone sarcoma is staged locally and in the whole skeleton (ESMO-EURACAN)',
      asks: boneTumour,
      now: { specialty: ['msk-ortho'], modality: ['MR', 'CT', 'XR'] },
      prior: { modality: ['NM', 'PT'], region: ['whole-body'] },
      days: [0, 400],
      effect: { answers: 0.65, floor: 0.42 },
    },
    {
      name: 'bone-tumour-by-film',
      reason: 'film of the joint beside the tumour',
      source: 'matrix and margin of a bone tumour are read on the film that found it',
      asks: boneTumour,
      now: { focus: ['femur', 'tibia-fibula', 'humerus', 'forearm'], modality: ['MR', 'CT', 'XR'] },
      prior: { focus: ['knee', 'hip', 'ankle', 'shoulder', 'elbow', 'wrist'], modality: ['XR', 'any'] },
      relation: ['same-part', '!other-side'],
      days: [0, 200],
      effect: { answers: 0.7, floor: 0.42 },
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
