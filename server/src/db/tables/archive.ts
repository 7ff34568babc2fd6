/** Studies, series and objects; what was corrected, hidden, deleted, committed and delivered of them. */
import type { ColumnType, Generated } from 'kysely';
import type { Count, Json, MaybeJson, MaybeMoment, MaybeText, Moment, Text } from './columns.ts';

/** Tag as eight digits to its corrected value (null: empty) and the time of the correction. */
export type Overlay = Readonly<Record<string, readonly [value: string | null, at: string]>>;

interface StudiesTable {
  tenant_id: string;
  id: string;
  study_instance_uid: string;
  patient_record_id: string;
  study_date: Text;
  study_time: Text;
  timezone_offset: Text;
  accession_number: Text;
  accession_issuer: Text;
  study_id: Text;
  description: Text;
  referring_physician: Text;
  referring_physician_key: ColumnType<string | null, never, never>;
  reason_for_exam: Text;
  procedure_code: Text;
  procedure_code_scheme: Text;
  patient_age: Text;
  institution: Text;
  source_id: Text;
  overlay: MaybeJson<Overlay>;
  moved_at: MaybeMoment;
  created_at: Moment;
  updated_at: Moment;
}

interface SeriesTable {
  tenant_id: string;
  id: string;
  study_id: string;
  series_instance_uid: string;
  modality: Text;
  series_number: Count;
  description: Text;
  body_part: Text;
  laterality: Text;
  protocol_name: Text;
  view_position: MaybeText;
  contrast_agent: MaybeText;
  manufacturer: Text;
  station_name: Text;
  series_date: Text;
  series_time: Text;
  performed_procedure_step_start_date: Text;
  performed_procedure_step_start_time: Text;
  requests: MaybeJson<unknown>;
  overlay: MaybeJson<Overlay>;
  created_at: Moment;
  updated_at: Moment;
}

interface HeaderWalksTable {
  tenant_id: string;
  reading: number;
  after_instance: MaybeText;
  finished_at: MaybeMoment;
}

interface InstancesTable {
  tenant_id: string;
  id: string;
  series_id: string;
  sop_instance_uid: string;
  version: Generated<number>;
  sop_class_uid: string;
  transfer_syntax_uid: string;
  instance_number: Count;
  rows: Count;
  columns: Count;
  number_of_frames: Count;
  bits_allocated: Count;
  sha256: Buffer;
  byte_length: number;
  dataset_offset: number;
  received_from: string;
  received_at: Moment;
  chosen: Generated<boolean>;
  rejected: Generated<boolean>;
  deletion_id: Generated<string | null>;
  served: ColumnType<boolean, never, never>;
}

interface LocationsTable {
  tenant_id: string;
  instance_id: string;
  blob: string;
  blob_offset: Generated<number>;
  byte_length: number;
  stored_at: Moment;
  verified_at: MaybeMoment;
  damaged_at: MaybeMoment;
}

interface ConflictsTable {
  tenant_id: string;
  id: string;
  sop_instance_uid: string;
  kept_instance_id: string;
  other_instance_id: string;
  kind: 'other-bytes' | 'other-series' | 'other-study';
  raised_at: Moment;
  resolved_at: MaybeMoment;
  resolved_by: MaybeText;
  chosen_instance_id: MaybeText;
  replaced_instance_id: MaybeText;
}

interface SeriesPacksTable {
  tenant_id: string;
  series_id: string;
  instances: number;
  pack: Buffer;
  mark: Buffer;
  built_at: Moment;
}

interface CommitmentsTable {
  tenant_id: string;
  id: string;
  ae_title: string;
  transaction_uid: string;
  referenced: Json<readonly (readonly [string, string])[]>;
  reasons: ColumnType<readonly number[] | null, string | null | undefined, string | null>;
  requested_at: Moment;
  checked_at: MaybeMoment;
  reported_at: MaybeMoment;
  given_up_at: MaybeMoment;
  attempts: Generated<number>;
  next_at: Moment;
}

interface DeliveriesTable {
  tenant_id: string;
  id: string;
  study_instance_uid: string;
  series_instance_uid: Text;
  ae_title: string;
  associations: number;
  requested_by: string;
  requested_at: Moment;
  attempts: Generated<number>;
  next_at: Moment;
  ended_at: MaybeMoment;
  order_step_id: MaybeText;
  form: Generated<'objects' | 'kos' | 'mado'>;
  manifest_uid: MaybeText;
  document_id: MaybeText;
}

interface DeliveredInstancesTable {
  tenant_id: string;
  delivery_id: string;
  instance_id: string;
  outcome: Generated<'waiting' | 'sent' | 'present' | 'failed'>;
  status: Count;
  attempts: Generated<number>;
  digest: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
}

interface RecallsTable {
  tenant_id: string;
  delivery_id: string;
  note_uid: string;
  made_at: Moment;
  attempts: Generated<number>;
  next_at: Moment;
  outcome: ColumnType<'sent' | 'refused' | 'unreachable' | null, undefined, 'sent' | 'refused' | 'unreachable' | null>;
  status: Count;
  ended_at: MaybeMoment;
  requested_by: MaybeText;
  superseded_by: MaybeText;
}

interface AnnouncedInstancesTable {
  tenant_id: string;
  study_instance_uid: string;
  series_instance_uid: string;
  sop_instance_uid: string;
  sop_class_uid: string;
  witness: 'performed-step' | 'availability';
  ae_title: string;
  announced_at: Moment;
}

interface AvailabilityNoticesTable {
  tenant_id: string;
  sop_instance_uid: string;
  ae_title: string;
  study_instance_uid: string;
  received_at: Date;
}

export type CorrectionSubject = 'patient' | 'study' | 'series' | 'filing';

/** Columns of the row that was corrected. */
export type CorrectedState = Readonly<Record<string, unknown>>;

interface CorrectionsTable {
  tenant_id: string;
  id: string;
  subject: CorrectionSubject;
  subject_id: string;
  study_instance_uid: Text;
  before: Json<CorrectedState>;
  after: Json<CorrectedState>;
  reason: string;
  made_by: string;
  made_at: Moment;
  undone_by: MaybeText;
  undone_at: MaybeMoment;
}

export type RejectionCode = '113001' | '113037' | '113038' | '113039';

interface RejectionsTable {
  tenant_id: string;
  note_sop_instance_uid: string;
  sop_instance_uid: string;
  study_instance_uid: string;
  code: RejectionCode;
  only_issuer: MaybeText;
  rejected_at: Moment;
  undone_by: MaybeText;
  undone_at: MaybeMoment;
}

interface RetentionRulesTable {
  tenant_id: string;
  name: string;
  site_name: Text;
  modality: Text;
  origin: 'local' | 'foreign' | null;
  older_than_days: number;
  grace_days: number;
  enabled: Generated<boolean>;
  updated_at: Moment;
}

interface DeletionsTable {
  tenant_id: string;
  id: string;
  study_instance_uid: string;
  rule: Text;
  reason: string;
  requested_by: string;
  requested_at: Moment;
  not_before: Date;
  instances: number;
  undone_by: MaybeText;
  undone_at: MaybeMoment;
  done_at: MaybeMoment;
  attempts: Generated<number>;
  error_code: MaybeText;
}

interface TombstonesTable {
  tenant_id: string;
  deletion_id: string;
  instance_id: string;
  sop_instance_uid: string;
  sha256: Buffer;
  byte_length: number;
  removed_at: Moment;
}

interface StudyVersionsTable {
  tenant_id: string;
  study_id: string;
  since: Date;
  patient_record_id: string;
  study_date: Text;
  study_time: Text;
  accession_number: Text;
  accession_issuer: Text;
  description: Text;
  referring_physician: Text;
  reason_for_exam: Text;
}

interface HandedManifestsTable {
  tenant_id: string;
  manifest_uid: string;
  subject: string;
  form: 'dicom' | 'fhir';
  study_instance_uid: string;
  issuer: Text;
  first_at: Date;
  last_at: Date;
}

export interface ArchiveTables {
  handed_manifests: HandedManifestsTable;
  study_versions: StudyVersionsTable;
  studies: StudiesTable;
  series: SeriesTable;
  instances: InstancesTable;
  header_walks: HeaderWalksTable;
  locations: LocationsTable;
  conflicts: ConflictsTable;
  series_packs: SeriesPacksTable;
  corrections: CorrectionsTable;
  rejections: RejectionsTable;
  retention_rules: RetentionRulesTable;
  deletions: DeletionsTable;
  tombstones: TombstonesTable;
  commitments: CommitmentsTable;
  announced_instances: AnnouncedInstancesTable;
  availability_notices: AvailabilityNoticesTable;
  deliveries: DeliveriesTable;
  delivered_instances: DeliveredInstancesTable;
  recalls: RecallsTable;
}
