/** The day's studies to read, each with how far its priors are. */
import type { Worklist, WorklistItem } from '@throughline/contract';
import { displayName } from '@throughline/dicom';
import { type Concept, conceptOf } from '@throughline/terminology';
import { toldIssuer, type WorklistCursor, type WorklistRow, worklistDays, worklistStudies } from '../../db/index.ts';
import { type Principal, wholeReach } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { type CorrectionOf, type ExamOfSite, mainModality, readCorrections } from '../concepts/index.ts';
import type { Context } from '../context.ts';
import { type PriorsSummary, summarisePriors } from '../priors/index.ts';
import { ageAt } from '../reading/index.ts';

const pageSize = 100;
const days = 14;

const isoDate = (date: string | null): string | null =>
  date !== null && /^\d{8}$/.test(date) ? `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}` : null;

const isoTime = (time: string | null): string | null =>
  time !== null && /^\d{4}/.test(time) ? `${time.slice(0, 2)}:${time.slice(2, 4)}` : null;

const examOf = (row: WorklistRow): ExamOfSite => ({
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
  };
};

const cursorOf = (text: string | undefined): WorklistCursor | undefined => {
  const [time, studyInstanceUid] = text?.split('~') ?? [];
  return time === undefined || studyInstanceUid === undefined ? undefined : { time, studyInstanceUid };
};

export interface WorklistInput {
  /** YYYY-MM-DD; the newest day with studies when absent. */
  readonly date?: string | undefined;
  readonly after?: string | undefined;
}

export const listWorklist = async (context: Context, principal: Principal, input: WorklistInput): Promise<Worklist> => {
  const { records } = wholeReach(principal, ['s']);
  const { known, day, rows, correctionOf } = await context.db.tenant(principal.tenantId, async (trx) => {
    const known = await worklistDays(trx, days, records);
    const day = input.date?.replaceAll('-', '') ?? known[0]?.study_date ?? '';
    const rows = await worklistStudies(trx, day, { after: cursorOf(input.after), limit: pageSize + 1, records });
    await recordAudit(trx, principal, {
      event: 'query',
      action: 'E',
      detail: { list: 'worklist', found: rows.length },
    });
    return { known, day, rows, correctionOf: await readCorrections(trx, rows.map(examOf)) };
  });
  const page = rows.slice(0, pageSize);
  const asked = page.map((row) => ({
    studyInstanceUid: row.study_instance_uid,
    patientRecordId: row.patient_record_id,
  }));
  const summaries = await summarisePriors(context, principal, asked);
  const last = rows.length > pageSize ? page.at(-1) : undefined;
  return {
    date: isoDate(day) ?? context.clock().toISOString().slice(0, 10),
    days: known.flatMap((one) =>
      isoDate(one.study_date) === null ? [] : [{ date: isoDate(one.study_date) ?? '', studies: Number(one.studies) }],
    ),
    items: page.map((row) => toItem(row, summaries.get(row.study_instance_uid), correctionOf)),
    next: last === undefined ? null : `${last.study_time ?? ''}~${last.study_instance_uid}`,
    demo: context.config.demo,
    runsSystem: principal.rights.has('admin'),
  };
};
