/** What a source has said becomes holdings: claims with the time they were made. */
import {
  type HoldingFacts,
  markVanished,
  putHolding,
  replaceHoldingSeries,
  type SourceRow,
  setClaimedInstances,
} from '../../db/index.ts';
import type { PeerSeries, PeerStudy } from '../../peers/index.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import type { PlacedPatient } from './place-answer.ts';

const factsOf = (study: PeerStudy, patientRecordId: string, source: SourceRow): HoldingFacts => ({
  source_id: source.id,
  study_instance_uid: study.studyInstanceUid,
  patient_record_id: patientRecordId,
  study_date: study.studyDate,
  study_time: study.studyTime,
  accession_number: study.accessionNumber,
  accession_issuer: study.accessionNumber === null ? null : (study.accessionIssuer ?? source.issuer),
  description: study.description,
  modalities: [...study.modalities],
  body_part: study.bodyPart,
  laterality: study.laterality,
  patient_age: study.patientAge,
  procedure_code: study.procedureCode,
  reason_for_exam: study.reasonForExam,
  institution: study.institution,
  timezone_offset: study.timezoneOffset,
  claimed_series: study.seriesCount,
  claimed_instances: study.instanceCount,
});

/** `askedRecordIds`: records that the question named, so that a study of theirs that is not in the answer has vanished. */
export const keepAnswer = async (
  { db }: Context,
  principal: Principal,
  source: SourceRow,
  placed: readonly PlacedPatient[],
  askedRecordIds: readonly string[],
  at: Date,
): Promise<void> => {
  await db.tenant(principal.tenantId, async (trx) => {
    for (const { patientRecordId, studies } of placed)
      for (const study of studies)
        await putHolding(trx, principal.tenantId, factsOf(study, patientRecordId, source), at);
    await markVanished(trx, source.id, askedRecordIds, at);
  });
};

const sumOf = (series: readonly PeerSeries[]): number | null =>
  series.some((each) => each.instanceCount === null)
    ? null
    : series.reduce((sum, each) => sum + (each.instanceCount ?? 0), 0);

export const keepSeries = async (
  { db }: Context,
  principal: Principal,
  source: SourceRow,
  studyInstanceUid: string,
  series: readonly PeerSeries[],
): Promise<void> => {
  const holding = { sourceId: source.id, studyInstanceUid };
  await db.tenant(principal.tenantId, async (trx) => {
    await replaceHoldingSeries(
      trx,
      principal.tenantId,
      holding,
      series.map((each) => ({
        series_instance_uid: each.seriesInstanceUid,
        modality: each.modality,
        description: each.description,
        body_part: each.bodyPart,
        laterality: each.laterality,
        claimed_instances: each.instanceCount,
      })),
    );
    if (source.dialect.counts === 'by-listing') await setClaimedInstances(trx, holding, sumOf(series));
  });
};
