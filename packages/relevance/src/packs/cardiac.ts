import type { Pack } from '../pack/types.ts';

/** Adult cardiology: valves, muscle, coronaries. */
export const cardiac: Pack = {
  name: 'cardiac',
  title: 'Adult cardiology',
  source:
    'clinical judgement: echo, CMR, catheter and CT are each other’s priors for anatomy and function; perfusion weaker; chest film marginal',
  adjacency: {
    heart: {
      'coronary-arteries': 0.75,
      'thoracic-aorta': 0.6,
      'pulmonary-arteries': 0.45,
      chest: 0.5,
      aorta: 0.5,
      'central-veins': 0.2,
    },
    'coronary-arteries': { heart: 0.85, 'thoracic-aorta': 0.5, chest: 0.4, lungs: 0.38 },
  },
  links: {
    heart: {
      'coronary-arteries': 'coronary arteries of the same heart',
      'thoracic-aorta': 'aorta that leaves the heart',
      'pulmonary-arteries': 'pulmonary arteries and the load on the right heart',
    },
    'coronary-arteries': {
      heart: 'heart muscle that the coronary arteries feed',
      'thoracic-aorta': 'aortic root where the coronary arteries begin',
    },
    'pulmonary-arteries': { heart: 'right heart before the pulmonary arteries' },
  },
  modalityIn: {
    heart: {
      US: { MR: 0.95, CT: 0.9, NM: 0.9, XA: 0.85, XR: 0.5 },
      MR: { US: 0.95, CT: 0.9, NM: 0.8, XA: 0.85, XR: 0.5 },
      CT: { US: 0.85, MR: 0.95, NM: 0.85, XA: 0.95, XR: 0.5 },
      NM: { US: 0.9, CT: 0.85, XA: 0.95, MR: 0.95, XR: 0.4 },
      XA: { CT: 0.95, US: 0.95, MR: 0.95, NM: 0.9, XR: 0.4 },
    },
    'coronary-arteries': {
      CT: { NM: 0.95, XA: 0.95, US: 0.85, MR: 0.85, XR: 0.5 },
      XA: { CT: 0.95, NM: 0.95, US: 0.9 },
    },
  },
  aims: [
    {
      name: 'echo-way',
      otherAim: 0.86,
      noAim: 1,
      source: 'transthoracic, transoesophageal and stress echo see different parts of one heart',
      values: {
        transoesophageal:
          'чреспищевод|чпэхо|διοισοφαγ|דרך (?:ה)?ו?ושט|عبر (?:ال)?مري|经食道|經食道|经食管|経食道|경식도|\\btee\\b|\\btoe\\b|\\beto\\b|transesoph|transoesoph|transosophag|transesofag',
        transthoracic:
          'трансторак|διαθωρακ|דרך (?:בית )?(?:ה)?חזה|عبر (?:ال)?صدر|经胸|經胸|経胸壁|경흉부|\\btte\\b|transthor|transtor|\\bett\\b',
        stress: 'стресс|нагруз|κοπωσ|מאמץ|جهد|负荷|負荷|부하|stress|dobutamine|exercise',
      },
    },
  ],
  traits: {
    'coronary-named':
      'coron|\\bl ?hc\\b|\\bpci\\b|\\bptca\\b|\\bcors?\\b|\\bcoros?\\b|stent|bypass|\\blad\\b|\\brca\\b|angioplast|\\bcag\\b|left heart|linksherz|\\bstemi\\b|izquierd|sinistr|gauche',
  },
  rules: [
    {
      name: 'catheter-of-the-heart',
      reason: 'catheter study of the same heart',
      source: 'a catheterisation that names no artery measures pressures and shows chambers as well',
      now: { focus: ['heart'] },
      prior: { modality: ['XA'], focus: ['coronary-arteries'], notTrait: ['coronary-named'] },
      effect: { answers: 0.76 },
    },
    {
      name: 'chest-film-of-heart',
      reason: 'heart size and congestion only',
      source: 'a chest film says little of valves, muscle and coronaries',
      now: { focus: ['heart', 'coronary-arteries'] },
      prior: { modality: ['XR', 'any'] },
      effect: { cap: 0.3 },
    },
    {
      name: 'chest-ct-of-heart',
      reason: 'heart and calcium seen without gating',
      source: 'an ungated chest CT shows size and calcium only',
      now: { focus: ['heart', 'coronary-arteries'] },
      prior: { modality: ['CT'], focus: ['chest', 'lungs', 'pulmonary-arteries', 'general'] },
      effect: { cap: 0.44 },
    },
    {
      name: 'echo-for-chest',
      reason: 'heart function beside a chest question',
      source: 'an echo does not show the lungs',
      now: { focus: ['chest', 'lungs', 'pleura', 'pulmonary-arteries'], modality: ['XR', 'CT', 'any', 'NM'] },
      prior: { focus: ['heart'], modality: ['US', 'NM', 'XA', 'MR', 'ECG'] },
      effect: { cap: 0.28 },
    },
    {
      name: 'old-catheter',
      reason: 'catheter study of years ago: anatomy and pressures of then',
      source: 'a catheter study of years ago says little of function today',
      now: { focus: ['heart'], modality: ['US'] },
      prior: { modality: ['XA'], notTrait: ['closure'] },
      days: [1000, 100_000],
      effect: { cap: 0.38 },
    },
    {
      name: 'whole-body-no-heart',
      reason: 'not a study of the heart',
      source: 'PET/CT serves staging, not heart function',
      now: { focus: ['heart', 'coronary-arteries'] },
      prior: { region: ['whole-body'] },
      effect: { cap: 0.15 },
    },
  ],
};
