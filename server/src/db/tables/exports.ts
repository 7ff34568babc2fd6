/** Bulk exports and their files. */
import type { Generated } from 'kysely';
import type { Json, MaybeMoment, MaybeText, Text } from './columns.ts';

interface BulkExportsTable {
  tenant_id: string;
  id: string;
  subject: string;
  authority: Json<unknown>;
  request: string;
  types: string[];
  since: Date | null;
  group_id: Text;
  status: 'running' | 'done' | 'failed' | 'cancelled';
  at_type: Generated<number>;
  after: MaybeText;
  attempts: Generated<number>;
  asked_at: Date;
  ended_at: MaybeMoment;
  next_at: Date;
}

interface BulkExportFilesTable {
  tenant_id: string;
  export_id: string;
  number: number;
  type: string;
  resources: number;
  body: Buffer;
}

export interface ExportsTables {
  bulk_exports: BulkExportsTable;
  bulk_export_files: BulkExportFilesTable;
}
