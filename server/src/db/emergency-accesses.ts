/** Who sees what a consent withholds, because of an emergency, and what was said of it afterwards. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables/index.ts';

export type EmergencyRow = Row<'emergency_accesses'>;

export interface Emergency {
  readonly id: string;
  readonly subject: string;
  /** Every record of the person. */
  readonly records: readonly string[];
}

/** Those that hold at this time. */
export const emergencies = async (trx: Trx, at: Date): Promise<readonly Emergency[]> => {
  const result = await sql<Emergency>`
    select e.id, e.subject, array(
      select e.patient_record_id
      union
      select o.patient_record_id from memberships m
      join memberships o on o.tenant_id = m.tenant_id and o.person_id = m.person_id and o.valid_to is null
      where m.tenant_id = e.tenant_id and m.patient_record_id = e.patient_record_id and m.valid_to is null) as records
    from emergency_accesses e
    where e.ends_at > ${at} and e.started_at <= ${at} and e.ended_at is null`.execute(trx);
  return result.rows;
};

export const addEmergency = async (trx: Trx, row: NewRow<'emergency_accesses'>): Promise<void> => {
  await trx.insertInto('emergency_accesses').values(row).execute();
};

/** Undefined when there is no such one, it is somebody else's (`subject`), or it is over. */
export const endEmergency = (
  trx: Trx,
  id: string,
  subject: string | undefined,
  at: Date,
): Promise<EmergencyRow | undefined> => {
  let update = trx
    .updateTable('emergency_accesses')
    .set({ ended_at: at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where('ends_at', '>', at);
  if (subject !== undefined) update = update.where('subject', '=', subject);
  return update.returningAll().executeTakeFirst();
};

/** Undefined when there is no such one, or it was reviewed before. */
export const reviewEmergency = (
  trx: Trx,
  id: string,
  review: { readonly by: string; readonly verdict: 'justified' | 'not-justified'; readonly at: Date },
): Promise<EmergencyRow | undefined> =>
  trx
    .updateTable('emergency_accesses')
    .set({ reviewed_at: review.at, reviewed_by: review.by, verdict: review.verdict })
    .where('id', '=', id)
    .where('reviewed_at', 'is', null)
    .returningAll()
    .executeTakeFirst();

/** Newest first, those that nobody reviewed before the others, with the patient as their source names them. */
export const listEmergencies = async (
  trx: Trx,
  limit: number,
): Promise<readonly (EmergencyRow & { readonly issuer: string; readonly patient_id: string })[]> =>
  trx
    .selectFrom('emergency_accesses as e')
    .innerJoin('patient_records as p', (join) =>
      join.onRef('p.tenant_id', '=', 'e.tenant_id').onRef('p.id', '=', 'e.patient_record_id'),
    )
    .selectAll('e')
    .select(['p.issuer', 'p.patient_id'])
    .orderBy(sql`e.reviewed_at is not null`)
    .orderBy('e.started_at', 'desc')
    .limit(limit)
    .execute();
