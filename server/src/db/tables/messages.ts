/** HL7 v2 messages, their senders, and the reports that came with them. */
import type { ColumnType, Generated } from 'kysely';
import type { Json, MaybeJson, MaybeMoment, MaybeText, Moment, Text } from './columns.ts';

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
  waiting: Generated<boolean>;
}

export type ReportStatus = 'preliminary' | 'not verified' | 'final' | 'corrected' | 'addended' | 'cancelled';

export interface ReportSection {
  readonly heading: string;
  readonly text: string;
}

/** What a report is, by code; its title says it in words. */
export interface ReportCode {
  readonly code: string;
  /** as DICOM and HL7 name it: LN */
  readonly scheme: string;
}

interface MessageReportsTable {
  tenant_id: string;
  id: string;
  /** The same for all versions of a report. */
  report_id: string;
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
  code: MaybeJson<ReportCode>;
  message_id: Text;
  received_at: Date;
  superseded_by: MaybeText;
}

export type OutgoingEvent = 'report' | 'document' | 'order-status' | 'identifiers' | 'patient' | 'merge';
export type OutgoingState = 'waiting' | 'sent' | 'refused' | 'failed';

interface Hl7DestinationsTable {
  tenant_id: string;
  name: string;
  host: string;
  port: number;
  tls: MaybeJson<unknown>;
  client_key: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
  version: string;
  charset: string;
  sending_application: string;
  sending_facility: string;
  receiving_application: string;
  receiving_facility: string;
  events: OutgoingEvent[];
  issuer: Text;
  source_name: Text;
  mapping: Json<unknown>;
  enabled: Generated<boolean>;
  paused: Generated<boolean>;
  failures: Generated<number>;
  next_at: Moment;
  leased_until: MaybeMoment;
  created_at: Moment;
  updated_at: Moment;
}

interface Hl7OutgoingTable {
  tenant_id: string;
  id: string;
  number: Generated<number>;
  destination: string;
  event: OutgoingEvent;
  cause_key: string;
  subject_key: string;
  order_key: string;
  patient_record_id: Text;
  study_instance_uid: Text;
  control_id: string;
  message_type: string;
  raw: Buffer;
  body_digest: Buffer;
  made_at: Date;
  state: Generated<OutgoingState>;
  attempts: Generated<number>;
  refusals: Generated<number>;
  next_at: Date;
  answer_code: MaybeText;
  condition: MaybeText;
  location: MaybeText;
  cause: MaybeText;
  ended_at: MaybeMoment;
  set_aside_at: MaybeMoment;
}

interface Hl7ToldIdentifiersTable {
  tenant_id: string;
  destination: string;
  patient_record_id: string;
  digest: Buffer;
}

export interface MessagesTables {
  hl7_destinations: Hl7DestinationsTable;
  hl7_outgoing: Hl7OutgoingTable;
  hl7_told_identifiers: Hl7ToldIdentifiersTable;
  hl7_sources: Hl7SourcesTable;
  hl7_messages: Hl7MessagesTable;
  hl7_seen: Hl7SeenTable;
  message_reports: MessageReportsTable;
}
