/** What others are told of changes, and who did what. */
import type { Generated } from 'kysely';
import type { Json, Moment, Text } from './columns.ts';

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
  xid: Generated<string | null>;
}

interface AuditLinksTable {
  tenant_id: string;
  number: number;
  xid: string;
  event_id: string;
  events: number;
  digest: Buffer;
  made_at: Moment;
}

export interface TrailTables {
  outbox: OutboxTable;
  outbox_cursors: OutboxCursorsTable;
  audit_events: AuditEventsTable;
  audit_links: AuditLinksTable;
}
