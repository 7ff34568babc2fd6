/** Groups of patients. */
import type { Text } from './columns.ts';

interface PatientGroupsTable {
  tenant_id: string;
  id: string;
  /** A URI: whose number it is. */
  system: string;
  number: string;
  name: Text;
  active: boolean;
  updated_at: Date;
}

interface PatientGroupMembersTable {
  tenant_id: string;
  group_id: string;
  patient_record_id: string;
}

export interface GroupTables {
  patient_groups: PatientGroupsTable;
  patient_group_members: PatientGroupMembersTable;
}
