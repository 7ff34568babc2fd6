/** What else a name says of an exam: views, technique, timing, guidance, population. */

import { guidanceAction, technique, timing } from './data/qualifiers.ts';
import { viewWords } from './data/views.ts';
import { viewCountOf } from './tokens.ts';
import type { Concept, ExamName, Guidance, Population, Views } from './types.ts';

type Described = Pick<Concept, 'technique' | 'timing' | 'population'> & { readonly guidance?: Guidance };

const guidanceOf = (qualifiers: readonly string[]): Guidance | undefined => {
  const actions = qualifiers.map((one) => guidanceAction[one]).filter((one) => one !== undefined);
  const action = actions.find((one) => one !== 'procedure') ?? actions[0];
  return action === undefined ? undefined : { action };
};

/** Years of a DICOM Age String (PS3.5 6.2 AS); undefined when it is none. */
export const yearsOf = (age: string | undefined): number | undefined => {
  const parts = /^\s*(\d{1,3})([DWMY])\s*$/i.exec(age ?? '');
  if (parts === null) return undefined;
  const perYear = { D: 365.25, W: 52.18, M: 12, Y: 1 }[(parts[2] ?? 'Y').toUpperCase()] ?? 1;
  return Number(parts[1]) / perYear;
};

const populationOf = (qualifiers: readonly string[], exam: ExamName): Population => {
  const years = yearsOf(exam.age);
  if (years !== undefined) return years < 28 / 365.25 ? 'neonate' : years < 18 ? 'child' : 'adult';
  if (qualifiers.includes('neonatal')) return 'neonate';
  return qualifiers.includes('paediatric') ? 'child' : 'unspecified';
};

export const describe = (qualifiers: readonly string[], exam: ExamName): Described => {
  const guidance = guidanceOf(qualifiers);
  return {
    technique: qualifiers.filter((one) => technique.has(one)),
    timing: qualifiers.filter((one) => timing.has(one)),
    population: populationOf(qualifiers, exam),
    ...(guidance !== undefined && { guidance }),
  };
};

/** Views that the words of a name state. A portable film of the chest is made AP. */
export const viewsOf = (words: readonly string[], text: string, qualifiers: readonly string[]): Views => {
  const counted = viewCountOf(words, text);
  const names = new Set(words.flatMap((word) => (Object.hasOwn(viewWords, word) ? [viewWords[word] as string] : [])));
  if (names.has('frontal') && counted?.count === 2) names.add('lateral');
  if (qualifiers.includes('portable') && words.includes('chest') && counted?.count === 1) names.add('ap');
  return {
    names: [...names].sort(),
    ...(counted !== undefined && { count: counted.count }),
    ...(counted?.least !== undefined && { least: counted.least }),
    ...(counted?.minimum === true && { minimum: true as const }),
  };
};
