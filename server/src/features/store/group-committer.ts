/**
 * One committer a process and tenant: whatever waits while a transaction commits goes into the next one, so that an fsync of
 * the write-ahead log is shared by all associations. No counter is kept on any row.
 */

import { setTimeout as delay } from 'node:timers/promises';
import {
  commitInstances,
  type Database,
  type EnsuredPatient,
  ensurePatientRecord,
  ensureSeries,
  ensureStudy,
  existingInstances,
  insertInstances,
  isConnectionLoss,
  type NewInstance,
  newestStudyDate,
  type Trx,
  updatePatientRecord,
} from '../../db/index.ts';
import { Failure } from '../../errors.ts';
import type { ObjectAttributes } from './attributes.ts';

export interface Arrival extends Omit<NewInstance, 'seriesId' | 'studyInstanceUid' | 'attributes'> {
  readonly attributes: ObjectAttributes;
  readonly sourceId: string | null;
  readonly begunAt: number;
}

/** `stored`: the row is committed; `known`: there is an object of this UID already, and nothing was written. */
export type CommitOutcome = 'stored' | 'known';

interface Waiting {
  readonly arrival: Arrival;
  resolve(outcome: CommitOutcome): void;
  reject(error: unknown): void;
}

const MOST_AT_ONCE = 256;
const MOST_KNOWN_SERIES = 50_000;
const OLDEST_BLOB_MS = 3_600_000;
const LOOK_UP_DELAYS_MS = [0, 250, 1000, 3000, 6000];

const seriesKey = ({ attributes }: Arrival): string =>
  `${attributes.patient.issuer}\n${attributes.patient.id}\n${attributes.study.study_instance_uid}\n${attributes.series.series_instance_uid}`;

const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10).replaceAll('-', '');

type KnownPatient = NonNullable<EnsuredPatient['before']>;

/**
 * Whether a header of this study date is the last word on a patient: of the newest study, and newer than what a source has told since, as a
 * header repeats what was known in the scanner's room on its day.
 */
const isLastWord = async (trx: Trx, date: string, { id, ...known }: KnownPatient): Promise<boolean> => {
  const newest = await newestStudyDate(trx, id);
  if (newest !== null && date < newest) return false;
  const told = known.told_at ?? (newest === null ? known.updated_at : null);
  return told === null || known.name === null || date > dayOf(told);
};

/** A study references the record that its first object named; demographics follow who had the last word. */
const ensurePatient = async (trx: Trx, tenantId: string, { patient, study }: ObjectAttributes): Promise<string> => {
  const date = study.study_date ?? '';
  const isCurrent = (known: KnownPatient): Promise<boolean> => isLastWord(trx, date, known);
  const { id, before } = await ensurePatientRecord(trx, tenantId, patient, { isCurrent });
  if (before && (await isLastWord(trx, date, before))) await updatePatientRecord(trx, tenantId, before, patient);
  return id;
};

export const ensureHierarchy = async (trx: Trx, tenantId: string, arrival: Arrival): Promise<string> => {
  const { attributes, sourceId } = arrival;
  const patientRecordId = await ensurePatient(trx, tenantId, attributes);
  const studyId = await ensureStudy(trx, { tenantId, patientRecordId, sourceId }, attributes.study);
  return ensureSeries(trx, tenantId, studyId, attributes.series);
};

export const toRow = (arrival: Arrival, seriesId: string): NewInstance => ({
  ...arrival,
  seriesId,
  studyInstanceUid: arrival.attributes.study.study_instance_uid,
  attributes: arrival.attributes.instance,
});

export class GroupCommitter {
  readonly #db: Database;
  readonly #tenantId: string;
  readonly #now: () => number;
  readonly #series = new Map<string, string>();
  #waiting: Waiting[] = [];
  #running = false;

  constructor(db: Database, tenantId: string, now: () => number) {
    this.#db = db;
    this.#tenantId = tenantId;
    this.#now = now;
  }

  /** Settles after COMMIT. A `database-unavailable` failure says nothing about the row: it may be there. */
  commit(arrival: Arrival): Promise<CommitOutcome> {
    // The sweeper looks at blobs a day old: a row must never come that late.
    if (this.#now() - arrival.begunAt > OLDEST_BLOB_MS) throw new Failure('request-time-out');
    return new Promise((resolve, reject) => {
      this.#waiting.push({ arrival, resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, MOST_AT_ONCE);
      this.#waiting = this.#waiting.slice(MOST_AT_ONCE);
      await this.#settle(batch);
    }
    this.#running = false;
  }

  /** An object that the database will not take fails alone, not with all that waited beside it. */
  async #settle(batch: readonly Waiting[]): Promise<void> {
    try {
      const stored = await this.#write(batch.map((waiting) => waiting.arrival));
      for (const { arrival, resolve } of batch) resolve(stored.has(arrival.id) ? 'stored' : 'known');
    } catch (error) {
      if (isConnectionLoss(error)) return this.#lookUp(batch, error);
      if (batch.length > 1) for (const waiting of batch) await this.#settle([waiting]);
      else batch[0]?.reject(error);
    }
  }

  async #write(arrivals: readonly Arrival[]): Promise<Set<string>> {
    const rows = this.#rowsOfKnownSeries(arrivals);
    if (rows) return commitInstances(this.#db, this.#tenantId, rows);
    const found = new Map<string, string>();
    const stored = await this.#db.tenant(this.#tenantId, async (trx) => {
      found.clear();
      const series = await this.#seriesOf(trx, arrivals, found);
      return insertInstances(trx, this.#tenantId, series);
    });
    this.#remember(found);
    return stored;
  }

  #rowsOfKnownSeries(arrivals: readonly Arrival[]): NewInstance[] | undefined {
    const rows: NewInstance[] = [];
    for (const arrival of arrivals) {
      const seriesId = this.#series.get(seriesKey(arrival));
      if (seriesId === undefined) return undefined;
      rows.push(toRow(arrival, seriesId));
    }
    return rows;
  }

  async #seriesOf(trx: Trx, arrivals: readonly Arrival[], found: Map<string, string>): Promise<NewInstance[]> {
    const unknown = new Map<string, Arrival>();
    for (const arrival of arrivals) if (!this.#series.has(seriesKey(arrival))) unknown.set(seriesKey(arrival), arrival);
    // In one order in every process, so that two never wait for each other.
    for (const [key, arrival] of [...unknown].sort(([one], [other]) => (one < other ? -1 : 1)))
      found.set(key, await ensureHierarchy(trx, this.#tenantId, arrival));
    return arrivals.map((arrival) => {
      const id = this.#series.get(seriesKey(arrival)) ?? found.get(seriesKey(arrival));
      if (id === undefined) throw new Error('A series has no row.');
      return toRow(arrival, id);
    });
  }

  /** Only what is committed is remembered. */
  #remember(found: ReadonlyMap<string, string>): void {
    for (const [key, id] of found) this.#series.set(key, id);
    if (this.#series.size > MOST_KNOWN_SERIES) this.#series.clear();
  }

  /** The connection was lost: the transaction may or may not have committed, so we ask before we answer (I5). */
  async #lookUp(batch: readonly Waiting[], cause: unknown): Promise<void> {
    const ids = batch.map(({ arrival }) => arrival.id);
    for (const wait of LOOK_UP_DELAYS_MS) {
      await delay(wait);
      const there = await this.#db.tenant(this.#tenantId, (trx) => existingInstances(trx, ids)).catch(() => undefined);
      if (!there) continue;
      for (const { arrival, resolve, reject } of batch)
        if (there.has(arrival.id)) resolve('stored');
        else reject(new Failure('database-unavailable', undefined, cause));
      return;
    }
    for (const { reject } of batch) reject(new Failure('database-unavailable', undefined, cause));
  }
}
