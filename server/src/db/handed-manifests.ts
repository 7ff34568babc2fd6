/** Manifests that were handed out, and which of them speak of records that are no longer one patient's. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import { parted } from './recalls.ts';
import type { NewRow } from './tables/index.ts';

/** The same document to the same subject is one row, with when it was handed out first and last. */
export const noteHandedManifest = async (
  trx: Trx,
  handed: Omit<NewRow<'handed_manifests'>, 'first_at' | 'last_at'>,
  at: Date,
): Promise<void> => {
  await trx
    .insertInto('handed_manifests')
    .values({ ...handed, first_at: at, last_at: at })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'manifest_uid', 'subject', 'form']).doUpdateSet({ last_at: at }),
    )
    .execute();
};

/** Rows of manifests that name the patient by a number of the other record, with when that link ended; joined with `parted`. */
export const partedManifests = sql`
  select distinct on (h.manifest_uid, h.subject, h.form) h.*, p.until_at
  from parted p
  join studies s on s.tenant_id = p.tenant_id and s.patient_record_id = p.record_a
  join handed_manifests h on h.tenant_id = s.tenant_id and h.study_instance_uid = s.study_instance_uid
    and h.last_at >= p.from_at and h.first_at < p.until_at
  join patient_records r on r.tenant_id = p.tenant_id and r.id = p.record_b and r.issuer = h.issuer
  order by h.manifest_uid, h.subject, h.form, p.until_at desc`;

/**
 * Whether a manifest of this study was handed out to the domain under a link that does not hold any more, and the study has no patient
 * of that domain now: there is nothing left to say of it there.
 */
export const isManifestWithdrawn = async (trx: Trx, studyInstanceUid: string, issuer: string): Promise<boolean> => {
  const result = await sql`
    with parted as (${parted}), taken_back as (${partedManifests})
    select from taken_back t join studies s on s.tenant_id = t.tenant_id and s.study_instance_uid = t.study_instance_uid
    where t.study_instance_uid = ${studyInstanceUid} and t.issuer = ${issuer}
      and not exists (select from memberships m
        join memberships n on n.tenant_id = m.tenant_id and n.person_id = m.person_id and n.valid_to is null
        join patient_records r on r.tenant_id = n.tenant_id and r.id = n.patient_record_id and r.issuer = ${issuer}
        where m.tenant_id = s.tenant_id and m.patient_record_id = s.patient_record_id and m.valid_to is null)
    limit 1`.execute(trx);
  return result.rows.length > 0;
};
