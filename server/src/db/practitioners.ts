/** Clinicians, by the numbers that somebody gave them; those who are known by name only are noted by the database. */
import { type RawBuilder, sql } from 'kysely';
import { newId } from '../ids.ts';
import type { Trx } from './database.ts';
import type { Row } from './tables/index.ts';

export interface NumberedClinician {
  readonly issuer: string;
  readonly number: string;
  /** DICOM PN */
  readonly name: string | undefined;
}

export type PractitionerRow = Row<'practitioners'>;

/** One statement that writes only what is new or called otherwise. In the order of their numbers, so that nobody waits in a circle. */
export const putPractitioners = async (
  trx: Trx,
  tenantId: string,
  clinicians: readonly NumberedClinician[],
  at: Date,
): Promise<void> => {
  if (clinicians.length === 0) return;
  const told = JSON.stringify(clinicians.map((one) => ({ ...one, name: one.name ?? null, id: newId() })));
  await sql`
    insert into practitioners (tenant_id, id, issuer, number, name, updated_at)
    select distinct on (c.issuer, c.number) ${tenantId}::uuid, c.id, c.issuer, c.number, c.name, ${at}
    from jsonb_to_recordset(${told}::jsonb) as c (id uuid, issuer text, number text, name text)
    where not exists (select from practitioners k where k.issuer = c.issuer and k.number = c.number
      and (c.name is null or k.name is not distinct from c.name))
    order by c.issuer, c.number
    on conflict (tenant_id, issuer, number) where number is not null
      do update set name = coalesce(excluded.name, practitioners.name), updated_at = excluded.updated_at`.execute(trx);
};

/** One who is known by name only is told of once, and not beside one of that name who has a number. */
const isTold = sql<boolean>`(f.number is not null or not exists (select from practitioners o
  where o.tenant_id = f.tenant_id and o.issuer = f.issuer and o.name = f.name and (o.number is not null or o.id < f.id)))`;

const where = (conditions: readonly RawBuilder<boolean>[]) => sql.join([isTold, ...conditions], sql` and `);

/** `conditions` are on the alias f; in the order of their ids. */
export const listPractitioners = async (
  trx: Trx,
  conditions: readonly RawBuilder<boolean>[],
  page: { readonly limit: number; readonly after?: string },
): Promise<PractitionerRow[]> => {
  const later = page.after === undefined ? sql<boolean>`true` : sql<boolean>`f.id > ${page.after}::uuid`;
  const result = await sql<PractitionerRow>`
    select f.* from practitioners f where ${where([later, ...conditions])} order by f.id limit ${page.limit}`.execute(
    trx,
  );
  return result.rows;
};

/** Exact up to one more than ten thousand. */
export const countPractitioners = async (trx: Trx, conditions: readonly RawBuilder<boolean>[]): Promise<number> => {
  const result = await sql<{ count: number }>`
    select count(*)::int as count from (select from practitioners f where ${where(conditions)} limit 10001) counted`.execute(
    trx,
  );
  return result.rows[0]?.count ?? 0;
};

/** The names that anybody is known by, each once, at most so many. */
export const practitionerNames = async (trx: Trx, most: number): Promise<readonly string[]> => {
  const rows = await trx
    .selectFrom('practitioners')
    .select('name')
    .distinct()
    .where('name', 'is not', null)
    .orderBy('name')
    .limit(most)
    .execute();
  return rows.flatMap(({ name }) => name ?? []);
};

export interface NamedAt {
  readonly patientRecordId: string;
  readonly name: string;
}

/** Who is meant by a name where a record comes from; nobody when two of that name have numbers there. */
export const practitionersNamed = async (
  trx: Trx,
  named: readonly NamedAt[],
): Promise<readonly (NamedAt & { readonly id: string })[]> => {
  if (named.length === 0) return [];
  const result = await sql<NamedAt & { readonly id: string }>`
    select n."patientRecordId", n.name, (array_agg(f.id))[1] as id
    from jsonb_to_recordset(${JSON.stringify(named)}::jsonb) as n ("patientRecordId" uuid, name text)
    join patient_records r on r.id = n."patientRecordId"
    join practitioners f on f.issuer = r.issuer and f.name = n.name and ${isTold}
    group by n."patientRecordId", n.name having count(*) = 1`.execute(trx);
  return result.rows;
};
