/** Systems that are told when something happens. */
import type { ColumnType, Generated } from 'kysely';
import type { Json, MaybeMoment, Text } from './columns.ts';

export type SubscriptionTopicName = 'study-arrived' | 'priors-ready' | 'report-changed' | 'completeness-changed';
type SubscriptionStatus = 'requested' | 'active' | 'error' | 'off';

/** What it is narrowed to: one of these values. */
export interface SubscriptionFilter {
  readonly name: 'modality' | 'status';
  readonly values: readonly string[];
}

interface SubscriptionsTable {
  tenant_id: string;
  id: string;
  subject: string;
  authority: Json<unknown>;
  topic: SubscriptionTopicName;
  patient_record_id: Text;
  filters: Json<readonly SubscriptionFilter[]>;
  endpoint: string;
  headers: ColumnType<Buffer | null, Buffer | null, Buffer | null>;
  content: 'empty' | 'id-only' | 'full-resource';
  reason: string;
  heartbeat_seconds: number | null;
  ends_at: Date | null;
  status: SubscriptionStatus;
  events: Generated<number>;
  failures: Generated<number>;
  error_code: ColumnType<string | null, string | null | undefined, string | null>;
  next_at: Date;
  told_at: MaybeMoment;
  created_at: Date;
  updated_at: Date;
}

interface SubscriptionEventsTable {
  tenant_id: string;
  id: string;
  subscription_id: string;
  number: number | null;
  focus_type: 'ImagingStudy' | 'DiagnosticReport' | 'Patient';
  focus_id: string;
  at: Date;
  due_at: Date;
  sent_at: MaybeMoment;
}

interface ToldVerdictsTable {
  tenant_id: string;
  person_id: string;
  verdict: string;
  told_at: Date;
}

export interface SubscriptionsTables {
  subscriptions: SubscriptionsTable;
  subscription_events: SubscriptionEventsTable;
  told_verdicts: ToldVerdictsTable;
}
