/** Reads the tables of exam names with their meaning. A name's regions are those of its focus unless stated. */
import { readFileSync } from 'node:fs';
import { foci } from '../data/anatomy.ts';
import { type Concept, conceptOf } from '../index.ts';

export interface NamedExam {
  readonly name: string;
  readonly sent: string;
  /** Modality, regions, focus, laterality, contrast. */
  readonly is: readonly [string, string, string, string, string];
}

const read = (line: string): NamedExam => {
  const [name = '', sent = '', modality = '', place = '', side = '', contrast = ''] = line.split(';');
  const [focus = '', regions] = place.split('@');
  const where = regions ?? foci[focus]?.regions.join('+') ?? '';
  return { name, sent, is: [modality, where, focus, side, contrast === '' ? 'unspecified' : contrast] };
};

const readFile = (name: string): readonly NamedExam[] =>
  readFileSync(new URL(name, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(read);

export const namedExams = readFile('names.txt');
/** Harder ones: what departments type when they are in a hurry. */
export const hardExams = readFile('names-hard.txt');
/** In other scripts, and with the sides of languages that are read for little more. */
export const scriptExams = readFile('names-scripts.txt');
/** As hospitals of the United States type them, and others. */
export const hospitalExams = readFile('names-hospital.txt');
/** Of every modality in twenty languages. */
export const worldExams = readFile('names-world.txt');

const attributesOf = (concept: Concept): readonly string[] => [
  concept.modality,
  concept.regions.join('+'),
  concept.focus,
  concept.laterality,
  concept.contrast,
];

/** Attributes of a name that are read otherwise than stated; empty when it is understood. */
export const wrongOf = ({ name, sent, is }: NamedExam): readonly string[] => {
  const said = attributesOf(conceptOf({ name, modality: sent }));
  return is.flatMap((right, at) => (right === said[at] ? [] : [`${said[at]} instead of ${right}`]));
};

export const shareRight = (exams: readonly NamedExam[]): number =>
  exams.filter((exam) => wrongOf(exam).length === 0).length / exams.length;
