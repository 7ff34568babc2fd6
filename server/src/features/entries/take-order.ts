/** An order that another system writes, other than by message: the same step, and the same gathering, as one that comes by HL7. */
import { createHash } from 'node:crypto';
import {
  lockNamed,
  type ScheduledStepRow,
  scheduledStepsByAccession,
  setStepStatus,
  type Trx,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { checkPatientOf, type OrderedStep, placeOrderIn } from '../orders/index.ts';
import { type SubjectNamed, subjectIn } from './subject.ts';
import { checkTaking, type Taken, type Taking } from './taking.ts';

interface WrittenOrder {
  readonly subject: SubjectNamed;
  /** Who gave the accession number. */
  readonly issuer: string;
  readonly step: Omit<OrderedStep, 'requestedProcedureId' | 'scheduledStepId'>;
  readonly status: 'SCHEDULED' | 'COMPLETED' | 'DISCONTINUED';
}

/** The mark of steps that are owned by whoever wrote them so: no message makes it. At most 16 characters (SH). */
const ownStepId = (issuer: string, accessionNumber: string): string =>
  `F${createHash('sha256').update(`${issuer}\n${accessionNumber}`).digest('hex').slice(0, 15)}`;

const isEnded = (status: ScheduledStepRow['status']): boolean => status === 'COMPLETED' || status === 'DISCONTINUED';

/** Fails with `forbidden` for who may not store, and as `checkTaking` does. */
export const takeOrderIn = async (
  trx: Trx,
  principal: Principal,
  { subject, issuer, step, status }: WrittenOrder,
  taking: Taking,
  at: Date,
): Promise<Taken> => {
  authorise(principal, 'store');
  const scheduledStepId = ownStepId(issuer, step.accessionNumber);
  // Of several who would make the same at once, one does.
  await lockNamed(trx, principal.tenantId, `order ${scheduledStepId}`);
  const steps = await scheduledStepsByAccession(trx, step.accessionNumber, issuer);
  const there = steps.find((row) => row.scheduled_step_id === scheduledStepId);
  checkTaking(taking, there && { id: there.id, version: String(there.updated_at.getTime()) });
  if (there !== undefined && taking.unlessThere) return { id: there.id, created: false };
  const { record, personId } = await subjectIn(trx, subject);
  await checkPatientOf(trx, steps, record);
  const whole = { ...step, requestedProcedureId: step.accessionNumber, scheduledStepId };
  const isOver = status !== 'SCHEDULED';
  if (there !== undefined && isEnded(there.status) && there.status !== status)
    fail('conflict', 'The order is over, and stays as it ended: what is to be done again is a new order.');
  const id =
    there !== undefined && isOver
      ? there.id
      : (await placeOrderIn(trx, principal, { patient: record, personId, issuer, step: whole }, at)).id;
  if (isOver) {
    await setStepStatus(trx, [id], status, at);
    await recordAudit(trx, principal, {
      event: 'orderRecord',
      action: status === 'DISCONTINUED' ? 'D' : 'U',
      patientRecordId: record.id,
      detail: { status },
    });
  }
  return { id, created: there === undefined };
};
