/** What persons said that exams of sites mean: the entries in force, and every version that there ever was. */
import { sql } from 'kysely';
import { newId } from '../ids.ts';
import { type Listed, listOf } from './any-of.ts';
import type { Trx } from './database.ts';
import { lockNamed } from './named-locks.ts';
import type { NewRow, Row } from './tables/index.ts';

/** Of an entry: an empty part means any. Of a study: an empty part means that nothing was sent. */
export interface ExamKey {
  readonly issuer: string;
  readonly localCode: string;
  readonly nameKey: string;
  readonly modality: string;
}

export type CodeMapEntryRow = Row<'code_map_entries'>;
export type CodeMapVersionRow = Row<'code_map_versions'>;

/** Whoever changes the map, or counts exams by it, waits until the transaction ends. */
export const lockCodeMap = async (trx: Trx, tenantId: string): Promise<void> => {
  await lockNamed(trx, tenantId, 'code-map');
};

/** Which of the issuers of these records name exams that somebody said something of. */
export const issuersWithCorrections = async (trx: Trx, recordIds: Listed): Promise<ReadonlySet<string>> => {
  const result = await sql<{ readonly issuer: string }>`
    select r.issuer from patient_records r where r.id = any(${listOf('uuid', recordIds)}) and exists (
      select from code_map_entries e where e.issuer = r.issuer and e.correction is not null)`.execute(trx);
  return new Set(result.rows.map(({ issuer }) => issuer));
};

/**
 * What the map says of each of these exams, in their order; null where it says nothing. A code tells more than a name, both together
 * most, and a modality more than none. An order often names no modality: then an entry of any counts, as long as there is only one.
 */
export const correctionsOfExams = async (trx: Trx, exams: readonly ExamKey[]): Promise<readonly unknown[]> => {
  if (exams.length === 0) return [];
  const column = (of: (exam: ExamKey) => string) => sql`${exams.map(of)}::text[]`;
  const result = await sql<{ readonly correction: unknown }>`
    select found.correction
    from unnest(${column((exam) => exam.issuer)}, ${column((exam) => exam.localCode)}, ${column((exam) => exam.nameKey)},
      ${column((exam) => exam.modality)}) with ordinality as asked (issuer, local_code, name_key, modality, place)
    left join lateral (
      select e.correction from code_map_entries e
      where e.correction is not null and e.issuer = asked.issuer and e.local_code in ('', asked.local_code)
        and e.name_key in ('', asked.name_key)
        and (e.modality in ('', asked.modality) or (asked.modality = '' and not exists (
          select from code_map_entries o where o.correction is not null and o.issuer = e.issuer
            and o.local_code = e.local_code and o.name_key = e.name_key and o.modality <> e.modality)))
      order by e.local_code <> '' desc, e.name_key <> '' desc, e.modality <> '' desc limit 1
    ) found on true
    order by asked.place`.execute(trx);
  return result.rows.map((row) => row.correction);
};

export const findEntry = (trx: Trx, key: ExamKey): Promise<CodeMapEntryRow | undefined> =>
  trx
    .selectFrom('code_map_entries')
    .selectAll()
    .where('issuer', '=', key.issuer)
    .where('local_code', '=', key.localCode)
    .where('name_key', '=', key.nameKey)
    .where('modality', '=', key.modality)
    .executeTakeFirst();

export const findEntryById = (trx: Trx, id: string): Promise<CodeMapEntryRow | undefined> =>
  trx.selectFrom('code_map_entries').selectAll().where('id', '=', id).executeTakeFirst();

/** An entry that nothing is said of yet. */
export const makeEntry = async (trx: Trx, tenantId: string, key: ExamKey, examName: string) =>
  trx
    .insertInto('code_map_entries')
    .values({
      tenant_id: tenantId,
      id: newId(),
      issuer: key.issuer,
      local_code: key.localCode,
      name_key: key.nameKey,
      exam_name: examName,
      modality: key.modality,
      version: 0,
      correction: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();

/** Adds a version and puts it in force. */
export const addVersion = async (trx: Trx, version: NewRow<'code_map_versions'>): Promise<void> => {
  await trx.insertInto('code_map_versions').values(version).execute();
  await trx
    .updateTable('code_map_entries')
    .set({ version: version.version, correction: version.correction ?? null })
    .where('id', '=', version.entry_id)
    .execute();
};

/** Every version of an entry, newest first. */
export const versionsOfEntry = (trx: Trx, entryId: string): Promise<CodeMapVersionRow[]> =>
  trx
    .selectFrom('code_map_versions')
    .selectAll()
    .where('entry_id', '=', entryId)
    .orderBy('version', 'desc')
    .limit(1000)
    .execute();

export interface EntryWithVersion extends CodeMapEntryRow {
  readonly reason: string;
  readonly made_by: string;
  readonly made_at: Date;
  readonly undoes: number | null;
}

/** Entries with who spoke last, newest first: also those that nothing is said of any more. */
export const listEntries = (
  trx: Trx,
  page: { readonly before: string | undefined; readonly limit: number },
): Promise<EntryWithVersion[]> => {
  const entries = trx
    .selectFrom('code_map_entries as e')
    .innerJoin('code_map_versions as v', (join) =>
      join
        .onRef('v.tenant_id', '=', 'e.tenant_id')
        .onRef('v.entry_id', '=', 'e.id')
        .onRef('v.version', '=', 'e.version'),
    )
    .selectAll('e')
    .select(['v.reason', 'v.made_by', 'v.made_at', 'v.undoes'])
    .orderBy('e.id', 'desc')
    .limit(page.limit);
  return (page.before === undefined ? entries : entries.where('e.id', '<', page.before)).execute();
};
