/** Persons, and which patient records are the same one: historised, so that ending one row and reviving another is an undo. */
import { sql } from 'kysely';
import { newId } from '../ids.ts';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables.ts';

export type PatientRecordRow = Row<'patient_records'>;
type MembershipRow = Row<'memberships'>;

/** A record with the membership that is true now. */
export interface MemberRow extends PatientRecordRow {
  readonly person_id: string;
  readonly membership_id: string;
  readonly method: MembershipRow['method'];
  readonly score: number;
  readonly evidence: unknown;
}

/**
 * Linking decisions of one tenant are made one after the other, so that two that see each other's records half written cannot
 * both come to a conclusion (I17). Held until the transaction ends.
 */
export const lockIdentity = async (trx: Trx, tenantId: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`identity:${tenantId}`}, 0))`.execute(trx);
};

const members = (trx: Trx) =>
  trx
    .selectFrom('memberships')
    .innerJoin('patient_records', (join) =>
      join
        .onRef('patient_records.tenant_id', '=', 'memberships.tenant_id')
        .onRef('patient_records.id', '=', 'memberships.patient_record_id'),
    )
    .selectAll('patient_records')
    .select([
      'memberships.id as membership_id',
      'memberships.person_id',
      'memberships.method',
      'memberships.score',
      'memberships.evidence',
    ])
    .where('memberships.valid_to', 'is', null);

/** The records of these persons, oldest membership first. */
export const recordsOfPersons = (trx: Trx, personIds: readonly string[]): Promise<MemberRow[]> =>
  personIds.length === 0
    ? Promise.resolve([])
    : members(trx)
        .where('memberships.person_id', 'in', [...personIds])
        .orderBy('memberships.valid_from')
        .orderBy('memberships.id')
        .execute();

export const membersOf = (trx: Trx, recordIds: readonly string[]): Promise<MemberRow[]> =>
  recordIds.length === 0
    ? Promise.resolve([])
    : members(trx)
        .where('memberships.patient_record_id', 'in', [...recordIds])
        .execute();

export const findRecord = (trx: Trx, id: string): Promise<PatientRecordRow | undefined> =>
  trx.selectFrom('patient_records').selectAll().where('id', '=', id).executeTakeFirst();

export const createPerson = async (trx: Trx, tenantId: string): Promise<string> => {
  const id = newId();
  await trx.insertInto('persons').values({ tenant_id: tenantId, id }).execute();
  return id;
};

/** False when the record has a membership already: somebody else was quicker. */
export const addMembership = async (
  trx: Trx,
  row: Omit<NewRow<'memberships'>, 'id' | 'valid_to'>,
): Promise<boolean> => {
  const made = await trx
    .insertInto('memberships')
    .values({ id: newId(), ...row })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
};

export const endMembership = async (trx: Trx, membershipId: string, at: Date): Promise<void> => {
  await trx
    .updateTable('memberships')
    .set({ valid_to: at })
    .where('id', '=', membershipId)
    .where('valid_to', 'is', null)
    .execute();
};

export interface Blocking {
  readonly familyKeys: readonly string[];
  readonly givenKeys: readonly string[];
  /** Dates that the birth date may be; none when it is a date that systems fill in. */
  readonly birthDates: readonly string[];
  readonly identifiers: readonly { readonly issuer: string; readonly id: string }[];
}

const MOST_CANDIDATES = 500;

/**
 * Records that may be the same person as `record`, in several passes, so that one wrong field never hides a match: by stated
 * identifiers both ways, by birth date, by family and given name.
 */
export const candidateRecords = async (
  trx: Trx,
  record: { readonly id: string; readonly issuer: string; readonly patientId: string },
  { familyKeys, givenKeys, birthDates, identifiers }: Blocking,
): Promise<PatientRecordRow[]> => {
  const issuers = identifiers.map((each) => each.issuer);
  const ids = identifiers.map((each) => each.id);
  const result = await sql<PatientRecordRow>`
    with found as (
      select r.id from patient_records r
      join unnest(${issuers}::text[], ${ids}::text[]) as stated (issuer, patient_id) using (issuer, patient_id)
      union
      select s.patient_record_id from stated_identifiers s
      join unnest(${[...issuers, record.issuer]}::text[], ${[...ids, record.patientId]}::text[]) as stated (issuer, patient_id)
        using (issuer, patient_id)
      union
      select r.id from patient_records r where r.birth_date = any(${[...birthDates]}::text[])
      union
      select f.patient_record_id from name_keys f join name_keys g using (tenant_id, patient_record_id)
      where f.component = 'family' and f.kind = 'exact' and f.key = any(${[...familyKeys]}::text[])
        and g.component = 'given' and g.kind = 'exact' and g.key = any(${[...givenKeys]}::text[])
    )
    select r.* from patient_records r join found on found.id = r.id where r.id <> ${record.id} order by r.id
    limit ${MOST_CANDIDATES}`.execute(trx);
  return result.rows;
};

export const findRecords = (trx: Trx, ids: readonly string[]): Promise<PatientRecordRow[]> =>
  trx
    .selectFrom('patient_records')
    .selectAll()
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .execute();

/** Records by identifier; without an issuer, of any. */
export const recordsByIdentifier = async (
  trx: Trx,
  identifiers: readonly { readonly issuer: string | undefined; readonly id: string }[],
): Promise<PatientRecordRow[]> => {
  const issuers = identifiers.map(({ issuer }) => issuer ?? null);
  const ids = identifiers.map(({ id }) => id);
  const result = await sql<PatientRecordRow>`
    select distinct on (r.id) r.* from patient_records r
    join unnest(${issuers}::text[], ${ids}::text[]) as asked (issuer, patient_id)
      on asked.patient_id = r.patient_id and (asked.issuer is null or asked.issuer = r.issuer)
    order by r.id limit ${MOST_CANDIDATES}`.execute(trx);
  return result.rows;
};
