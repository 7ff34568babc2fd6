/**
 * Graded cases as text, one candidate a line, so that a clinician can write and correct them:
 *
 *     = chest-01 nodule follow-up
 *     > CT | CT CHEST WO | CHEST | 2025-03-10 | 64Y F | RLL nodule 7 mm follow up
 *     3 CT | CHEST CT W/O CONTRAST | CHEST | 2024-09-05 | last CT | site=B n=300 uid=7 age=081Y sex=M
 *
 * `>` is the current study: modality, name, body part, date and perhaps time, age and sex, reason. A candidate has its grade before the
 * modality and, after the date, the rationale. Ages of candidates follow from the current study unless they are given.
 */
import type { Study } from './types.ts';

export interface GradedStudy extends Study {
  readonly grade: number;
  readonly rationale: string;
}

export interface GradedCase {
  readonly id: string;
  readonly current: Study;
  readonly candidates: readonly GradedStudy[];
}

const perUnit: Readonly<Record<string, number>> = { D: 1, W: 7, M: 30.44, Y: 365.25 };
const dayOf = (date: string): number => Date.parse(date) / 86_400_000;
const padded = (count: number, unit: string): string => `${String(Math.floor(count)).padStart(3, '0')}${unit}`;

const ageText = (days: number): string | undefined => {
  if (days < 0 || Number.isNaN(days)) return undefined;
  if (days < 28) return padded(days, 'D');
  if (days < 180) return padded(days / 7, 'W');
  return days < 730 ? padded(days / 30.44, 'M') : padded(days / 365.25, 'Y');
};

const fields = (line: string): readonly string[] => line.split('|').map((part) => part.trim());

const when = (text: string): { readonly date: string; readonly time?: string } => {
  const [date = '', time] = text.split(' ');
  return time === undefined ? { date } : { date, time };
};

const optional = (modality: string, bodyPartExamined: string): Partial<Study> => ({
  ...(modality !== '' && { modality }),
  ...(bodyPartExamined !== '' && { bodyPartExamined }),
});

const readCurrent = (line: string, id: string): { readonly study: Study; readonly born: number } => {
  const [modality = '', description = '', part = '', date = '', person = '', reasonForExam = ''] = fields(
    line.slice(1),
  );
  const [given = '', sex = ''] = person.split(' ');
  const [, count = '0', unit = 'Y'] = /^(\d+)([DWMY])$/.exec(given) ?? [];
  const age = padded(Number(count), unit);
  const at = when(date);
  const study = { id: `${id}-now`, description, ...optional(modality, part), ...at, age, sex, reasonForExam };
  // An age is a whole number that was reached some time before: half of the unit on average.
  const days = (Number(count) + (unit === 'D' ? 0 : 0.5)) * (perUnit[unit] ?? 1);
  return { study, born: dayOf(at.date) - days };
};

const extrasOf = (text: string): Partial<Study> => {
  const given = Object.fromEntries(text.split(' ').map((part) => part.split('=') as [string, string]));
  return {
    ...(given.site !== undefined && { siteName: given.site }),
    ...(given.n !== undefined && { instances: Number(given.n) }),
    ...(given.uid !== undefined && { studyUid: `2.25.${given.uid}` }),
    ...(given.age !== undefined && { age: given.age }),
    ...(given.sex !== undefined && { sex: given.sex }),
    ...(given.lat !== undefined && { laterality: given.lat }),
  };
};

const readCandidate = (line: string, id: string, current: Study, born: number): GradedStudy => {
  const [head = '', description = '', part = '', date = '', rationale = '', extras = ''] = fields(line);
  const [, grade = '0', modality = ''] = /^([0-3])\s*(.*)$/.exec(head) ?? [];
  const at = when(date);
  const age = ageText(dayOf(at.date) - born);
  return {
    id,
    description,
    ...optional(modality, part),
    ...at,
    ...(age !== undefined && { age }),
    ...(current.sex !== undefined && { sex: current.sex }),
    ...extrasOf(extras),
    grade: Number(grade),
    rationale,
  };
};

const readCase = (block: string): GradedCase => {
  const [title = '', now = '', ...lines] = block.split('\n').filter((line) => line.trim() !== '');
  const id = title.slice(1).trim().split(' ')[0] ?? '';
  if (!now.startsWith('>'))
    throw new SyntaxError(`Case ${id}: the second line starts with > and tells the current study.`);
  const { study, born } = readCurrent(now, id);
  const wrong = lines.find((line) => !/^[0-3] .*\|.*\|.*\| *\d{4}-\d\d-\d\d/.test(line));
  if (wrong !== undefined) throw new SyntaxError(`Case ${id}: "${wrong}" is no candidate.`);
  return {
    id,
    current: study,
    candidates: lines.map((line, at) => readCandidate(line, `${id}-${at + 1}`, study, born)),
  };
};

/** The cases of one file. Throws a `SyntaxError` that names the case and the line. */
export const readCaseFile = (text: string): readonly GradedCase[] =>
  text
    .split(/^(?== )/m)
    .filter((block) => block.trim() !== '')
    .map(readCase);
