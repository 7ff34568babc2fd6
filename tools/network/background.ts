/** People without a story, so that a day looks like a day. */
import type { Look } from './looks.ts';
import { randomFrom } from './random.ts';
import type { SiteName, Story } from './stories/story.ts';

const families = [
  'ABBOTT',
  'BIANCHI',
  'CORREIA',
  'DANIELS',
  'ERIKSEN',
  'FONTAINE',
  'GARNETT',
  'HASSAN',
  'IVERSON',
  'JANSEN',
  'KAPOOR',
  'LARSEN',
  'MORENO',
  'NOVAK',
  'OSBORNE',
  'PATEL',
];
const given = {
  F: ['ALICE', 'BRIDGET', 'CARMEN', 'DIANA', 'EMILIA', 'FREYA', 'GRETA', 'HANNAH'],
  M: ['ADAM', 'BORIS', 'CALEB', 'DMITRI', 'EDGAR', 'FELIX', 'GORAN', 'HUGO'],
} as const;

interface Exam {
  readonly modality: string;
  readonly names: readonly string[];
  readonly bodyPart: string;
  readonly look: Look;
}

const exams: readonly Exam[] = [
  {
    modality: 'DX',
    names: ['XR CHEST 2V', 'CHEST PA LAT'],
    bodyPart: 'CHEST',
    look: { draw: 'chest-film', view: 'PA' },
  },
  {
    modality: 'DX',
    names: ['XR KNEE RT 2V', 'KNEE RIGHT AP LAT'],
    bodyPart: 'KNEE',
    look: { draw: 'knee-film', view: 'AP', side: 'R' },
  },
  {
    modality: 'US',
    names: ['US ABDOMEN', 'ABDOMINAL ULTRASOUND'],
    bodyPart: 'ABDOMEN',
    look: { draw: 'organ-us', organ: 'liver' },
  },
  {
    modality: 'CT',
    names: ['CT HEAD WO', 'CT BRAIN W/O CONTRAST'],
    bodyPart: 'HEAD',
    look: { draw: 'brain-ct', weighting: 'CT', slices: 12, step: 10 },
  },
];

const sites: readonly SiteName[] = ['COUNTY', 'RIVERSIDE'];

export const backgroundStories = (seed: number, count: number): readonly Story[] =>
  Array.from({ length: count }, (_, index) => {
    const random = randomFrom(seed, 'background', index);
    const sex = random.pick(['F', 'M'] as const);
    const exam = random.pick(exams);
    const [here, there] = random.chance(0.5) ? (['COUNTY', 'RIVERSIDE'] as const) : (['RIVERSIDE', 'COUNTY'] as const);
    const series = [{ description: exam.bodyPart, look: exam.look }];
    return {
      id: `background-${index}`,
      title: 'Background',
      specialty: 'radiology',
      name: `${random.pick(families)}^${random.pick(given[sex])}^${String.fromCharCode(65 + (index % 26))}`,
      born: `${random.whole(20, 85)}y${random.whole(0, 11)}m${random.whole(0, 27)}d`,
      sex,
      records: sites.map((site) => ({ site, id: `${site.slice(0, 2)}-B${seed}-${index}` })),
      studies: [
        {
          key: 'current',
          site: here,
          ago: '0d',
          time: `${String(random.whole(7, 15)).padStart(2, '0')}:${String(random.whole(10, 59))}`,
          modality: exam.modality,
          name: exam.names[0] ?? '',
          bodyPart: exam.bodyPart,
          series,
        },
        {
          key: 'prior',
          site: there,
          ago: `${random.whole(1, 40)}m`,
          modality: exam.modality,
          name: exam.names[1] ?? '',
          bodyPart: exam.bodyPart,
          series,
          grade: 3,
          why: 'Last comparable study',
        },
      ],
    };
  });
