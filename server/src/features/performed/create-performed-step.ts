/** A modality begins a step (PS3.4 F.7.2.1): noted durably before it is answered. */
import { type Dataset, toJson } from '@throughline/dicom';
import { advanceScheduledStep, appendOutbox, insertPerformedStep } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { requireAttributes, scheduledIn, statusIn } from './attributes.ts';

export const createPerformedStep = async (
  { db, clock }: Context,
  principal: Principal,
  step: { readonly sopInstanceUid: string; readonly aeTitle: string; readonly dataset: Dataset },
): Promise<void> => {
  authorise(principal, 'store');
  const { dataset, sopInstanceUid, aeTitle } = step;
  requireAttributes(dataset, 'create');
  if (statusIn(dataset) !== 'IN PROGRESS') fail('invalid-attribute');
  const scheduled = scheduledIn(dataset);
  const { studyInstanceUid } = scheduled;
  await db.tenant(principal.tenantId, async (trx) => {
    const inserted = await insertPerformedStep(trx, {
      tenant_id: principal.tenantId,
      sop_instance_uid: sopInstanceUid,
      ae_title: aeTitle,
      status: 'IN PROGRESS',
      study_instance_uid: studyInstanceUid,
      attributes: JSON.stringify(toJson(dataset)),
    });
    if (!inserted) fail('duplicate-instance');
    await advanceScheduledStep(trx, scheduled, 'STARTED', clock());
    const news = { ...scheduled, status: 'STARTED' };
    await appendOutbox(trx, principal.tenantId, 'order.status', news);
    await recordAudit(trx, principal, { event: 'orderRecord', action: 'C', studyInstanceUid });
  });
};
