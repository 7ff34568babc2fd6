/** The schema of migrations/ as Kysely sees it; one interface a table. */
import type { ColumnType, Generated, Insertable, Selectable } from 'kysely';

/** Set by the database unless told otherwise. */
type Moment = ColumnType<Date, Date | undefined, Date>;
type MaybeMoment = ColumnType<Date | null, Date | null | undefined, Date | null>;
/** Read as a value, written as JSON text. */
type Json<T> = ColumnType<T, string, string>;
/** Read as a value, null unless told otherwise. */
type MaybeJson<T> = ColumnType<T | null, string | null | undefined, string | null>;
type MaybeText = ColumnType<string | null, string | null | undefined, string | null>;
type Text = string | null;
type Count = number | null;
type MaybeCount = ColumnType<number | null, number | null | undefined, number | null>;

/** Tag as eight digits to its corrected value (null: empty) and the time of the correction. */
export type Overlay = Readonly<Record<string, readonly [value: string | null, at: string]>>;

interface TenantsTable {
  id: string;
  name: string;
  created_at: Moment;
}

interface SitesTable {
  tenant_id: string;
  id: string;
  name: string;
  created_at: Moment;
}

/** From `from` to `to` (HH:MM, beyond midnight when it is not later) on days that begin on one of `days` (1 is Monday). */
export interface AllowedHours {
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
}

/** What a source does otherwise than the Standard says; absent parts are as the Standard has them. */
export interface SourceDialect {
  readonly wildcards?: 'any' | 'trailing' | 'none' | undefined;
  readonly names?: 'as-written' | 'upper-case' | undefined;
  readonly keys?: 'all' | 'basic' | undefined;
  readonly counts?: 'as-said' | 'by-listing' | undefined;
  readonly mostAnswers?: number | undefined;
}

type CredentialsKind = 'basic' | 'bearer';

interface SourcesTable {
  tenant_id: string;
  id: string;
  site_id: string;
  name: string;
  issuer: string;
  ae_title: Text;
  host: Text;
  port: Count;
  dicomweb_url: Text;
  query_by: 'qido' | 'c-find';
  retrieve_by: 'wado' | 'c-get' | 'c-move';
  timeout_ms: Generated<number>;
  concurrency: Generated<number>;
  enabled: Generated<boolean>;
  tls: Generated<boolean>;
  kind: Generated<'pacs' | 'vna' | 'archive' | 'modality' | 'cloud' | 'referral' | 'ehr'>;
  code_system: MaybeText;
  time_zone: MaybeText;
  covers_from: MaybeText;
  covers_to: MaybeText;
  modalities: ColumnType<string[] | null, string[] | null | undefined, string[] | null>;
  allowed_hours: MaybeJson<readonly AllowedHours[]>;
  urgent_anytime: Generated<boolean>;
  bytes_per_second: ColumnType<number | null, number | null | undefined, number | null>;
  trust: Generated<'own' | 'partner' | 'unverified'>;
  dialect: ColumnType<SourceDialect, string | undefined, string>;
  credentials_kind: ColumnType<CredentialsKind | null, CredentialsKind | null | undefined, CredentialsKind | null>;
  credentials_user: MaybeText;
  credentials: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
  removed_at: MaybeMoment;
  created_at: Moment;
  updated_at: Moment;
}

export type Service = 'echo' | 'store' | 'find' | 'get' | 'move' | 'commit' | 'worklist' | 'performed';

/** What an association must prove about its user (PS3.7 D.3.3.7). */
export type UserIdentityRule = 'none' | 'passcode' | 'token';

interface ApplicationEntitiesTable {
  tenant_id: string;
  ae_title: string;
  address: string;
  services: Service[];
  host: Text;
  port: Count;
  issuer: Text;
  source_id: Text;
  certificate: ColumnType<Text, Text | undefined, Text>;
  tls: Generated<boolean>;
  created_at: Moment;
  user_identity: Generated<UserIdentityRule>;
  user_name: ColumnType<Text, Text | undefined, Text>;
  one_issuer: Generated<boolean>;
  passcode_hash: ColumnType<Text, Text | undefined, Text>;
}

interface PatientRecordsTable {
  tenant_id: string;
  id: string;
  issuer: string;
  patient_id: string;
  name: Text;
  birth_date: Text;
  sex: Text;
  other_ids: ColumnType<readonly unknown[], string | undefined, string>;
  overlay: MaybeJson<Overlay>;
  street: MaybeText;
  locality: MaybeText;
  region: MaybeText;
  postcode: MaybeText;
  country: MaybeText;
  phone: MaybeText;
  email: MaybeText;
  mother_name: MaybeText;
  birth_order: MaybeCount;
  multiple_birth: ColumnType<boolean | null, boolean | null | undefined, boolean | null>;
  deceased: MaybeText;
  merged_into: MaybeText;
  keyed: Generated<number>;
  created_at: Moment;
  updated_at: Moment;
}

interface BlockingKeysTable {
  tenant_id: string;
  key: string;
  patient_record_id: string;
}

export type IdentityChangeKind = 'merge' | 'link' | 'unlink' | 'move' | 'split';

interface IdentityChangesTable {
  tenant_id: string;
  id: string;
  number: Generated<number>;
  kind: IdentityChangeKind;
  reason: string;
  made_by: string;
  made_at: Moment;
  undone_by: MaybeText;
  undone_at: MaybeMoment;
}

interface IdentityChangeRecordsTable {
  tenant_id: string;
  change_id: string;
  patient_record_id: string;
  number: number;
  person_id: string;
  method: 'own' | 'automatic' | 'manual';
  score: number;
  evidence: Json<unknown>;
  decided_by: string;
  linked_at: Date;
  merged_into: Text;
  undone_at: MaybeMoment;
}

interface IdentityVerdictsTable {
  tenant_id: string;
  change_id: string;
  record_a: string;
  record_b: string;
  verdict: 'same' | 'not-same';
  number: Generated<number>;
  facts: Buffer;
  undone_at: MaybeMoment;
}

interface PatientRelationsTable {
  tenant_id: string;
  id: string;
  kind: 'mother-child';
  mother_record_id: string;
  child_record_id: string;
  witness: string;
  made_by: string;
  made_at: Moment;
  ended_by: MaybeText;
  ended_at: MaybeMoment;
}

interface NameFrequenciesTable {
  tenant_id: string;
  component: 'family' | 'given';
  name: string;
  records: number;
}

interface NameKeysTable {
  tenant_id: string;
  patient_record_id: string;
  component: 'family' | 'given' | 'middle' | 'any';
  script: 'alphabetic' | 'ideographic' | 'phonetic';
  kind: 'exact' | 'sound';
  key: string;
}

interface StatedIdentifiersTable {
  tenant_id: string;
  issuer: string;
  patient_id: string;
  patient_record_id: string;
}

interface PersonsTable {
  tenant_id: string;
  id: string;
  created_at: Moment;
}

interface MembershipsTable {
  tenant_id: string;
  id: string;
  person_id: string;
  patient_record_id: string;
  valid_from: Moment;
  valid_to: MaybeMoment;
  method: 'own' | 'automatic' | 'manual';
  score: number;
  evidence: Json<unknown>;
  decided_by: string;
  made_at: Moment;
}

interface IdentityReviewsTable {
  tenant_id: string;
  id: string;
  record_a: string;
  record_b: string;
  score: number;
  rules: string[];
  evidence: Json<unknown>;
  raised_at: Moment;
  resolved_at: MaybeMoment;
  decision: 'same' | 'not-same' | 'withdrawn' | null;
  decided_by: Text;
}

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
  manufacturer: Text;
  station_name: Text;
  series_date: Text;
  series_time: Text;
  performed_procedure_step_start_date: Text;
  performed_procedure_step_start_time: Text;
  overlay: MaybeJson<Overlay>;
  created_at: Moment;
  updated_at: Moment;
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

interface SourceCircuitsTable {
  tenant_id: string;
  source_id: string;
  failures: Generated<number>;
  opened_at: MaybeMoment;
  probe_at: MaybeMoment;
  last_success_at: MaybeMoment;
  last_failure_at: MaybeMoment;
  error_code: MaybeText;
}

interface HoldingsTable {
  tenant_id: string;
  source_id: string;
  study_instance_uid: string;
  patient_record_id: string;
  study_date: Text;
  study_time: Text;
  accession_number: Text;
  accession_issuer: Text;
  description: Text;
  modalities: Generated<string[]>;
  body_part: Text;
  laterality: Text;
  patient_age: Text;
  procedure_code: Text;
  reason_for_exam: Text;
  institution: Text;
  timezone_offset: MaybeText;
  claimed_series: Count;
  claimed_instances: Count;
  first_seen_at: Moment;
  last_confirmed_at: Moment;
  vanished_at: MaybeMoment;
}

interface HoldingSeriesTable {
  tenant_id: string;
  source_id: string;
  study_instance_uid: string;
  series_instance_uid: string;
  modality: Text;
  description: Text;
  body_part: Text;
  laterality: Text;
  claimed_instances: Count;
}

interface GatheringsTable {
  tenant_id: string;
  id: string;
  person_id: string;
  trigger: 'arrival' | 'launch' | 'person' | 'recovery' | 'order';
  state: 'asking' | 'fetching' | 'done' | 'failed';
  study_instance_uid: Text;
  started_at: Moment;
  finished_at: MaybeMoment;
}

interface EnquiriesTable {
  tenant_id: string;
  id: string;
  person_id: string;
  gathering_id: Text;
  source_id: string;
  asked_at: Moment;
  answered_at: MaybeMoment;
  outcome: 'found' | 'none' | 'refused' | 'unreachable' | 'timed-out' | null;
  found: Count;
  identifiers: Json<unknown>;
  error_code: Text;
  faults: Generated<number>;
  duration_ms: Count;
}

interface SilencesTable {
  tenant_id: string;
  person_id: string;
  source_id: string;
  since: Moment;
  failures: number;
  next_at: Moment;
}

interface TransfersTable {
  tenant_id: string;
  id: string;
  study_instance_uid: string;
  source_id: string;
  person_id: string;
  state: 'queued' | 'running' | 'done' | 'partial' | 'failed';
  priority: Generated<number>;
  expected: Count;
  received: Generated<number>;
  failed: Generated<number>;
  attempts: Generated<number>;
  faults: Generated<number>;
  error_code: Text;
  not_before: Moment;
  queued_at: Moment;
  started_at: MaybeMoment;
  finished_at: MaybeMoment;
  leased_by: Text;
  leased_until: MaybeMoment;
}

interface PriorFeedbackTable {
  tenant_id: string;
  id: string;
  current_study_instance_uid: string;
  prior_study_instance_uid: string;
  verdict: 'opened' | 'dismissed' | 'pulled-in';
  subject: string;
  at: Moment;
}

interface OpeningsTable {
  tenant_id: string;
  day: string;
  study_instance_uid: string;
  subject: string;
  opened_at: Date;
  site_name: string;
  specialty: string;
  flagged: number;
  ready: number;
  verdict: 'complete' | 'incomplete' | 'unknown';
  ready_at: MaybeMoment;
}

interface OutboxTable {
  tenant_id: string;
  id: Generated<number>;
  xid: Generated<string>;
  at: Moment;
  topic: string;
  payload: Json<unknown>;
}

interface OutboxCursorsTable {
  tenant_id: string;
  consumer: string;
  xid: string;
  id: number;
}

interface AuditEventsTable {
  tenant_id: string;
  id: string;
  at: Moment;
  event_code: string;
  action: 'C' | 'R' | 'U' | 'D' | 'E';
  outcome: 'success' | 'minor' | 'serious' | 'major';
  subject: string;
  door: string;
  address: Text;
  patient_record_id: Text;
  study_instance_uid: Text;
  detail: Json<unknown>;
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

interface ScheduledStepsTable {
  tenant_id: string;
  id: string;
  scheduled_step_id: string;
  station_ae_title: string;
  station_name: Text;
  location: Text;
  modality: string;
  start_date: string;
  start_time: Text;
  performing_physician: Text;
  step_description: Text;
  requested_procedure_id: string;
  requested_procedure_description: Text;
  procedure_code: Text;
  procedure_code_scheme: Text;
  procedure_code_meaning: Text;
  reason_for_exam: Text;
  study_instance_uid: string;
  accession_number: string;
  accession_issuer: Text;
  referring_physician: Text;
  requesting_physician: Text;
  patient_id: string;
  patient_issuer: string;
  patient_name: string;
  birth_date: Text;
  sex: Text;
  weight_kg: Count;
  status: ColumnType<StepStatus, StepStatus | undefined, StepStatus>;
  created_at: Moment;
  updated_at: Moment;
}

export type StepStatus = 'SCHEDULED' | 'STARTED' | 'COMPLETED' | 'DISCONTINUED';
export type PerformedStatus = 'IN PROGRESS' | 'COMPLETED' | 'DISCONTINUED';

interface PerformedStepsTable {
  tenant_id: string;
  id: string;
  sop_instance_uid: string;
  ae_title: string;
  status: PerformedStatus;
  study_instance_uid: Text;
  attributes: Json<unknown>;
  created_at: Moment;
  updated_at: Moment;
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
}

interface DeliveredInstancesTable {
  tenant_id: string;
  delivery_id: string;
  instance_id: string;
  outcome: Generated<'waiting' | 'sent' | 'present' | 'failed'>;
  status: Count;
  attempts: Generated<number>;
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

export type WorkitemState = 'SCHEDULED' | 'IN PROGRESS' | 'COMPLETED' | 'CANCELED';

interface WorkitemsTable {
  tenant_id: string;
  id: string;
  sop_instance_uid: string;
  state: WorkitemState;
  transaction_uid: MaybeText;
  attributes: Json<unknown>;
  created_at: Moment;
  updated_at: Moment;
  ended_at: MaybeMoment;
  removed_at: MaybeMoment;
}

interface WorkitemKeysTable {
  tenant_id: string;
  workitem_id: string;
  path: string;
  item: number;
  value: string;
}

export type SubscriptionState = 'none' | 'subscribed' | 'locked';
export type SubscriptionOrigin = 'workitem' | 'worklist' | 'filtered';

interface WorkitemSubscribersTable {
  tenant_id: string;
  ae_title: string;
  subject: string;
  worklist: Generated<SubscriptionState>;
  filtered: Generated<SubscriptionState>;
  filter: MaybeJson<unknown>;
  last_report: Generated<number>;
  created_at: Moment;
}

interface WorkitemSubscriptionsTable {
  tenant_id: string;
  ae_title: string;
  workitem_id: string;
  state: SubscriptionState;
  origin: SubscriptionOrigin;
}

interface WorkitemReportsTable {
  tenant_id: string;
  ae_title: string;
  sequence: number;
  report: Json<unknown>;
  at: Moment;
  confirmed_at: MaybeMoment;
}

interface Hl7SourcesTable {
  tenant_id: string;
  name: string;
  sending_application: string;
  sending_facility: Text;
  address: string;
  certificate: Text;
  issuer: string;
  mapping: Json<unknown>;
  enabled: Generated<boolean>;
  created_at: Moment;
  updated_at: Moment;
}

interface ServerSecretsTable {
  tenant_id: string;
  name: string;
  secret: Buffer;
  created_at: Moment;
}

interface CdsClientsTable {
  tenant_id: string;
  issuer: string;
  name: string;
  jwks: Json<unknown>;
  jwks_url: Text;
  fhir_server: Text;
  patient_issuer: Text;
  enabled: Generated<boolean>;
  created_at: Moment;
  updated_at: Moment;
}

export type Hl7MessageState = 'waiting' | 'done' | 'ignored' | 'refused' | 'failed';

interface Hl7MessagesTable {
  tenant_id: string;
  id: string;
  received_at: Moment;
  source_name: string;
  control_id: string;
  message_code: string;
  trigger_event: string;
  version: string;
  digest: Buffer;
  raw: Buffer;
  state: Hl7MessageState;
  error_code: MaybeText;
  condition: MaybeText;
  location: MaybeText;
  cause: MaybeText;
  flags: Generated<string[]>;
  effects: MaybeJson<unknown>;
  attempts: Generated<number>;
  ack: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
  processed_at: MaybeMoment;
  set_aside_at: MaybeMoment;
}

interface Hl7SeenTable {
  tenant_id: string;
  source_name: string;
  control_id: string;
  digest: Buffer;
  message_id: string;
  received_at: Date;
}

export type ReportStatus = 'preliminary' | 'not verified' | 'final' | 'corrected' | 'addended' | 'cancelled';

export interface ReportSection {
  readonly heading: string;
  readonly text: string;
}

interface MessageReportsTable {
  tenant_id: string;
  id: string;
  source_name: string;
  report_key: string;
  patient_record_id: string;
  study_instance_uid: Text;
  accession_number: Text;
  title: string;
  status: ReportStatus;
  reported_at: Text;
  author: Text;
  sections: Json<readonly ReportSection[]>;
  message_id: string;
  received_at: Date;
  superseded_by: MaybeText;
}

interface AppointmentsTable {
  tenant_id: string;
  id: string;
  source_name: string;
  appointment_key: string;
  patient_record_id: string;
  starts_at: Text;
  service_code: Text;
  service_text: Text;
  location: Text;
  status: 'booked' | 'cancelled';
  message_id: string;
  updated_at: Date;
}

interface CdsTokensTable {
  tenant_id: string;
  issuer: string;
  jti: string;
  expires_at: Date;
}

interface CdsCardsTable {
  tenant_id: string;
  id: string;
  issuer: string;
  service: string;
  kind: string;
  study_instance_uid: Text;
  shown_at: Moment;
  outcome: ColumnType<'accepted' | 'overridden' | null, undefined, 'accepted' | 'overridden'>;
  reason_code: MaybeText;
  reason_comment: MaybeText;
  answered_at: MaybeMoment;
}

export interface Tables {
  hl7_sources: Hl7SourcesTable;
  hl7_messages: Hl7MessagesTable;
  hl7_seen: Hl7SeenTable;
  message_reports: MessageReportsTable;
  appointments: AppointmentsTable;
  server_secrets: ServerSecretsTable;
  cds_clients: CdsClientsTable;
  cds_tokens: CdsTokensTable;
  cds_cards: CdsCardsTable;
  tenants: TenantsTable;
  sites: SitesTable;
  sources: SourcesTable;
  source_circuits: SourceCircuitsTable;
  application_entities: ApplicationEntitiesTable;
  patient_records: PatientRecordsTable;
  name_keys: NameKeysTable;
  stated_identifiers: StatedIdentifiersTable;
  persons: PersonsTable;
  memberships: MembershipsTable;
  identity_reviews: IdentityReviewsTable;
  blocking_keys: BlockingKeysTable;
  identity_changes: IdentityChangesTable;
  identity_change_records: IdentityChangeRecordsTable;
  identity_verdicts: IdentityVerdictsTable;
  patient_relations: PatientRelationsTable;
  name_frequencies: NameFrequenciesTable;
  studies: StudiesTable;
  series: SeriesTable;
  instances: InstancesTable;
  locations: LocationsTable;
  conflicts: ConflictsTable;
  series_packs: SeriesPacksTable;
  holdings: HoldingsTable;
  holding_series: HoldingSeriesTable;
  gatherings: GatheringsTable;
  enquiries: EnquiriesTable;
  silences: SilencesTable;
  transfers: TransfersTable;
  prior_feedback: PriorFeedbackTable;
  openings: OpeningsTable;
  outbox: OutboxTable;
  outbox_cursors: OutboxCursorsTable;
  audit_events: AuditEventsTable;
  corrections: CorrectionsTable;
  rejections: RejectionsTable;
  retention_rules: RetentionRulesTable;
  deletions: DeletionsTable;
  tombstones: TombstonesTable;
  commitments: CommitmentsTable;
  scheduled_steps: ScheduledStepsTable;
  performed_steps: PerformedStepsTable;
  announced_instances: AnnouncedInstancesTable;
  workitems: WorkitemsTable;
  workitem_keys: WorkitemKeysTable;
  workitem_subscribers: WorkitemSubscribersTable;
  workitem_subscriptions: WorkitemSubscriptionsTable;
  workitem_reports: WorkitemReportsTable;
  deliveries: DeliveriesTable;
  delivered_instances: DeliveredInstancesTable;
}

export type Row<T extends keyof Tables> = Selectable<Tables[T]>;
export type NewRow<T extends keyof Tables> = Insertable<Tables[T]>;
