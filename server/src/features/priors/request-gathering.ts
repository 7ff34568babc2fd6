/** Asks for the priors of a study to be gathered: by an order, a launch, or somebody who asks. */
import { appendOutbox, findStudy } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { isWithin, type Principal, wholeReach } from '../access/index.ts';
import type { Context } from '../context.ts';
import { sendHint } from './announce.ts';

export interface GatheringRequest {
  readonly studyInstanceUid: string;
  readonly trigger: 'launch' | 'person';
}

/** Returns as soon as the wish is durable; the work is done behind the scenes, and joins a gathering that is under way. */
export const requestGathering = async (
  context: Context,
  principal: Principal,
  request: GatheringRequest,
): Promise<void> => {
  const allowed = wholeReach(principal, ['r']);
  await context.db.tenant(principal.tenantId, async (trx) => {
    const study = await findStudy(trx, request.studyInstanceUid);
    if (study === undefined || !isWithin(allowed, study.patient_record_id)) fail('not-found');
    await appendOutbox(trx, principal.tenantId, 'gathering.requested', {
      studyInstanceUid: request.studyInstanceUid,
      trigger: request.trigger,
    });
  });
  await sendHint(context, { outbox: true });
};
