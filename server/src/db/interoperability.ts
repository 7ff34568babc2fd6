/** What happened with each source since a time: asked, answered, fetched, shown, delivered, and the exams that it told of. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';

export interface SourceDeeds {
  readonly name: string;
  readonly site_name: string;
  /** It can be fetched from. */
  readonly gives: boolean;
  readonly asked: number;
  readonly answered: number;
  readonly found: number;
  readonly whole: number;
  readonly not_whole: number;
  readonly shown: number;
  readonly delivered: number;
  readonly patients: number;
  readonly uncertain: number;
}

export interface SourceExams {
  readonly name: string;
  readonly description: string | null;
  readonly modalities: string[];
  readonly body_part: string | null;
  readonly procedure_code: string | null;
  /** Of the patient IDs that the exams are filed under. */
  readonly issuer: string;
  readonly studies: number;
}

/** Holdings of the people about whom a source was asked since then. */
const askedHoldings = (since: Date) => sql`
  select distinct h.source_id, h.study_instance_uid, h.patient_record_id, h.description, h.modalities, h.body_part, h.procedure_code
  from (select distinct source_id, person_id from enquiries where asked_at >= ${since}) a
  join memberships m on m.person_id = a.person_id and m.valid_to is null
  join holdings h on h.patient_record_id = m.patient_record_id and h.source_id = a.source_id and h.vanished_at is null`;

/** Every registered source; `shown` and `delivered` count studies that were fetched whole since then. */
export const sourceDeeds = async (trx: Trx, since: Date, shownCode: string): Promise<SourceDeeds[]> => {
  const result = await sql<SourceDeeds>`
    with known as (${askedHoldings(since)})
    select s.name, i.name as site_name, s.retrieve_by <> 'none' as gives, e.asked, e.answered, e.found, t.whole, t.not_whole, t.shown, t.delivered, p.patients, p.uncertain
    from sources s join sites i on i.tenant_id = s.tenant_id and i.id = s.site_id
    cross join lateral (
      select count(*) as asked, count(*) filter (where outcome in ('found', 'none')) as answered,
        count(*) filter (where outcome = 'found') as found
      from enquiries q
      where q.source_id = s.id and q.asked_at >= ${since} and q.outcome is not null and q.error_code is distinct from 'peer-resting'
    ) e
    cross join lateral (
      select count(*) filter (where state = 'done') as whole, count(*) filter (where state in ('partial', 'failed')) as not_whole,
        count(*) filter (where state = 'done' and exists (
          select from audit_events a where a.study_instance_uid = f.study_instance_uid and a.at >= f.finished_at
            and a.event_code = ${shownCode} and a.action = 'R')) as shown,
        count(*) filter (where state = 'done' and exists (
          select from deliveries d where d.study_instance_uid = f.study_instance_uid)) as delivered
      from transfers f where f.source_id = s.id and f.finished_at >= ${since}
    ) t
    cross join lateral (
      select count(*) as patients, count(*) filter (where exists (
        select from identity_reviews r where r.resolved_at is null and (r.record_a = k.patient_record_id or r.record_b = k.patient_record_id)
      )) as uncertain
      from (select distinct patient_record_id from known where known.source_id = s.id) k
    ) p
    where s.removed_at is null
    order by s.name`.execute(trx);
  return result.rows;
};

/** The exam names of those studies, the most frequent first. */
export const sourceExams = async (trx: Trx, since: Date, most: number): Promise<SourceExams[]> => {
  const result = await sql<SourceExams>`
    with known as (${askedHoldings(since)})
    select s.name, k.description, k.modalities, k.body_part, k.procedure_code, r.issuer, count(*) as studies
    from known k join sources s on s.id = k.source_id join patient_records r on r.id = k.patient_record_id
    group by s.name, k.description, k.modalities, k.body_part, k.procedure_code, r.issuer
    order by studies desc, s.name, k.description
    limit ${most}`.execute(trx);
  return result.rows;
};
