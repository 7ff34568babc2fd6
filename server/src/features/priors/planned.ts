/** Exams that are ordered and not there yet, as studies that priors are gathered for. */
import { plannedSteps, type ScheduledStepRow, type Trx } from '../../db/index.ts';
import { type KnownStudy, knownStudy, type PersonPicture, withCorrections } from '../history/index.ts';

const DAY_MS = 86_400_000;

const nothingHeld = {
  local: undefined,
  localSeries: [],
  holdings: [],
  holdingSeries: [],
  announced: null,
  transfers: [],
  left: undefined,
} as const;

const isoDate = (date: string): string | null =>
  /^\d{8}$/.test(date) ? `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}` : null;

const toStudy = (step: ScheduledStepRow, recordId: string): KnownStudy => ({
  ...knownStudy(step.study_instance_uid, nothingHeld, () => undefined),
  patientRecordId: recordId,
  date: isoDate(step.start_date),
  description: step.requested_procedure_description ?? step.step_description ?? step.procedure_code_meaning,
  modalities: [step.modality],
  accessionNumber: step.accession_number,
  accessionIssuer: step.accession_issuer,
  procedureCode: step.procedure_code,
  reasonForExam: step.reason_for_exam,
});

/** From yesterday on, the soonest first; what has begun to arrive is a study itself and no longer planned. */
export const plannedStudies = async (trx: Trx, picture: PersonPicture, now: Date): Promise<readonly KnownStudy[]> => {
  const from = new Date(now.getTime() - DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
  const steps = await plannedSteps(trx, picture.records, from);
  const here = new Set(picture.studies.map((study) => study.studyInstanceUid));
  const studies = steps
    .filter((step) => !here.has(step.study_instance_uid))
    .map((step) => {
      const record = picture.records.find(
        (one) => one.patient_id === step.patient_id && one.issuer === step.patient_issuer,
      );
      return toStudy(step, record?.id ?? '');
    });
  const [planned] = await withCorrections(trx, [{ records: picture.records, studies }]);
  return planned?.studies ?? [];
};
