/** Records of patients as their sources say them: found by issuer and identifier, never merged here. */
import { isReusedIdentifier, type PatientRecord } from '@throughline/identity';
import { newId } from '../ids.ts';
import { addBlockingKeys, blockingDigests, KEYED, putBlockingKeys } from './blocking-keys.ts';
import type { Trx } from './database.ts';
import { addNameKeys } from './name-keys.ts';
import { supersede, supersededRecords } from './reused-identifiers.ts';
import type { Row } from './tables/index.ts';

export interface PatientIdentifier {
  readonly issuer: string;
  readonly id: string;
}

/** Absent or null: the source says nothing of it. The empty text: the source says that there is none. */
interface Contact {
  readonly street?: string | null | undefined;
  readonly locality?: string | null | undefined;
  readonly region?: string | null | undefined;
  readonly postcode?: string | null | undefined;
  readonly country?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly email?: string | null | undefined;
  /** DICOM PN: the mother's name before marriage */
  readonly motherName?: string | null | undefined;
  /** place in a multiple birth, 1 for the first */
  readonly birthOrder?: number | null | undefined;
  readonly multipleBirth?: boolean | null | undefined;
  /** DICOM DA, or `Y` when only the fact is known */
  readonly deceased?: string | null | undefined;
}

export interface Demographics extends Contact {
  /** DICOM PN, UTF-8 */
  readonly name: string | null;
  /** DICOM DA */
  readonly birthDate: string | null;
  readonly sex: string | null;
  readonly otherIds: readonly PatientIdentifier[];
}

export interface PatientStatement extends PatientIdentifier, Demographics {}

const named = (trx: Trx, { issuer, id }: PatientIdentifier) =>
  trx
    .selectFrom('patient_records')
    .selectAll()
    .where('issuer', '=', issuer)
    .where('patient_id', '=', id)
    .where('superseded_at', 'is', null);

/** The record that the identifier names now; of one that its source removed there is none. */
export const findPatientRecord = (trx: Trx, patient: PatientIdentifier): Promise<Row<'patient_records'> | undefined> =>
  named(trx, patient).where('removed_by', 'is', null).executeTakeFirst();

/** The same, also when its source removed it: to tell of it again, or of what became of it. */
export const findRegistered = (trx: Trx, patient: PatientIdentifier): Promise<Row<'patient_records'> | undefined> =>
  named(trx, patient).executeTakeFirst();

export const isKnownIssuer = async (trx: Trx, issuer: string): Promise<boolean> => {
  const record = trx.selectFrom('patient_records').select('issuer').where('issuer', '=', issuer).limit(1);
  if ((await record.executeTakeFirst()) !== undefined) return true;
  const source = trx.selectFrom('sources').select('id').where('issuer', '=', issuer).where('removed_at', 'is', null);
  return (await source.limit(1).executeTakeFirst()) !== undefined;
};

const MOST_STATED = 64;

/** What is kept of the identifiers that a source states with a patient. */
export const statedOf = ({ otherIds }: Pick<Demographics, 'otherIds'>): readonly PatientIdentifier[] =>
  otherIds.slice(0, MOST_STATED);

/** Identifiers that a source once stated stay stated; both ends find each other by them. */
const addStatedIdentifiers = async (
  trx: Trx,
  tenantId: string,
  patientRecordId: string,
  stated: readonly PatientIdentifier[],
): Promise<void> => {
  if (stated.length === 0) return;
  await trx
    .insertInto('stated_identifiers')
    .values(
      stated.slice(0, MOST_STATED).map(({ issuer, id }) => ({
        tenant_id: tenantId,
        patient_record_id: patientRecordId,
        issuer,
        patient_id: id,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

const isIdentifier = (value: unknown): value is PatientIdentifier =>
  typeof value === 'object' &&
  value !== null &&
  'issuer' in value &&
  'id' in value &&
  typeof value.issuer === 'string' &&
  typeof value.id === 'string';

/** The identifiers of other issuers that the record's source has stated. */
export const statedIdentifiers = (record: Pick<RecordFacts, 'other_ids'>): readonly PatientIdentifier[] =>
  record.other_ids.filter(isIdentifier);

/** The same, each once. */
export const distinctIdentifiers = (record: RecordFacts): readonly PatientIdentifier[] => [
  ...new Map(statedIdentifiers(record).map((one) => [`${one.issuer}\n${one.id}`, one])).values(),
];

const withStated = (
  known: readonly PatientIdentifier[],
  stated: readonly PatientIdentifier[],
): readonly PatientIdentifier[] => {
  const isKnown = (one: PatientIdentifier): boolean =>
    known.some((other) => other.issuer === one.issuer && other.id === one.id);
  return [...known, ...stated.filter((one) => !isKnown(one))].slice(0, MOST_STATED);
};

/** What the sources say, by column; the tag names the correction that lies over it. */
const columns = {
  name: { from: 'name', tag: '00100010' },
  birth_date: { from: 'birthDate', tag: '00100030' },
  sex: { from: 'sex', tag: '00100040' },
  street: { from: 'street' },
  locality: { from: 'locality' },
  region: { from: 'region' },
  postcode: { from: 'postcode' },
  country: { from: 'country' },
  phone: { from: 'phone' },
  email: { from: 'email' },
  mother_name: { from: 'motherName' },
  birth_order: { from: 'birthOrder' },
  multiple_birth: { from: 'multipleBirth' },
  deceased: { from: 'deceased' },
} as const satisfies Readonly<Record<string, { from: keyof Demographics; tag?: string }>>;

type Column = keyof typeof columns;
type Values = Pick<Row<'patient_records'>, Column>;
const columnNames = Object.keys(columns) as readonly Column[];
const LONGEST_TEXT = 1000;

/** What the linkage compares of a record, and by what it is called. */
export type RecordFacts = Pick<Row<'patient_records'>, 'id' | 'issuer' | 'patient_id' | 'other_ids' | Column>;
export const factColumns = [
  'id',
  'issuer',
  'patient_id',
  'other_ids',
  ...columnNames,
] as const satisfies readonly (keyof RecordFacts)[];
/** Types of the columns that are no text. */
export const typeOfFact: Readonly<Partial<Record<keyof RecordFacts, string>>> = {
  id: 'uuid',
  other_ids: 'jsonb',
  birth_order: 'integer',
  multiple_birth: 'boolean',
};

const storable = (value: unknown): unknown => {
  if (value === '') return null;
  return typeof value === 'string' ? value.slice(0, LONGEST_TEXT) : (value ?? null);
};

/** The columns of what is said, over what was said before. */
export const valuesOf = (patient: Demographics, before?: Row<'patient_records'>): Values => {
  const next = columnNames.map((column) => {
    const { from, tag }: { readonly from: keyof Demographics; readonly tag?: string } = columns[column];
    const said = patient[from];
    const corrected = tag !== undefined && before?.overlay?.[tag] !== undefined;
    const kept = corrected || said === null || said === undefined;
    return [column, kept ? (before?.[column] ?? null) : storable(said)];
  });
  return Object.fromEntries(next) as Values;
};

/** A stored record as the linkage sees it: hundreds for each that is registered. */
export const toRecord = (row: RecordFacts): PatientRecord => ({
  id: row.id,
  issuer: row.issuer,
  patientId: row.patient_id,
  otherIds: statedIdentifiers(row),
  name: row.name ?? undefined,
  birthDate: row.birth_date ?? undefined,
  sex: row.sex ?? undefined,
  street: row.street ?? undefined,
  locality: row.locality ?? undefined,
  region: row.region ?? undefined,
  postcode: row.postcode ?? undefined,
  country: row.country ?? undefined,
  phone: row.phone ?? undefined,
  email: row.email ?? undefined,
  motherName: row.mother_name ?? undefined,
  birthOrder: row.birth_order ?? undefined,
  multipleBirth: row.multiple_birth ?? undefined,
  deceased: row.deceased ?? undefined,
});

/** How a record begins. */
interface Made {
  readonly supersededAt: Date | null;
  readonly toldAt: Date | undefined;
}

const insertPatientRecord = async (
  trx: Trx,
  tenantId: string,
  patient: PatientStatement,
  { supersededAt, toldAt }: Made,
): Promise<Row<'patient_records'> | undefined> =>
  trx
    .insertInto('patient_records')
    .values({
      tenant_id: tenantId,
      id: newId(),
      issuer: patient.issuer,
      patient_id: patient.id,
      ...valuesOf(patient),
      superseded_at: supersededAt,
      told_at: toldAt ?? null,
      keyed: KEYED,
      other_ids: JSON.stringify(statedOf(patient)),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();

const isSameDay = (one: Date | null, other: Date): boolean =>
  one?.toISOString().slice(0, 10) === other.toISOString().slice(0, 10);

/**
 * What the source says now replaces what it said, unless that was corrected; silence about a field leaves the field. `toldAt`: it is told
 * now, and no header of an object that was written once. That is kept to the day, since admission tells of a patient many times.
 */
export const updatePatientRecord = async (
  trx: Trx,
  tenantId: string,
  record: Row<'patient_records'>,
  patient: Demographics,
  toldAt?: Date,
): Promise<boolean> => {
  const next = valuesOf(patient, record);
  const known = statedIdentifiers(record);
  const stated = withStated(known, patient.otherIds);
  const changed = columnNames.some((column) => next[column] !== record[column]);
  const told = toldAt === undefined || isSameDay(record.told_at, toldAt) ? {} : { told_at: toldAt };
  if (!changed && stated.length === known.length) {
    if (told.told_at) await trx.updateTable('patient_records').set(told).where('id', '=', record.id).execute();
    return false;
  }
  const row = await trx
    .updateTable('patient_records')
    .set({ ...next, ...told, other_ids: JSON.stringify(stated), updated_at: new Date() })
    .where('id', '=', record.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (next.name !== record.name && next.name) await addNameKeys(trx, tenantId, record.id, next.name);
  await addStatedIdentifiers(trx, tenantId, record.id, patient.otherIds);
  await putBlockingKeys(trx, tenantId, record.id, blockingDigests(toRecord(row)));
  return true;
};

/** Some of the records whose keys are missing or of an older form. */
export const unkeyedRecords = async (trx: Trx, limit: number): Promise<readonly string[]> => {
  const rows = await trx
    .selectFrom('patient_records')
    .select('id')
    .where('keyed', '=', 0)
    .where('removed_by', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
};

export interface EnsuredPatient {
  readonly id: string;
  readonly created: boolean;
  /** the record as it was before, when it was there */
  readonly before: Row<'patient_records'> | undefined;
  /** the record that the identifier named until now, when it was told of somebody else */
  readonly superseded?: string;
}

export interface Telling {
  readonly isCurrent?: (known: Row<'patient_records'>) => Promise<boolean>;
  readonly toldAt?: Date;
}

/** What the source tells now, as a record: over what it told before, where it is silent or was corrected. */
const asTold = (known: Row<'patient_records'>, patient: PatientStatement): PatientRecord =>
  toRecord({ ...known, ...valuesOf(patient, known) });

/**
 * The statement is about somebody else than the record of its identifier. Of a record that was merged its source may say what it says of
 * the survivor.
 */
export const isToldOfOther = (known: Row<'patient_records'>, patient: PatientStatement): boolean =>
  known.merged_into === null && isReusedIdentifier(toRecord(known), asTold(known, patient));

/** Of the records of a reused identifier the one that is meant, the current one first. */
const holderOf = async (
  trx: Trx,
  current: Row<'patient_records'>,
  patient: PatientStatement,
): Promise<Row<'patient_records'> | undefined> => {
  if (!isToldOfOther(current, patient)) return current;
  return (await supersededRecords(trx, patient)).find((row) => !isToldOfOther(row, patient));
};

const createRecord = async (
  trx: Trx,
  tenantId: string,
  patient: PatientStatement,
  how: Made,
): Promise<string | undefined> => {
  const made = await insertPatientRecord(trx, tenantId, patient, how);
  if (made === undefined) return undefined;
  if (patient.name) await addNameKeys(trx, tenantId, made.id, patient.name);
  await addStatedIdentifiers(trx, tenantId, made.id, patient.otherIds);
  await addBlockingKeys(trx, tenantId, made.id, blockingDigests(toRecord(made)));
  return made.id;
};

/**
 * The record of this issuer and identifier, made when there is none; two at once make one (I17). What tells of somebody else than the
 * record does (`isReusedIdentifier`) is told of a record of its own, which the identifier names from then on, unless
 * `isCurrent` says that it is an older story. A later statement that fits an earlier holder is about that one again. `toldAt` as for
 * `updatePatientRecord`.
 */
export const ensurePatientRecord = async (
  trx: Trx,
  tenantId: string,
  patient: PatientStatement,
  how: Telling = {},
): Promise<EnsuredPatient> => {
  const { isCurrent = () => Promise.resolve(true), toldAt } = how;
  const known = await findRegistered(trx, patient);
  if (known === undefined) {
    const id = await createRecord(trx, tenantId, patient, { supersededAt: null, toldAt });
    // Somebody else was quicker: ours waited for that transaction, so the next statement sees its row.
    return id === undefined
      ? ensurePatientRecord(trx, tenantId, patient, how)
      : { id, created: true, before: undefined };
  }
  const holder = await holderOf(trx, known, patient);
  if (holder === known) return { id: known.id, created: false, before: known };
  const current = await isCurrent(known);
  if (current && !(await supersede(trx, known.id, holder?.id))) return ensurePatientRecord(trx, tenantId, patient, how);
  const superseded = current ? { superseded: known.id } : {};
  if (holder !== undefined) return { id: holder.id, created: false, before: holder, ...superseded };
  const id = await createRecord(trx, tenantId, patient, { supersededAt: current ? null : new Date(), toldAt });
  if (id === undefined) throw new Error('A patient record vanished.');
  return { id, created: true, before: undefined, ...superseded };
};
