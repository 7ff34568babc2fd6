/** Visits and their diagnoses as the sender says them; the last word counts. */
import { type SqlBool, sql } from 'kysely';
import { newId } from '../ids.ts';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables/index.ts';

export type VisitRow = Row<'visits'>;

/**
 * What is not said stays as it was; a status that is not said stays too, and is unknown at first. Undefined when something that was
 * said later is there already.
 */
export const putVisit = async (
  trx: Trx,
  row: Omit<NewRow<'visits'>, 'id' | 'status'> & { readonly status: VisitRow['status'] | undefined },
): Promise<string | undefined> => {
  const stored = await trx
    .insertInto('visits')
    .values({ ...row, id: newId(), status: row.status ?? 'unknown' })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'source_name', 'visit_issuer', 'visit_number'])
        .doUpdateSet({
          patient_record_id: row.patient_record_id,
          class: sql`coalesce(excluded.class, visits.class)`,
          status: row.status ?? sql`visits.status`,
          started_at: sql`coalesce(excluded.started_at, visits.started_at)`,
          // A discharge that is taken back has no end.
          ended_at: row.status === 'in-progress' ? row.ended_at : sql`coalesce(excluded.ended_at, visits.ended_at)`,
          location: sql`coalesce(excluded.location, visits.location)`,
          attending: sql`coalesce(excluded.attending, visits.attending)`,
          referring: sql`coalesce(excluded.referring, visits.referring)`,
          said_at: sql`coalesce(excluded.said_at, visits.said_at)`,
          message_id: row.message_id,
          updated_at: row.updated_at,
        })
        .where(sql<SqlBool>`visits.said_at is null or excluded.said_at is null
          or left(excluded.said_at, least(length(visits.said_at), length(excluded.said_at)))
            >= left(visits.said_at, least(length(visits.said_at), length(excluded.said_at)))`),
    )
    .returning('id')
    .executeTakeFirst();
  return stored?.id;
};

export const putDiagnosis = async (trx: Trx, row: Omit<NewRow<'diagnoses'>, 'id'>): Promise<string> => {
  const { system, kind, diagnosed_at, updated_at } = row;
  const stored = await trx
    .insertInto('diagnoses')
    .values({ ...row, id: newId() })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'source_name', 'patient_record_id', 'visit_id', 'code', 'display'])
        .doUpdateSet({ system, kind, diagnosed_at, updated_at }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return stored.id;
};
