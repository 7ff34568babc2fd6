/** What waits for a person, of every kind, oldest first: a fixed number of rows of each, and how many there are. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';

export interface ExceptionRow {
  readonly kind:
    | 'uid-conflict'
    | 'unmatched-order'
    | 'identity-review'
    | 'dead-letter'
    | 'unsent-message'
    | 'failing-destination'
    | 'partial-study'
    | 'failing-source'
    | 'recalled-delivery'
    | 'recalled-reading';
  readonly id: string;
  readonly since: Date;
  readonly source_name: string | null;
  readonly study_instance_uid: string | null;
  /** Of how many there are of this kind. */
  readonly of_kind: number;
  readonly received: number | null;
  readonly expected: number | null;
  /** A code of the error catalogue, or of the kind itself. */
  readonly code: string | null;
  /** A sentence of ours, where one was kept; never a value. */
  readonly cause: string | null;
}

/** A destination that did not answer so often in a row is told of. */
const FAILURES_TO_TELL = 3;

/** An undone link stays on the list for so many days. */
const RECALLED_DAYS = 90;

/** Two records were one person's at a time, and are not any more: since when, with both. */
const parted = sql`
  select m.tenant_id, m.patient_record_id as record_a, n.patient_record_id as record_b,
    greatest(m.valid_from, n.valid_from) as from_at, least(m.valid_to, n.valid_to) as until_at
  from memberships m join memberships n on n.tenant_id = m.tenant_id and n.person_id = m.person_id
    and n.patient_record_id <> m.patient_record_id
  where least(m.valid_to, n.valid_to) > now() - make_interval(days => ${RECALLED_DAYS})
    and greatest(m.valid_from, n.valid_from) < least(m.valid_to, n.valid_to)
    and not exists (select from memberships a join memberships b on b.tenant_id = a.tenant_id and b.person_id = a.person_id
      where a.tenant_id = m.tenant_id and a.patient_record_id = m.patient_record_id and a.valid_to is null
        and b.patient_record_id = n.patient_record_id and b.valid_to is null)`;

/** `today` is DICOM DA: an order of a day before it that nobody has begun is unmatched. A new kind is one more arm. */
export const listExceptionRows = async (trx: Trx, today: string, most: number): Promise<ExceptionRow[]> => {
  const result = await sql<ExceptionRow>`
    with parted as (${parted}), waiting as (
      select 'uid-conflict' as kind, c.id::text as id, c.raised_at as since, null as source_name, null as study_instance_uid,
        null::int as received, null::int as expected, c.kind as code, null as cause
      from conflicts c where c.resolved_at is null
      union all
      select 'unmatched-order', o.id::text, o.created_at, null, o.study_instance_uid, null, null, null, null
      from scheduled_steps o
      where o.status = 'SCHEDULED' and o.start_date < ${today}
        and not exists (select from studies s where s.tenant_id = o.tenant_id and s.study_instance_uid = o.study_instance_uid)
      union all
      select 'identity-review', r.id::text, r.raised_at, null, null, null, null, null, null
      from identity_reviews r where r.resolved_at is null
      union all
      select 'dead-letter', m.id::text, m.received_at, m.source_name, null, null, null, m.error_code,
        concat_ws(' ', substring(m.message_code from '^[A-Z]{3}$') || '^' || substring(m.trigger_event from '^[A-Z][0-9]{2}$') || ':',
          m.cause, '(' || m.location || ')')
      from hl7_messages m where m.state in ('refused', 'failed') and m.set_aside_at is null
      union all
      select 'unsent-message', o.id::text, coalesce(o.ended_at, o.made_at), o.destination, o.study_instance_uid, null, null, null,
        concat_ws(' ', o.message_type || ':', o.cause, '(' || concat_ws(', ', o.condition, o.location) || ')')
      from hl7_outgoing o where o.state in ('refused', 'failed') and o.set_aside_at is null
      union all
      select 'failing-destination', d.name, min(o.made_at), d.name, null, null, count(*)::int, null, null
      from hl7_destinations d join hl7_outgoing o on o.tenant_id = d.tenant_id and o.destination = d.name and o.state = 'waiting'
      where d.enabled and d.failures >= ${FAILURES_TO_TELL} group by d.name
      union all
      select 'partial-study', t.id::text, coalesce(t.finished_at, t.queued_at), s.name, t.study_instance_uid, t.received,
        t.expected, t.error_code, null
      from transfers t join sources s on s.tenant_id = t.tenant_id and s.id = t.source_id
      where t.state in ('partial', 'failed') and not exists (
        select from transfers d where d.tenant_id = t.tenant_id and d.study_instance_uid = t.study_instance_uid and d.state = 'done')
      union all
      select 'failing-source', s.id::text, c.opened_at, s.name, null, null, null, c.error_code, null
      from source_circuits c join sources s on s.tenant_id = c.tenant_id and s.id = c.source_id
      where c.opened_at is not null and s.removed_at is null and s.enabled
      union all
      select distinct on (d.id) 'recalled-delivery', d.id::text, p.until_at, d.ae_title, d.study_instance_uid, null::int, null::int, null, null
      from parted p
      join studies s on s.tenant_id = p.tenant_id and s.patient_record_id = p.record_a
      join deliveries d on d.tenant_id = s.tenant_id and d.study_instance_uid = s.study_instance_uid
        and d.requested_at >= p.from_at and d.requested_at < p.until_at
      join application_entities a on a.tenant_id = d.tenant_id and a.ae_title = d.ae_title
      join patient_records r on r.tenant_id = p.tenant_id and r.id = p.record_b and r.issuer = a.issuer
      where exists (select from delivered_instances i
        where i.tenant_id = d.tenant_id and i.delivery_id = d.id and i.outcome in ('sent', 'present'))
      union all
      select distinct on (o.study_instance_uid, o.subject) 'recalled-reading', o.study_instance_uid || ' ' || o.subject, p.until_at,
        null, o.study_instance_uid, null::int, null::int, null, o.subject
      from parted p
      join studies s on s.tenant_id = p.tenant_id and s.patient_record_id = p.record_a
      join openings o on o.tenant_id = s.tenant_id and o.study_instance_uid = s.study_instance_uid
        and o.opened_at >= p.from_at and o.opened_at < p.until_at
      where exists (select from studies other where other.tenant_id = p.tenant_id and other.patient_record_id = p.record_b)
        or exists (select from holdings h where h.tenant_id = p.tenant_id and h.patient_record_id = p.record_b)
    ), numbered as (
      select waiting.*, row_number() over (partition by kind order by since, id) as place, count(*) over (partition by kind) as of_kind
      from waiting
    )
    select * from numbered where place <= ${most} order by since, id`.execute(trx);
  return result.rows;
};
