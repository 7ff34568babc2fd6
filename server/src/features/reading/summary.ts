import type { RankedPrior, StudySummary } from '@throughline/contract';
import type { ObjectKind } from '../../db/index.ts';
import {
  shownOfModalities,
  shownOfStudy,
  whatOfModalitiesIsNotDrawn,
  whatOfStudyIsNotDrawn,
} from '../pictures/index.ts';
import { examOf, type PlacedStudy, type RankedStudy, regionsOf } from '../priors/index.ts';
import { isReportClass } from '../reports/index.ts';
import { ageAt, ageInWords } from './age.ts';

export interface SummaryFacts {
  /** YYYYMMDD or null. */
  readonly birthDate: string | null;
  readonly kindsOf: (studyInstanceUid: string) => readonly ObjectKind[];
  /** Studies whose report came as a message. */
  readonly reported: ReadonlySet<string>;
}

/** By its objects; by what its source says of it while none is here. */
const seenOf = (placed: PlacedStudy, kinds: readonly ObjectKind[]): Pick<StudySummary, 'notDrawn' | 'shows'> => {
  const { modalities } = placed.study;
  if (kinds.length === 0)
    return { notDrawn: whatOfModalitiesIsNotDrawn(modalities), shows: [...shownOfModalities(modalities)] };
  const objects = kinds.map((kind) => ({
    sopClassUid: kind.sop_class_uid,
    transferSyntaxUid: kind.transfer_syntax_uid,
  }));
  return { notDrawn: whatOfStudyIsNotDrawn(objects), shows: [...shownOfStudy(objects)] };
};

export const toSummary = (placed: PlacedStudy, facts: SummaryFacts): StudySummary => {
  const { study } = placed;
  const kinds = facts.kindsOf(study.studyInstanceUid);
  return {
    studyInstanceUid: study.studyInstanceUid,
    date: study.date,
    time: study.time,
    age: ageAt(facts.birthDate, study.date) ?? ageInWords(study.age),
    siteName: study.siteName,
    sourceId: study.sourceId,
    exam: examOf(study),
    localName: study.description ?? '',
    regions: [...regionsOf(study)],
    modalities: [...study.modalities],
    accessionNumber: study.accessionNumber,
    accessionIssuer: study.accessionIssuer,
    reasonForExam: study.reasonForExam,
    place: placed.place,
    received: placed.received,
    expected: placed.expected,
    verified: placed.whole,
    ...seenOf(placed, kinds),
    hasReport: facts.reported.has(study.studyInstanceUid) || kinds.some((kind) => isReportClass(kind.sop_class_uid)),
  };
};

const mostKeys = 9;

export const toRankedPrior = (
  ranked: RankedStudy,
  facts: SummaryFacts,
  dismissed: ReadonlySet<string>,
): RankedPrior => ({
  ...toSummary(ranked, facts),
  rank: ranked.rank,
  key: ranked.rank <= mostKeys ? ranked.rank : null,
  score: ranked.score,
  tier: ranked.tier,
  reasons: [...ranked.reasons],
  warnings: [...ranked.warnings],
  dismissed: dismissed.has(ranked.study.studyInstanceUid),
  copies: [...ranked.copies],
});
