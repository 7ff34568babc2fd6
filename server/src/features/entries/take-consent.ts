/** What a patient allows or forbids, as whoever keeps consents writes it. It holds from the next request on. */
import {
  type ConsentNarrowing,
  findConsent,
  lockNamed,
  newId,
  putConsent,
  type Row,
  type Trx,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { type SubjectNamed, subjectIn } from './subject.ts';
import { checkTaking, type Taken, type Taking } from './taking.ts';

interface WrittenConsent {
  readonly subject: SubjectNamed;
  /** A URI: whose number it is. */
  readonly system: string;
  readonly key: string;
  readonly status: Row<'consents'>['status'];
  readonly decision: Row<'consents'>['decision'];
  readonly from: Date | undefined;
  readonly before: Date | undefined;
  /** A FHIR dateTime. */
  readonly givenAt: string | undefined;
  readonly narrowing?: ConsentNarrowing;
}

/** Fails with `forbidden` for who may not store, and as `checkTaking` does. */
export const takeConsentIn = async (
  trx: Trx,
  principal: Principal,
  consent: WrittenConsent,
  taking: Taking,
  at: Date,
): Promise<Taken> => {
  authorise(principal, 'store');
  const { system, key, status, decision, from, before, givenAt, narrowing = {} } = consent;
  await lockNamed(trx, principal.tenantId, `consent ${system}\n${key}`);
  const there = await findConsent(trx, system, key);
  checkTaking(taking, there && { id: there.id, version: String(there.updated_at.getTime()) });
  if (there !== undefined && taking.unlessThere) return { id: there.id, created: false };
  const { record } = await subjectIn(trx, consent.subject);
  if (there !== undefined && there.patient_record_id !== record.id)
    return fail('conflict', 'The consent is one of another patient.');
  const id = await putConsent(trx, {
    tenant_id: principal.tenantId,
    id: there?.id ?? newId(),
    system,
    number: key,
    patient_record_id: record.id,
    status,
    decision,
    starts_at: from ?? null,
    ends_at: before ?? null,
    consented_at: givenAt ?? null,
    narrowing: JSON.stringify(narrowing),
    updated_at: at,
  });
  await recordAudit(trx, principal, {
    event: 'patientRecord',
    action: there === undefined ? 'C' : 'U',
    patientRecordId: record.id,
    detail: { consent: id, status, decision },
  });
  return { id, created: there === undefined };
};
