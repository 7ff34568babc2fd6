/** Entries of the code map and their versions, as they are told. */
import type { CodeMapEntry, CodeMapVersion, SiteExam } from '@throughline/contract';
import { codeMapVersion } from '@throughline/contract';
import { type Concept, type Correction, conceptOf } from '@throughline/terminology';
import type { CodeMapVersionRow, EntryWithVersion } from '../../db/index.ts';

interface ExamColumns {
  readonly issuer: string;
  readonly local_code: string;
  readonly exam_name: string;
  readonly modality: string;
}

export const toExam = (row: ExamColumns): SiteExam => ({
  issuer: row.issuer,
  localCode: row.local_code,
  name: row.exam_name,
  modality: row.modality,
});

/** What an exam of this name is, with nothing known of a single study. */
export const conceptOfExam = ({ name, localCode, modality }: SiteExam, correction?: Correction | null): Concept =>
  conceptOf({ name: name || localCode, ...(modality !== '' && { modality }) }, correction ?? undefined);

type VersionColumns = Omit<CodeMapVersionRow, 'tenant_id' | 'entry_id'>;

export const toVersion = (exam: SiteExam, row: VersionColumns): CodeMapVersion => {
  const correction = codeMapVersion.shape.correction.parse(row.correction);
  return {
    version: row.version,
    correction,
    plain: conceptOfExam(exam, correction).plain,
    reason: row.reason,
    madeBy: row.made_by,
    madeAt: row.made_at.toISOString(),
    undoes: row.undoes,
  };
};

export const toEntry = (row: EntryWithVersion): CodeMapEntry => {
  const exam = toExam(row);
  return { id: row.id, exam, ...toVersion(exam, row) };
};
