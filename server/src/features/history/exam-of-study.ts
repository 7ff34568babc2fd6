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

/** An empty text says nothing. */
export const given = (value: string | null | undefined): string | undefined => value || undefined;

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
    modality: given(one.modality),
    description: given(one.description),
    bodyPartExamined: given(one.bodyPart),
    laterality: given(one.laterality),
    viewPosition: given(one.viewPosition),
    contrastAgent: given(one.contrastAgent),
  })),
);

/** What the exam is, by all that came with the study and what a person said of it. */
export const conceptOfStudy = onceEach(
  (known): Concept =>
    conceptOf(
      {
        name: known.description ?? '',
        modality: given(mainModality(known.modalities)),
        bodyPartExamined: given(known.bodyPart),
        laterality: given(known.laterality),
        procedureCode: given(known.procedureCode),
        reasonForExam: given(known.reasonForExam),
        series: known.series.length > 0 ? seriesSaid(known) : undefined,
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
  studies: one.studies.map((study) => {
    const correction = correctionOf(examOfStudy(study, one.records));
    return correction === undefined ? study : { ...study, correction };
  }),
});

/**
 * The same, each study with what a person said of its exam: one question for all, and none for
 * exams of other `issuers`, where these are given, of whose exams nothing is said.
 */
export const withCorrections = async <T extends WithStudies>(
  trx: Trx,
  all: readonly T[],
  issuers?: ReadonlySet<string>,
): Promise<readonly T[]> => {
  const exams = all
    .flatMap(({ studies, records }) => studies.map((study) => examOfStudy(study, records)))
    .filter(({ issuer }) => issuers?.has(issuer) ?? true);
  if (exams.length === 0) return all;
  const correctionOf = await readCorrections(trx, exams);
  return all.map((one) => corrected(one, correctionOf));
};
