/** What waits for a person, of every kind, oldest first: a fixed number of rows of each, and how many there are. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import { partedManifests } from './handed-manifests.ts';
import { parted, partedDeliveries } from './recalls.ts';
import { refusingSources } from './source-health.ts';

export interface ExceptionRow {
  readonly kind:
    | 'uid-conflict'
    | 'unmatched-order'
    | 'identity-review'
    | 'dead-letter'
    | 'unsent-message'
    | 'failing-destination'
    | 'damaged-study'
    | 'partial-study'
    | 'failing-source'
    | 'refusing-source'
    | 'recalled-delivery'
    | 'recalled-reading'
    | 'recalled-manifest'
    | 'late-prior'
    | 'emergency-access';
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
  /** A sentence or word of ours, where one was kept; never a value. */
  readonly cause: string | null;
}

/** A destination that did not answer so often in a row is told of. */
const FAILURES_TO_TELL = 3;

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
        and not exists (select from left_studies l where l.tenant_id = t.tenant_id and l.study_instance_uid = t.study_instance_uid)
      union all
      select 'damaged-study', st.study_instance_uid, min(l.damaged_at), null, st.study_instance_uid, null,
        count(distinct i.id)::int, null, null
      from locations l
      join instances i on i.tenant_id = l.tenant_id and i.id = l.instance_id and i.deletion_id is null
      join series se on se.tenant_id = i.tenant_id and se.id = i.series_id
      join studies st on st.tenant_id = se.tenant_id and st.id = se.study_id
      where l.damaged_at is not null and not exists (
        select from locations w where w.tenant_id = l.tenant_id and w.instance_id = l.instance_id and w.damaged_at is null)
      group by st.study_instance_uid
      union all
      select 'late-prior', l.study_instance_uid || ' ' || l.subject, min(l.arrived_at), null, l.study_instance_uid, count(*)::int, null,
        case when bool_or(l.signed) then 'signed' else 'opened' end, l.subject
      from late_priors l where l.seen_at is null and l.arrived_at >= now() - interval '30 days'
      group by l.study_instance_uid, l.subject
      union all
      select 'emergency-access', e.id::text, e.started_at, null, null, null, null, null, e.subject
      from emergency_accesses e where e.reviewed_at is null
      union all
      select 'failing-source', s.id::text, c.opened_at, s.name, null, null, null, c.error_code, null
      from source_circuits c join sources s on s.tenant_id = c.tenant_id and s.id = c.source_id
      where c.opened_at is not null and s.removed_at is null and s.enabled
      union all
      select 'refusing-source', r.id::text, r.since, r.name, null, null, r.in_row, 'peer-denied', null
      from (${refusingSources}) r
      union all
      select 'recalled-delivery', d.id::text, d.until_at, d.ae_title, d.study_instance_uid, null::int, null::int,
        coalesce(r.outcome, case when not exists (select from delivered_instances i
          where i.tenant_id = d.tenant_id and i.delivery_id = d.id and i.outcome = 'sent') then 'present' end), d.form
      from (${partedDeliveries}) d left join recalls r on r.tenant_id = d.tenant_id and r.delivery_id = d.id
      union all
      select 'recalled-manifest', h.manifest_uid || ' ' || h.form || ' ' || h.subject, h.until_at, null, h.study_instance_uid,
        null::int, null::int, h.form, h.subject
      from (${partedManifests}) h
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
