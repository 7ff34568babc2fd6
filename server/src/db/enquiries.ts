/** Questions put to sources about a person, how each ended, and who still owes an answer. */
import { sql } from 'kysely';
import { newId } from '../ids.ts';
import type { Trx } from './database.ts';
import { soon } from './months.ts';
import type { Row } from './tables/index.ts';

type EnquiryRow = Row<'enquiries'>;
export type SilenceRow = Row<'silences'>;
export type SettledOutcome = NonNullable<EnquiryRow['outcome']>;

export interface OpenedEnquiry {
  readonly id: string;
  readonly askedAt: Date;
}

export const openEnquiry = async (
  trx: Trx,
  tenantId: string,
  enquiry: {
    readonly personId: string;
    readonly gatheringId: string;
    readonly sourceId: string;
    readonly identifiers: unknown;
    readonly askedAt: Date;
  },
): Promise<OpenedEnquiry> => {
  const id = newId();
  await trx
    .insertInto('enquiries')
    .values({
      tenant_id: tenantId,
      id,
      person_id: enquiry.personId,
      gathering_id: enquiry.gatheringId,
      source_id: enquiry.sourceId,
      asked_at: enquiry.askedAt,
      identifiers: JSON.stringify(enquiry.identifiers),
    })
    .execute();
  return { id, askedAt: enquiry.askedAt };
};

export interface EnquiryEnd {
  readonly outcome: SettledOutcome;
  readonly found: number | null;
  readonly identifiers: unknown;
  readonly errorCode: string | null;
  readonly faults: number;
  readonly answeredAt: Date;
}

export const settleEnquiry = async (trx: Trx, opened: OpenedEnquiry, end: EnquiryEnd): Promise<void> => {
  await trx
    .updateTable('enquiries')
    .set({
      outcome: end.outcome,
      found: end.found,
      identifiers: JSON.stringify(end.identifiers),
      error_code: end.errorCode,
      faults: end.faults,
      answered_at: end.answeredAt,
      duration_ms: Math.max(0, Math.round(end.answeredAt.getTime() - opened.askedAt.getTime())),
    })
    .where('asked_at', '=', opened.askedAt)
    .where('id', '=', opened.id)
    .execute();
};

export interface LatestEnquiry {
  readonly person_id: string;
  readonly source_id: string;
  /** The last question that has ended, however it ended. */
  readonly outcome: SettledOutcome | null;
  readonly found: number | null;
  /** Of the catalogue of errors; null when it was answered. */
  readonly error_code: string | null;
  readonly identifiers: unknown;
  readonly asked_at: Date | null;
  readonly answered_at: Date | null;
  readonly duration_ms: number | null;
  /** When a question was last answered with a list, be it empty. */
  readonly last_answered_at: Date | null;
  readonly last_answered_identifiers: unknown;
  /** When a question was put that has not ended. */
  readonly asking_since: Date | null;
}

/** For each person and source: how the last question ended, when one was last answered, and whether one is open. */
export const latestEnquiries = async (trx: Trx, personIds: readonly string[]): Promise<LatestEnquiry[]> => {
  if (personIds.length === 0) return [];
  const result = await sql<LatestEnquiry>`
    with asked as (
      select distinct person_id, source_id from enquiries where person_id = any(${[...personIds]}::uuid[]) and asked_at < ${soon}
    )
    select asked.person_id, asked.source_id, last.outcome, last.found, last.error_code, last.identifiers, last.asked_at, last.answered_at,
      last.duration_ms, good.answered_at as last_answered_at, good.identifiers as last_answered_identifiers,
      open.asked_at as asking_since
    from asked
    left join lateral (
      select e.* from enquiries e
      where e.person_id = asked.person_id and e.source_id = asked.source_id and e.asked_at < ${soon} and e.outcome is not null
      order by e.asked_at desc, e.id desc limit 1
    ) last on true
    left join lateral (
      select e.answered_at, e.identifiers from enquiries e
      where e.person_id = asked.person_id and e.source_id = asked.source_id and e.asked_at < ${soon} and e.outcome in ('found', 'none')
      order by e.asked_at desc, e.id desc limit 1
    ) good on true
    left join lateral (
      select e.asked_at from enquiries e
      where e.person_id = asked.person_id and e.source_id = asked.source_id and e.asked_at < ${soon} and e.outcome is null
        and (last.asked_at is null or e.asked_at > last.asked_at)
      order by e.asked_at desc limit 1
    ) open on true`.execute(trx);
  return result.rows;
};

/** Notes that a source owes an answer; failures of one person and source count up until it answers. */
export const noteSilence = async (
  trx: Trx,
  tenantId: string,
  silence: { readonly personId: string; readonly sourceId: string; readonly at: Date },
  backOffMs: (failures: number) => number,
): Promise<void> => {
  const known = await trx
    .selectFrom('silences')
    .select('failures')
    .where('person_id', '=', silence.personId)
    .where('source_id', '=', silence.sourceId)
    .executeTakeFirst();
  const failures = (known?.failures ?? 0) + 1;
  const next_at = new Date(silence.at.getTime() + backOffMs(failures));
  await trx
    .insertInto('silences')
    .values({
      tenant_id: tenantId,
      person_id: silence.personId,
      source_id: silence.sourceId,
      since: silence.at,
      failures,
      next_at,
    })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'person_id', 'source_id']).doUpdateSet({ failures, next_at }),
    )
    .execute();
  // One person who waits is enough to find out when it is back: the others need not ask in between.
  await trx
    .updateTable('silences')
    .set({ next_at })
    .where('source_id', '=', silence.sourceId)
    .where('person_id', '<>', silence.personId)
    .where('next_at', '<', next_at)
    .execute();
};

/** Sources that owe an answer about this person. */
export const silentSources = async (trx: Trx, personId: string): Promise<ReadonlySet<string>> => {
  const rows = await trx.selectFrom('silences').select('source_id').where('person_id', '=', personId).execute();
  return new Set(rows.map((row) => row.source_id));
};

/** The source has answered about this person. Undefined when it owed no answer; else the others who wait for it. */
export const endSilence = async (
  trx: Trx,
  personId: string,
  sourceId: string,
  at: Date,
): Promise<string[] | undefined> => {
  const ended = await trx
    .deleteFrom('silences')
    .where('source_id', '=', sourceId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  if (ended.numDeletedRows === 0n) return undefined;
  const waiting = await trx
    .updateTable('silences')
    .set({ next_at: new Date(at.getTime() + 60_000) })
    .where('source_id', '=', sourceId)
    .returning('person_id')
    .execute();
  return waiting.map((row) => row.person_id);
};

/** It is back: whoever waits for its answer need not wait longer. */
export const hastenSilences = async (trx: Trx, sourceId: string, at: Date): Promise<void> => {
  await trx
    .updateTable('silences')
    .set({ next_at: at })
    .where('source_id', '=', sourceId)
    .where('next_at', '>', at)
    .execute();
};

/** One due person for each silent source that is still asked, those with the fewest failures and the newest first; their next turn is put off by `leaseMs`. */
export const takeDueSilences = async (
  trx: Trx,
  now: Date,
  youngerThan: Date,
  leaseMs: number,
): Promise<SilenceRow[]> => {
  const result = await sql<SilenceRow>`
    update silences set next_at = ${new Date(now.getTime() + leaseMs)}
    from (
      select distinct on (silences.source_id) silences.person_id, silences.source_id
      from silences join sources on sources.id = silences.source_id and sources.enabled
      where next_at <= ${now} and since > ${youngerThan}
      order by silences.source_id, failures, since desc
    ) due
    where silences.person_id = due.person_id and silences.source_id = due.source_id
    returning silences.*`.execute(trx);
  return result.rows;
};
