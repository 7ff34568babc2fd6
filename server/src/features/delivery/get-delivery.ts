/** How far a delivery is. */
import type { Delivery } from '@throughline/contract';
import { countOutcomes, failedDeliveries, findDelivery } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';

const mostFailures = 100;

export const getDelivery = async (context: Context, principal: Principal, id: string): Promise<Delivery> => {
  authorise(principal, 'read');
  return context.db.tenant(principal.tenantId, async (trx) => {
    const row = (await findDelivery(trx, id)) ?? fail('not-found');
    const counts = await countOutcomes(trx, id);
    const failures = await failedDeliveries(trx, id, mostFailures);
    return {
      id: row.id,
      studyInstanceUid: row.study_instance_uid,
      seriesInstanceUid: row.series_instance_uid,
      aeTitle: row.ae_title,
      form: row.form,
      state: row.ended_at === null ? 'waiting' : counts.failed === 0 ? 'done' : 'incomplete',
      requestedAt: row.requested_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
      attempts: row.attempts,
      ...counts,
      failures: failures.map(({ sop_instance_uid, status }) => ({ sopInstanceUid: sop_instance_uid, status })),
    };
  });
};
