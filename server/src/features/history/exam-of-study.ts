/** A study as its site's code map is asked about it, and what it is. */
import { type Concept, conceptOf, type SeriesSaid } from '@throughline/terminology';
import type { MemberRow, Trx } from '../../db/index.ts';
import { type CorrectionOf, type ExamOfSite, mainModality, readCorrections } from '../concepts/index.ts';
import type { KnownStudy } from './known-study.ts';

/** The site is whoever issued the ID of the record that the study is filed under. */
export const examOfStudy = (study: KnownStudy, records: readonly MemberRow[]): ExamOfSite => ({
  issuer: records.find((record) => record.id === study.patientRecordId)?.issuer ?? '',
  localCode: study.procedureCode,
  name: study.description,
  modality: mainModality(study.modalities),
});

const given = <K extends string>(key: K, value: string | null | undefined): Partial<Record<K, string>> =>
  value === null || value === undefined || value === '' ? {} : ({ [key]: value } as Partial<Record<K, string>>);

/** What is asked of a study again and again while its person is looked at: a known study never changes. */
const onceEach = <T>(read: (study: KnownStudy) => T): ((study: KnownStudy) => T) => {
  const known = new WeakMap<KnownStudy, T>();
  return (study) => {
    const before = known.get(study);
    if (before !== undefined) return before;
    const made = read(study);
    known.set(study, made);
    return made;
  };
};

const MOST_SERIES = 40;

/** What the series say, for the engine; nothing when they say nothing that the study does not. */
export const seriesSaid = onceEach(({ series }): readonly SeriesSaid[] =>
  series.slice(0, MOST_SERIES).map((one) => ({
    ...given('modality', one.modality),
    ...given('description', one.description),
    ...given('bodyPartExamined', one.bodyPart),
    ...given('laterality', one.laterality),
    ...given('viewPosition', one.viewPosition),
    ...given('contrastAgent', one.contrastAgent),
  })),
);

/** What the exam is, by all that came with the study and what a person said of it. */
export const conceptOfStudy = onceEach(
  (known): Concept =>
    conceptOf(
      {
        name: known.description ?? '',
        ...given('modality', mainModality(known.modalities)),
        ...given('bodyPartExamined', known.bodyPart),
        ...given('laterality', known.laterality),
        ...given('procedureCode', known.procedureCode),
        ...given('reasonForExam', known.reasonForExam),
        ...(known.series.length > 0 && { series: seriesSaid(known) }),
      },
      known.correction,
    ),
);

interface WithStudies {
  readonly records: readonly MemberRow[];
  readonly studies: readonly KnownStudy[];
}

const corrected = <T extends WithStudies>(one: T, correctionOf: CorrectionOf): T => ({
  ...one,
  studies: one.studies.map((study) => ({ ...study, correction: correctionOf(examOfStudy(study, one.records)) })),
});

/** The same, each study with what a person said of its exam: one question for all. */
export const withCorrections = async <T extends WithStudies>(trx: Trx, all: readonly T[]): Promise<T[]> => {
  const exams = all.flatMap(({ studies, records }) => studies.map((study) => examOfStudy(study, records)));
  const correctionOf = await readCorrections(trx, exams);
  return all.map((one) => corrected(one, correctionOf));
};
