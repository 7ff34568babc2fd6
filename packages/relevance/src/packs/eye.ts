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
        macula:
          'macul|\\bmac\\b|\\boct m\\b|gelber fleck|макул|желт\\S* пят|ωχρ|מקולה|מקולרי|מקולר|بقع|ماكول|لطخ|黄斑|黃斑|황반',
        nerve:
          '\\brnfl\\b|\\bonh\\b|optic nerve|\\bdisc\\b|papil|glaucom|gcl|\\bnerve|sehnerv|nervo? ottico|nervio optico|nerf optique|оптическ\\S* нерв|зрительн\\S* нерв|\\bдзн|днз|глауком|οπτικ\\S* νευρ|οπτικ\\S* δισκ|γλαυκ|עצב (?:ה)?ראיה|עצב (?:ה)?ראייה|גלאוקומה|عصب (?:ال)?بصري|(?:ال)?عصب (?:ال)?بصري|زرق|视神经|視神經|視神経|视盘|視盤|视乳头|視乳頭|青光眼|緑内障|시신경|녹내장',
        anterior:
          'anterior|cornea|pachy|topogra|segment ant|vorderabschnitt|keratoc|pentacam|hornhaut|роговиц|передн\\S* отрез|κερατοειδ|πρόσθι|προσθι|קרנית|قرني|角膜|前节|前節|前眼部|각막|전안부',
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
