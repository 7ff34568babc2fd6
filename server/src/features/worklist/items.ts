/** A study as a list says it, with how far its priors are. */
import type { WorklistItem } from '@throughline/contract';
import { displayName } from '@throughline/dicom';
import { type Concept, conceptOf } from '@throughline/terminology';
import { toldIssuer, type WorklistRow } from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import { type CorrectionOf, type ExamOfSite, mainModality } from '../concepts/index.ts';
import type { Context } from '../context.ts';
import { type PriorsSummary, summarisePriors } from '../priors/index.ts';
import { ageAt } from '../reading/index.ts';

export const isoDate = (date: string | null): string | null =>
  date !== null && /^\d{8}$/.test(date) ? `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}` : null;

const isoTime = (time: string | null): string | null =>
  time !== null && /^\d{4}/.test(time) ? `${time.slice(0, 2)}:${time.slice(2, 4)}` : null;

export const examOf = (row: WorklistRow): ExamOfSite => ({
  issuer: row.issuer,
  localCode: row.procedure_code,
  name: row.description,
  modality: mainModality(row.modalities),
});

const conceptOfRow = (row: WorklistRow, correctionOf: CorrectionOf): Concept => {
  const main = mainModality(row.modalities);
  return conceptOf(
    { name: row.description ?? '', ...(main !== undefined && { modality: main }) },
    correctionOf(examOf(row)),
  );
};

const toItem = (row: WorklistRow, summary: PriorsSummary | undefined, correctionOf: CorrectionOf): WorklistItem => {
  return {
    studyInstanceUid: row.study_instance_uid,
    date: isoDate(row.study_date),
    time: isoTime(row.study_time),
    exam: conceptOfRow(row, correctionOf).plain,
    localName: row.description ?? '',
    modalities: row.modalities,
    siteName: row.site_name ?? row.institution ?? '',
    accessionNumber: row.accession_number,
    accessionIssuer: row.accession_issuer,
    reasonForExam: row.reason_for_exam,
    patient: {
      name: displayName(row.patient_name ?? ''),
      patientId: row.patient_id,
      issuer: toldIssuer(row.issuer),
      birthDate: isoDate(row.birth_date),
      age: ageAt(row.birth_date, row.study_date),
      sex: row.sex,
    },
    priors: summary?.priors ?? null,
    verdict: summary?.verdict ?? 'unknown',
    headline: summary?.headline ?? 'Priors not gathered yet',
    away: summary?.away ?? false,
  };
};

export const toItems = async (
  context: Context,
  principal: Principal,
  rows: readonly WorklistRow[],
  correctionOf: CorrectionOf,
): Promise<WorklistItem[]> => {
  const asked = rows.map((row) => ({
    studyInstanceUid: row.study_instance_uid,
    patientRecordId: row.patient_record_id,
  }));
  const summaries = await summarisePriors(context, principal, asked);
  return rows.map((row) => toItem(row, summaries.get(row.study_instance_uid), correctionOf));
};
