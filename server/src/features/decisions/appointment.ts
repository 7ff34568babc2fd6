import { appendOutbox, membersOf } from '../../db/index.ts';
import { type Principal, reach } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { sendHint } from '../priors/index.ts';

/** An appointment is being made: the priors of the person are gathered from now on. Whether there are any is told by no card. */
export const prepareAppointment = async (
  context: Context,
  principal: Principal,
  patientRecordId: string,
): Promise<void> => {
  reach(principal, 'Patient', 's');
  const { tenantId } = principal;
  await context.db.tenant(tenantId, async (trx) => {
    const [member] = await membersOf(trx, [patientRecordId]);
    if (member === undefined) return;
    await appendOutbox(trx, tenantId, 'order.placed', { personId: member.person_id });
    const detail = { decision: 'appointment-book', gathering: true };
    await recordAudit(trx, principal, { event: 'patientRecord', action: 'E', patientRecordId, detail });
  });
  await sendHint(context, { outbox: true });
};
