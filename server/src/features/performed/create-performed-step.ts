/** A modality begins a step (PS3.4 F.7.2.1): noted durably before it is answered. */
import { type Dataset, toJson } from '@throughline/dicom';
import { insertPerformedStep } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { advanceSteps } from './advance-steps.ts';
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
  const { studyInstanceUid, steps } = scheduledIn(dataset);
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
    await advanceSteps(trx, principal.tenantId, steps, { status: 'STARTED', at: clock() });
    await recordAudit(trx, principal, { event: 'orderRecord', action: 'C', studyInstanceUid });
  });
};
