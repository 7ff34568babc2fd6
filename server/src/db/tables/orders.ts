/** Steps that are planned and performed, work items, appointments. */
import type { AppointmentStatus } from '@throughline/fhir';
import type { ColumnType, Generated } from 'kysely';
import type { Count, Json, MaybeJson, MaybeMoment, MaybeText, Moment, Text } from './columns.ts';

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
  start_said: Generated<boolean>;
  start_offset: Text;
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

interface AppointmentsTable {
  tenant_id: string;
  id: string;
  source_name: string;
  appointment_key: string;
  patient_record_id: string;
  starts_at: MaybeText;
  ends_at: MaybeText;
  service_code: MaybeText;
  service_text: MaybeText;
  location: MaybeText;
  status: AppointmentStatus;
  message_id: Text;
  updated_at: Date;
}

export interface OrdersTables {
  appointments: AppointmentsTable;
  scheduled_steps: ScheduledStepsTable;
  performed_steps: PerformedStepsTable;
  workitems: WorkitemsTable;
  workitem_keys: WorkitemKeysTable;
  workitem_subscribers: WorkitemSubscribersTable;
  workitem_subscriptions: WorkitemSubscriptionsTable;
  workitem_reports: WorkitemReportsTable;
}
