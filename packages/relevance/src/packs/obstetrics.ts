import type { Pack } from '../pack/types.ts';

export const obstetrics: Pack = {
  name: 'obstetrics',
  title: 'Obstetrics and gynaecology',
  source:
    'clinical judgement: first scan of this pregnancy (dates), anatomy, last growth; earlier pregnancies count nothing',
  adjacency: {
    fetus: { placenta: 0.95, 'uterus-ovaries': 0.36, pelvis: 0.36 },
    placenta: { fetus: 0.9, 'uterus-ovaries': 0.36, pelvis: 0.36 },
    'uterus-ovaries': { fetus: 0.26, placenta: 0.26, pelvis: 0.92, abdomen: 0.6, bladder: 0.3, 'pelvic-floor': 0.6 },
    'pelvic-floor': { 'uterus-ovaries': 0.7, pelvis: 0.75, rectum: 0.6, bladder: 0.6 },
  },
  modalityIn: {
    'uterus-ovaries': { US: { CT: 0.9, MR: 0.9 }, MR: { US: 0.92, CT: 0.75 } },
    fetus: { US: { MR: 0.9 }, MR: { US: 0.98 } },
    placenta: { MR: { US: 0.98 }, US: { MR: 0.95 } },
  },
  aims: [
    {
      name: 'fetal-question',
      otherAim: 0.8,
      noAim: 1,
      source: 'growth is measured against the last measurement, not against a scan of flow and well-being',
      values: {
        growth:
          'growth|biometr|\\befw\\b|wachstum|croissance|crecim|crescim|accresc|\\bgroei|tillvaxt|tilvekst|фетометр|биометри|βιομετρ|ביומטריה|גדילה|نمو|生长|生長|発育|성장',
        wellbeing:
          'допплер|доплер|βιοφυσικ|ביופיזיקלי|生物物理|生物物理学|생물리|\\bbpp\\b|biophys|doppler|\\bafi\\b|well ?being',
      },
    },
    {
      name: 'fetal-scan',
      otherAim: 0.8,
      noAim: 1,
      source: 'an echocardiogram of the fetus does not measure its growth, nor look at its brain',
      values: {
        heart:
          'сердц\\S* плода|эхо\\S* плода|εμβρυ\\S* (?:υπερηχο)?καρδ|לב (?:ה)?עובר|עובר\\S* לב|قلب (?:ال)?جنين|胎児心|胎兒心|胎儿心|胎儿超声心|태아 ?심|fo?etal (\\w+ )?(echo|heart|card)|echo(card\\w*)? f(o)?etal|ecocard\\w* fetal|fetale? (echok|herz)|fetal ecg',
        fetus:
          '\\bob\\b|obst|anomal|anatom|morfolog|morpholog|growth|pregnan|schwanger|embaraz|gravid|grossesse|trimest|biometr|biophys|\\bbpp\\b|detailed|\\bnt\\b|nuchal|\\bdating',
      },
    },
  ],
  traits: {
    growth: 'growth|biometr|\\befw\\b|wachstum|croissance|crecim|crescim|accresc|\\bgroei|tillvaxt|tilvekst|\\bt3\\b',
    dating:
      '\\bdating|<14|\\b1st tri|first tri|\\bnt\\b|nuchal|\\b1[0-4] ?(sa|w|wk|weeks|ssw)\\b|viabil|datation|datacion|\\bt1\\b',
    anatomy: '\\banatom|morfolog|morpholog|\\bt2\\b|organscreen|detailed|\\b(19|2[0-2]) ?(sa|w|wk|weeks|ssw)\\b',
    nuchal: 'nuchal|\\bnt\\b|clarte|translucen',
  },
  rules: [
    {
      name: 'other-pregnancy',
      reason: 'another pregnancy',
      source: 'an earlier pregnancy is another fetus, whatever the name of the exam',
      now: { focus: ['fetus', 'placenta'] },
      prior: { focus: ['fetus', 'placenta'] },
      relation: ['other-pregnancy'],
      effect: { refuse: true },
    },
    {
      name: 'dates-of-pregnancy',
      reason: 'dates of this pregnancy',
      source: 'every later measure is read against the first scan',
      now: { focus: ['fetus'] },
      prior: { focus: ['fetus', 'placenta'], trait: ['dating', 'nuchal'] },
      relation: ['!other-pregnancy'],
      effect: { answers: 1, floor: 0.84 },
    },
    {
      name: 'anatomy-of-pregnancy',
      reason: 'anatomy scan of this pregnancy',
      source: 'the anatomy scan is the structural baseline',
      now: { focus: ['fetus'] },
      prior: { focus: ['fetus'], trait: ['anatomy'] },
      relation: ['!other-pregnancy'],
      effect: { answers: 1, floor: 0.83 },
    },
    {
      name: 'growth-of-pregnancy',
      reason: 'growth in this pregnancy',
      source: 'flow and well-being of a fetus are read with how it grows',
      now: { focus: ['fetus'], modality: ['US'] },
      prior: { focus: ['fetus'], trait: ['growth'], modality: ['US'] },
      relation: ['!other-pregnancy'],
      days: [0, 60],
      effect: { answers: 1, floor: 0.83 },
    },
    {
      name: 'fetal-mri-beside-ultrasound',
      reason: 'MRI of this fetus',
      source: 'an anomaly that MRI has looked at is followed against it',
      now: { focus: ['fetus'], modality: ['US'] },
      prior: { focus: ['fetus'], modality: ['MR'] },
      relation: ['!other-pregnancy'],
      days: [0, 60],
      effect: { answers: 1, floor: 0.83 },
    },
    {
      name: 'womb-before-pregnancy',
      reason: 'uterus before the pregnancy',
      source: 'fibroids and shape of the uterus are background',
      now: { focus: ['fetus', 'placenta'] },
      prior: { focus: ['uterus-ovaries', 'general', 'pelvis'], region: ['pelvis'], modality: ['US', 'MR'] },
      effect: { answers: 0.4, floor: 0.22, cap: 0.3 },
    },
    {
      name: 'ovary-elsewhere-in-time',
      reason: 'pregnancy scan, uterus seen',
      source: 'a pregnancy scan shows the uterus by chance',
      now: { focus: ['uterus-ovaries'] },
      prior: { focus: ['fetus', 'placenta'] },
      effect: { cap: 0.24 },
    },
  ],
};
