/** Exams that are ordered or booked and not there yet, as studies that priors are gathered for, each with when it begins. */
import {
  type AppointmentRow,
  plannedAppointments,
  plannedSteps,
  type ScheduledStepRow,
  type Trx,
} from '../../db/index.ts';
import { conceptOfStudy, type KnownStudy, knownStudy, type PersonPicture, withCorrections } from '../history/index.ts';

export interface PlannedExam {
  readonly study: KnownStudy;
  /** Its priors have to be here by then. */
  readonly deadline: Date;
}

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

/** DICOM DA and TM on the clock of this hub; a day without a time begins at its first minute. Null when it is no day. */
export const startOf = (date: string, time: string | null): Date | null => {
  const said = /^(\d{4})(\d{2})(\d{2})$/.exec(date);
  if (said === null) return null;
  const [, hours = '0', minutes = '0'] = /^([01]\d|2[0-3])([0-5]\d)?/.exec(time ?? '') ?? [];
  const at = new Date(Number(said[1]), Number(said[2]) - 1, Number(said[3]), Number(hours), Number(minutes));
  return Number.isNaN(at.getTime()) ? null : at;
};

const isoDate = (date: string): string | null =>
  /^\d{8}$/.test(date) ? `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}` : null;

const isoTime = (time: string | null): string | null =>
  /^\d{4}/.test(time ?? '') ? `${time?.slice(0, 2)}:${time?.slice(2, 4)}` : null;

const ofStep = (step: ScheduledStepRow, recordId: string): KnownStudy => ({
  ...knownStudy(step.study_instance_uid, nothingHeld, () => undefined),
  patientRecordId: recordId,
  date: isoDate(step.start_date),
  time: isoTime(step.start_time),
  description: step.requested_procedure_description ?? step.step_description ?? step.procedure_code_meaning,
  modalities: [step.modality],
  accessionNumber: step.accession_number,
  accessionIssuer: step.accession_issuer,
  procedureCode: step.procedure_code,
  reasonForExam: step.reason_for_exam,
});

/** It has no UID yet: its own number stands for it, and goes nowhere. */
const ofAppointment = (row: AppointmentRow): KnownStudy => ({
  ...knownStudy(`appointment ${row.id}`, nothingHeld, () => undefined),
  patientRecordId: row.patient_record_id,
  date: isoDate(row.starts_at?.slice(0, 8) ?? ''),
  time: isoTime(row.starts_at?.slice(8) ?? null),
  description: row.service_text,
  procedureCode: row.service_code,
});

const examOf = (study: KnownStudy, date: string, time: string | null, now: Date): PlannedExam => ({
  study,
  deadline: startOf(date, time) ?? now,
});

/** A visit to a clinic is an appointment too: only what names an exam is one. */
const isExam = ({ study }: PlannedExam): boolean =>
  study.modalities.length > 0 || conceptOfStudy(study).modality !== 'NONE';

const digits = (at: Date): string => at.toISOString().slice(0, 10).replaceAll('-', '');

/**
 * From yesterday on, the soonest first; what has begun to arrive is a study itself and no longer planned. An exam that is ordered and
 * booked is there twice: whichever is sooner counts.
 */
export const plannedExams = async (trx: Trx, picture: PersonPicture, now: Date): Promise<readonly PlannedExam[]> => {
  const from = digits(new Date(now.getTime() - DAY_MS));
  const steps = await plannedSteps(trx, picture.records, from);
  const booked = await plannedAppointments(
    trx,
    picture.records.map(({ id }) => id),
    from,
  );
  const here = new Set(picture.studies.map((study) => study.studyInstanceUid));
  const exams = [
    ...steps
      .filter((step) => !here.has(step.study_instance_uid))
      .map((step) => {
        const record = picture.records.find(
          (one) => one.patient_id === step.patient_id && one.issuer === step.patient_issuer,
        );
        return examOf(ofStep(step, record?.id ?? ''), step.start_date, step.start_time, now);
      }),
    ...booked.map((row) =>
      examOf(ofAppointment(row), row.starts_at?.slice(0, 8) ?? '', row.starts_at?.slice(8) ?? null, now),
    ),
  ];
  const studies = exams.map(({ study }) => study);
  const [corrected] = await withCorrections(trx, [{ records: picture.records, studies }]);
  return exams
    .map((exam, place) => ({ ...exam, study: corrected?.studies[place] ?? exam.study }))
    .filter(isExam)
    .toSorted((one, other) => one.deadline.getTime() - other.deadline.getTime());
};
