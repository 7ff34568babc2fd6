/** What sorts of objects studies hold. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';

export interface ObjectKind {
  readonly study_instance_uid: string;
  readonly sop_class_uid: string;
  readonly transfer_syntax_uid: string;
}

export const objectKindsOf = async (trx: Trx, studyInstanceUids: readonly string[]): Promise<readonly ObjectKind[]> => {
  if (studyInstanceUids.length === 0) return [];
  const { rows } = await sql<ObjectKind>`
    select distinct s.study_instance_uid, i.sop_class_uid, i.transfer_syntax_uid
    from studies s
    join series e on e.tenant_id = s.tenant_id and e.study_id = s.id
    join instances i on i.tenant_id = e.tenant_id and i.series_id = e.id and i.served
    where s.study_instance_uid = any(${[...studyInstanceUids]}::text[])`.execute(trx);
  return rows;
};
