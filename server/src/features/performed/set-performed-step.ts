/** A modality goes on with a step or ends it (PS3.4 F.7.2.2); one that is over is not changed any more. */
import { type Dataset, type DicomJson, fromJson, type Tag } from '@throughline/dicom';
import {
  announceInstances,
  lockPerformedStep,
  otherStepsOf,
  type PerformedStepRow,
  type Trx,
  updatePerformedStep,
  withdrawAnnounced,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { advanceSteps } from './advance-steps.ts';
import { instancesIn, requireAttributes, scheduledIn, scheduledStatusOf, settable, statusIn } from './attributes.ts';

/** What it names is expected; what it named and names no more is not, unless another step of the modality names it, too. */
const announce = async (trx: Trx, row: PerformedStepRow, dataset: Dataset, at: Date): Promise<void> => {
  const { studyInstanceUid } = scheduledIn(dataset);
  const namedIn = (attributes: unknown) => instancesIn(fromJson(attributes as DicomJson), studyInstanceUid);
  const witness = { kind: 'performed-step', aeTitle: row.ae_title, at } as const;
  const instances = instancesIn(dataset, studyInstanceUid);
  await announceInstances(trx, row.tenant_id, witness, instances);
  const named = new Set(instances.map((one) => one.sopInstanceUid));
  const dropped = namedIn(row.attributes).filter((one) => !named.has(one.sopInstanceUid));
  if (dropped.length === 0) return;
  const elsewhere = (await otherStepsOf(trx, row)).flatMap(namedIn);
  for (const one of elsewhere) named.add(one.sopInstanceUid);
  const gone = dropped.flatMap(({ sopInstanceUid }) => (named.has(sopInstanceUid) ? [] : [sopInstanceUid]));
  await withdrawAnnounced(trx, witness, studyInstanceUid, gone);
};

/** Gives the attributes that stay as they were said at the beginning, although they were to be set; all others are. */
export const setPerformedStep = async (
  { db, clock }: Context,
  principal: Principal,
  step: { readonly sopInstanceUid: string; readonly dataset: Dataset },
): Promise<readonly Tag[]> => {
  authorise(principal, 'store');
  const now = clock();
  return db.tenant(principal.tenantId, async (trx) => {
    const row = await lockPerformedStep(trx, step.sopInstanceUid);
    if (row === undefined) return fail('not-found');
    if (row.status !== 'IN PROGRESS') fail('step-is-over');
    const status = statusIn(step.dataset) ?? row.status;
    // Each attribute that is set takes the place of the one before, whole (PS3.7 10.1.3).
    const { changes, refused } = settable(row.attributes as DicomJson, step.dataset);
    const attributes = { ...(row.attributes as DicomJson), ...changes };
    const dataset = fromJson(attributes);
    if (status !== 'IN PROGRESS') requireAttributes(dataset, 'end');
    await updatePerformedStep(trx, row.id, { status, attributes, at: now });
    const { studyInstanceUid, steps } = scheduledIn(dataset);
    await announce(trx, row, dataset, now);
    if (status !== 'IN PROGRESS')
      await advanceSteps(trx, principal.tenantId, steps, { status: scheduledStatusOf(dataset, status), at: now });
    await recordAudit(trx, principal, { event: 'orderRecord', action: 'U', studyInstanceUid });
    return refused;
  });
};
