/** Patients: each source's record, with the others that are the same person. */
import type { PatientRecord } from '@throughline/identity';
import { matchRecords } from '@throughline/identity';
import { sql } from 'kysely';
import {
  blockingDigests,
  candidateRecords,
  findRecords,
  isKnownIssuer,
  isRemoved,
  listPatientVersions,
  membersOf,
  type OrderColumn,
  type PatientRecordRow,
  type PatientVersionRow,
  recordsByIdentifier,
  recordsOfPersons,
  type Trx,
  toRecord,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { isWithin, type Principal, reach } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { countHoldings, searchHoldings } from '../query/index.ts';
import { type ChartAsk, type Page, type PageOf, type PatientIdentifierAsked, pageOf } from './ask.ts';
import { isId, ofPatients } from './conditions.ts';

export interface ChartPatient extends PatientRecordRow {
  readonly sameAs: readonly string[];
  /** Those of them that were merged into this one. */
  readonly absorbed: readonly string[];
}

const withLinks = async (trx: Trx, records: readonly PatientRecordRow[]): Promise<ChartPatient[]> => {
  const members = await membersOf(
    trx,
    records.map(({ id }) => id),
  );
  const personOf = new Map(members.map((member) => [member.id, member.person_id]));
  const siblings = await recordsOfPersons(trx, [...new Set(personOf.values())]);
  const byPerson = Map.groupBy(siblings, (sibling) => sibling.person_id);
  return records.map((record) => {
    const same = (byPerson.get(personOf.get(record.id) ?? '') ?? []).filter(({ id }) => id !== record.id);
    const absorbed = same.filter(({ merged_into: survivor }) => survivor === record.id);
    return { ...record, sameAs: same.map(({ id }) => id), absorbed: absorbed.map(({ id }) => id) };
  });
};

const inOrder = <T extends { readonly id: string }>(ids: readonly string[], rows: readonly T[]): T[] => {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
};

const queryOf = (ask: ChartAsk, page?: Page) => ({
  level: 'patient' as const,
  keys: ask.keys ?? [],
  include: [],
  fuzzy: false,
  ...(page && { limit: page.limit }),
  ...(page?.after !== undefined && { after: page.after }),
});

const sorted = ({ sort }: Page): readonly OrderColumn[] | undefined => {
  if (sort === undefined) return undefined;
  const { by, descending } = sort;
  const first: OrderColumn =
    by === 'date'
      ? { column: sql.ref('p.birth_date'), type: 'text', descending }
      : { column: sql.ref('p.updated_at'), type: 'moment', descending };
  return [first, { column: sql.ref('p.issuer'), type: 'text' }, { column: sql.ref('p.patient_id'), type: 'text' }];
};

export const searchPatients = async (
  context: Context,
  principal: Principal,
  ask: ChartAsk,
  page: Page,
): Promise<PageOf<ChartPatient>> => {
  const found = await searchHoldings(context, principal, queryOf(ask, page), ofPatients(ask), sorted(page));
  const items = await context.db.tenant(principal.tenantId, async (trx) =>
    withLinks(trx, inOrder(found.ids, await findRecords(trx, found.ids))),
  );
  return { items, next: found.next };
};

export const countPatients = (context: Context, principal: Principal, ask: ChartAsk): Promise<number> =>
  countHoldings(context, principal, queryOf(ask), ofPatients(ask));

/** Those of these records that this principal may read, each read written down. */
export const readPatients = async (
  context: Context,
  principal: Principal,
  ids: readonly string[],
): Promise<readonly ChartPatient[]> => {
  const allowed = reach(principal, 'Patient', 'r');
  const wanted = [...new Set(ids)].filter((id) => isId(id) && isWithin(allowed, id));
  if (wanted.length === 0) return [];
  return context.db.tenant(principal.tenantId, async (trx) => {
    const found = await withLinks(trx, inOrder(wanted, await findRecords(trx, wanted)));
    const read = found.map(({ id }) => ({ event: 'patientRecord', action: 'R', patientRecordId: id }) as const);
    await recordAudit(trx, principal, ...read);
    return found;
  });
};

/** Whether there was such a patient, whom its source removed. Whoever may not read it is told of nothing. */
export const isPatientRemoved = async ({ db }: Context, principal: Principal, id: string): Promise<boolean> =>
  isId(id) &&
  isWithin(reach(principal, 'Patient', 'r'), id) &&
  (await db.tenant(principal.tenantId, (trx) => isRemoved(trx, id)));

/** What the sources said of patients, now and before, newest first: of one record, or of all that may be searched. */
export const listPatientHistory = async (
  context: Context,
  principal: Principal,
  id: string | undefined,
  page: Page,
): Promise<PageOf<PatientVersionRow>> => {
  const { records, withheld } = reach(principal, 'Patient', id === undefined ? 's' : 'r');
  const only = [id === undefined ? undefined : [id], records && [...records]].filter((ids) => ids !== undefined);
  const conditions = [
    ...only.map((ids) => sql<boolean>`v.id = any(${ids.filter(isId)}::uuid[])`),
    ...(withheld === undefined ? [] : [sql<boolean>`v.id <> all(${[...withheld]}::uuid[])`]),
  ];
  const { after, limit } = page;
  const found = await context.db.tenant(principal.tenantId, async (trx) => {
    const rows = await listPatientVersions(trx, {
      conditions,
      limit: limit + 1,
      ...(after !== undefined && { after }),
    });
    const read = [...new Set(rows.map((row) => row.patient_record_id))];
    await recordAudit(
      trx,
      principal,
      ...read.map((one) => ({ event: 'patientRecord', action: 'R', patientRecordId: one }) as const),
    );
    return rows;
  });
  return pageOf(found, page);
};

/** Who is meant: the records of the persons that these records belong to. */
export const recordsOfPatients = (
  { db }: Context,
  principal: Principal,
  who: { readonly ids: readonly string[] } | { readonly identifiers: readonly PatientIdentifierAsked[] },
): Promise<readonly string[]> =>
  db.tenant(principal.tenantId, async (trx) => {
    if ('identifiers' in who) reach(principal, 'Patient', 's');
    const named =
      'ids' in who ? who.ids.filter(isId) : (await recordsByIdentifier(trx, who.identifiers)).map((r) => r.id);
    const members = await membersOf(trx, named);
    const all = await recordsOfPersons(trx, [...new Set(members.map((member) => member.person_id))]);
    return [...new Set([...named, ...all.map(({ id }) => id)])];
  });

/** Whether any record, or any source that we ask, has identifiers of this issuer. */
export const isIssuerKnown = ({ db }: Context, principal: Principal, issuer: string): Promise<boolean> =>
  db.tenant(principal.tenantId, (trx) => isKnownIssuer(trx, issuer));

/** The record that one of these identifiers names; undefined when none does, or when they name several persons. */
export const recordsOfIdentifiers = (
  { db }: Context,
  principal: Principal,
  identifiers: readonly PatientIdentifierAsked[],
): Promise<string | undefined> => {
  reach(principal, 'Patient', 's');
  return db.tenant(principal.tenantId, async (trx) => {
    const records = await recordsByIdentifier(trx, identifiers);
    const members = await membersOf(
      trx,
      records.map(({ id }) => id),
    );
    const persons = new Set(members.map((member) => member.person_id));
    return persons.size > 1 ? undefined : records[0]?.id;
  });
};

export interface MatchedPatient {
  readonly patient: ChartPatient;
  readonly score: number;
  readonly outcome: 'auto-link' | 'review';
}

/** What is known of somebody who is looked for; no field of it names a record of ours but the identifiers. */
export interface Described extends Omit<PatientRecord, 'id' | 'issuer' | 'patientId' | 'otherIds'> {
  readonly identifiers: readonly PatientIdentifierAsked[];
}

export interface MatchLimits {
  readonly most: number;
  /** Only those that would be linked without asking. */
  readonly onlyCertain: boolean;
}

const nobody = '00000000-0000-0000-0000-000000000000';

const toAsked = ({ identifiers, ...said }: Described): PatientRecord => ({
  ...said,
  id: nobody,
  issuer: '',
  patientId: '',
  otherIds: identifiers.flatMap(({ issuer, id }) => (issuer === undefined ? [] : [{ issuer, id }])),
});

/** Records that may be the one described, best first; none that a rule keeps apart. Everybody is searched: a patient's token may not. */
export const matchPatients = async (
  context: Context,
  principal: Principal,
  described: Described,
  { most, onlyCertain }: MatchLimits,
): Promise<readonly MatchedPatient[]> => {
  const allowed = reach(principal, 'Patient', 's');
  if (allowed.records !== undefined) fail('forbidden');
  reach(principal, 'Patient', 'r');
  const asked = toAsked(described);
  return context.db.tenant(principal.tenantId, async (trx) => {
    const candidates = await candidateRecords(trx, principal.tenantId, nobody, blockingDigests(asked));
    const judged = candidates.flatMap((row) => {
      if (!isWithin(allowed, row.id)) return [];
      const { outcome, score } = matchRecords(asked, toRecord(row));
      const isGiven = onlyCertain ? outcome === 'auto-link' : outcome !== 'distinct';
      return isGiven ? [{ row, outcome, score }] : [];
    });
    const best = judged.toSorted((a, b) => b.score - a.score).slice(0, most);
    const found = await findRecords(
      trx,
      best.map(({ row }) => row.id),
    );
    const patients = await withLinks(
      trx,
      best.flatMap(({ row }) => found.filter(({ id }) => id === row.id)),
    );
    await recordAudit(trx, principal, { event: 'query', action: 'E', detail: { match: true, found: best.length } });
    return patients.map((patient, at) => ({
      patient,
      score: best[at]?.score ?? 0,
      outcome: best[at]?.outcome === 'auto-link' ? 'auto-link' : 'review',
    }));
  });
};
