/** What a performed procedure step must hold (PS3.4 Table F.7.2-1), and which objects it says were made. */
import { isDeepStrictEqual } from 'node:util';
import { type Dataset, type DicomJson, type Tag, tags, tagToHex, toJson } from '@throughline/dicom';
import type { AnnouncedInstance, NamedStep, PerformedStatus } from '../../db/index.ts';
import { fail } from '../../errors.ts';

/** Type 1 at N-CREATE. */
const requiredAtCreate: readonly Tag[] = [
  tags.PerformedProcedureStepStatus,
  tags.ScheduledStepAttributesSequence,
  tags.PerformedProcedureStepID,
  tags.PerformedStationAETitle,
  tags.PerformedProcedureStepStartDate,
  tags.PerformedProcedureStepStartTime,
  tags.Modality,
];

/** Must have a value before the step is over. */
const requiredAtEnd: readonly Tag[] = [tags.PerformedProcedureStepEndDate, tags.PerformedProcedureStepEndTime];

/** Said at N-CREATE once and for all: N-SET is "Not allowed" in the same table. */
const fixedAtCreate: readonly Tag[] = [
  tags.ScheduledStepAttributesSequence,
  tags.PatientName,
  tags.PatientID,
  tags.IssuerOfPatientID,
  tags.IssuerOfPatientIDQualifiersSequence,
  tags.PatientBirthDate,
  tags.PatientSex,
  tags.ReferencedPatientSequence,
  tags.AdmissionID,
  tags.PerformedProcedureStepID,
  tags.PerformedStationAETitle,
  tags.PerformedStationName,
  tags.PerformedLocation,
  tags.PerformedProcedureStepStartDate,
  tags.PerformedProcedureStepStartTime,
  tags.Modality,
  tags.StudyID,
];

/** What is set, without what was settled at the beginning; `refused` names those that were to become another value. */
export const settable = (
  kept: DicomJson,
  dataset: Dataset,
): { readonly changes: DicomJson; readonly refused: readonly Tag[] } => {
  const fixed = new Map(fixedAtCreate.map((tag) => [tagToHex(tag), tag]));
  const told = Object.entries(toJson(dataset));
  const refused = told.flatMap(([hex, element]) => {
    const tag = fixed.get(hex);
    return tag === undefined || isDeepStrictEqual(element, kept[hex]) ? [] : [tag];
  });
  return { changes: Object.fromEntries(told.filter(([hex]) => !fixed.has(hex))), refused };
};

const has = (dataset: Dataset, tag: Tag): boolean => dataset.items(tag).length > 0 || dataset.string(tag) !== undefined;

export const requireAttributes = (dataset: Dataset, at: 'create' | 'end'): void => {
  const absent = (at === 'create' ? requiredAtCreate : requiredAtEnd).find((tag) => !has(dataset, tag));
  if (absent !== undefined) fail('missing-attribute');
};

const statuses: readonly PerformedStatus[] = ['IN PROGRESS', 'COMPLETED', 'DISCONTINUED'];

export const statusIn = (dataset: Dataset): PerformedStatus | undefined => {
  const told = dataset.string(tags.PerformedProcedureStepStatus);
  if (told === undefined) return undefined;
  return statuses.find((status) => status === told) ?? fail('invalid-attribute');
};

/** "Incorrect worklist entry selected" (PS3.16 CID 9300): another patient's step was begun by mistake. */
const WRONG_ENTRY = '110514';

/** What becomes of the scheduled steps: one that was begun by mistake is still to be done. */
export const scheduledStatusOf = (
  dataset: Dataset,
  status: Exclude<PerformedStatus, 'IN PROGRESS'>,
): 'SCHEDULED' | 'COMPLETED' | 'DISCONTINUED' => {
  const reasons = dataset.items(tags.PerformedProcedureStepDiscontinuationReasonCodeSequence);
  const isWrong = reasons.some(
    (code) => code.string(tags.CodeValue) === WRONG_ENTRY && code.string(tags.CodingSchemeDesignator) === 'DCM',
  );
  return status === 'DISCONTINUED' && isWrong ? 'SCHEDULED' : status;
};

const stepNamedBy = (item: Dataset): NamedStep => {
  const studyInstanceUid = item.string(tags.StudyInstanceUID) ?? fail('missing-attribute');
  const ordered = item
    .items(tags.ReferencedStudySequence)
    .flatMap((study) => study.string(tags.ReferencedSOPInstanceUID) ?? []);
  return {
    studyInstanceUids: [studyInstanceUid, ...ordered],
    requestedProcedureId: item.string(tags.RequestedProcedureID),
    scheduledStepId: item.string(tags.ScheduledProcedureStepID),
  };
};

/** The study, and each of the scheduled steps that it fulfils: one performance may be of several orders. */
export const scheduledIn = (
  dataset: Dataset,
): { readonly studyInstanceUid: string; readonly steps: readonly NamedStep[] } => {
  const steps = dataset.items(tags.ScheduledStepAttributesSequence).map(stepNamedBy);
  return { studyInstanceUid: steps[0]?.studyInstanceUids[0] ?? fail('missing-attribute'), steps };
};

const referencesIn = (series: Dataset): readonly Dataset[] => [
  ...series.items(tags.ReferencedImageSequence),
  ...series.items(tags.ReferencedNonImageCompositeSOPInstanceSequence),
];

export const instancesIn = (dataset: Dataset, studyInstanceUid: string): readonly AnnouncedInstance[] =>
  dataset.items(tags.PerformedSeriesSequence).flatMap((series) =>
    referencesIn(series).flatMap((reference) => {
      const seriesInstanceUid = series.string(tags.SeriesInstanceUID);
      const sopInstanceUid = reference.string(tags.ReferencedSOPInstanceUID);
      const sopClassUid = reference.string(tags.ReferencedSOPClassUID);
      return seriesInstanceUid && sopInstanceUid && sopClassUid
        ? [{ studyInstanceUid, seriesInstanceUid, sopInstanceUid, sopClassUid }]
        : [];
    }),
  );
