/** What sources say that they hold, what was asked and fetched, and what readers met. */
import type { ColumnType, Generated } from 'kysely';
import type { Count, Json, MaybeMoment, MaybeText, Moment, Text } from './columns.ts';

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
  deadline: MaybeMoment;
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

interface ReportEnquiriesTable {
  tenant_id: string;
  patient_record_id: string;
  source_id: string;
  asked_at: Moment;
  outcome: 'answered' | 'refused' | 'unreachable' | 'timed-out';
  error_code: Text;
  last_answered_at: MaybeMoment;
  failures: Generated<number>;
  next_at: MaybeMoment;
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
  exempt: Generated<boolean>;
  bytes: Generated<number>;
  estimated_bytes: Generated<number>;
  busy_ms: Generated<number>;
}

interface LeftStudiesTable {
  tenant_id: string;
  study_instance_uid: string;
  person_id: string;
  left_by: 'bytes' | 'time';
  estimated_bytes: number;
  left_at: Moment;
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

interface LatePriorsTable {
  tenant_id: string;
  study_instance_uid: string;
  subject: string;
  prior_study_instance_uid: string;
  study_label: string;
  prior_label: string;
  opened_at: Moment;
  arrived_at: Moment;
  signed: boolean;
  seen_at: MaybeMoment;
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
  logins: Generated<number>;
  clicks: ColumnType<number | null, number | null | undefined, number | null>;
}

interface UnspentSignInsTable {
  tenant_id: string;
  subject: string;
  id: string;
  at: Moment;
}

interface ShownPriorsTable {
  tenant_id: string;
  day: string;
  study_instance_uid: string;
  subject: string;
  prior_study_instance_uid: string;
  source_name: Text;
  seen_at: MaybeMoment;
  clicks: ColumnType<number | null, number | null | undefined, number | null>;
}

interface ReportsReadTable {
  tenant_id: string;
  report_id: string;
  study_instance_uid: string;
  read_at: Date;
}

interface ReportMentionsTable {
  tenant_id: string;
  study_instance_uid: string;
  report_id: string;
  place: number;
  modality: Text;
  dates: string[];
}

interface ShownStatementsTable {
  tenant_id: string;
  study_instance_uid: string;
  shown_at: Date;
  id: string;
  subject: string;
  digest: string;
  verdict: 'complete' | 'incomplete' | 'unknown';
  statement: Json<unknown>;
}

export interface GatheringTables {
  reports_read: ReportsReadTable;
  report_mentions: ReportMentionsTable;
  shown_statements: ShownStatementsTable;
  holdings: HoldingsTable;
  holding_series: HoldingSeriesTable;
  gatherings: GatheringsTable;
  enquiries: EnquiriesTable;
  silences: SilencesTable;
  report_enquiries: ReportEnquiriesTable;
  transfers: TransfersTable;
  left_studies: LeftStudiesTable;
  prior_feedback: PriorFeedbackTable;
  openings: OpeningsTable;
  unspent_sign_ins: UnspentSignInsTable;
  shown_priors: ShownPriorsTable;
  late_priors: LatePriorsTable;
}
