/** Un-import (IHE IRWF.b): what we delivered is taken back, and its destination is as it was before; our own copy stays as it is. */
import type { Delivery } from '@throughline/contract';
import { newUid } from '@throughline/dicom';
import { findDelivery, insertRecall, sentInstanceIds } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { getDelivery } from './get-delivery.ts';

/**
 * Notes durably that the destination is to be sent a rejection note for what this delivery gave it; what it had before is not in it.
 * Fails with `not-found`, and with `conflict` while it is under way or when nothing of it was given.
 */
export const takeBackDelivery = async (context: Context, principal: Principal, id: string): Promise<Delivery> => {
  authorise(principal, 'admin');
  await context.db.tenant(principal.tenantId, async (trx) => {
    const row = (await findDelivery(trx, id)) ?? fail('not-found');
    if (row.ended_at === null) fail('conflict', 'It is still under way.');
    if ((await sentInstanceIds(trx, id)).length === 0) fail('conflict', 'Nothing of it was given to the destination.');
    const recall = { deliveryId: id, noteUid: newUid(), at: context.clock(), requestedBy: principal.subject };
    await insertRecall(trx, principal.tenantId, recall);
    await recordAudit(trx, principal, {
      event: 'beginTransferring',
      action: 'D',
      studyInstanceUid: row.study_instance_uid,
      detail: { destination: row.ae_title, takenBack: id },
    });
  });
  return getDelivery(context, principal, id);
};
