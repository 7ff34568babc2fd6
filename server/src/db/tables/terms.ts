/** Exam names of sites, and the site's own map of them. */
import type { Generated } from 'kysely';
import type { Json, MaybeCount, MaybeJson, MaybeMoment, MaybeText, Moment } from './columns.ts';

/** An exam of a site as the code map knows it; an empty part of it means any. */
interface ExamKeyColumns {
  issuer: string;
  local_code: string;
  name_key: string;
  exam_name: string;
  modality: string;
}

interface CodeMapEntriesTable extends ExamKeyColumns {
  tenant_id: string;
  id: string;
  version: number;
  /** Written and judged by features/terms. */
  correction: MaybeJson<unknown>;
}

interface CodeMapVersionsTable {
  tenant_id: string;
  entry_id: string;
  version: number;
  correction: MaybeJson<unknown>;
  reason: string;
  made_by: string;
  made_at: Moment;
  undoes: MaybeCount;
}

interface ExamNamesTable extends ExamKeyColumns {
  tenant_id: string;
  id: string;
  studies: Generated<number>;
  unclear: Generated<number>;
  mapped: boolean;
}

interface ExamNameStudiesTable {
  tenant_id: string;
  study_instance_uid: string;
  exam_name_id: string;
  unclear: boolean;
}

interface ExamNameWalksTable {
  tenant_id: string;
  reading: number;
  after_person: MaybeText;
  finished_at: MaybeMoment;
}

interface RelevancePacksTable {
  tenant_id: string;
  id: string;
  subject: Generated<string>;
  name: string;
  /** Checked by packages/relevance when it is adopted. */
  pack: Json<unknown>;
  reason: string;
  adopted_by: string;
  adopted_at: Moment;
  withdrawn_by: MaybeText;
  withdrawn_at: MaybeMoment;
}

export interface TermsTables {
  code_map_entries: CodeMapEntriesTable;
  code_map_versions: CodeMapVersionsTable;
  exam_names: ExamNamesTable;
  exam_name_studies: ExamNameStudiesTable;
  exam_name_walks: ExamNameWalksTable;
  relevance_packs: RelevancePacksTable;
}
