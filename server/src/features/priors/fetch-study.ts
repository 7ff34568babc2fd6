/** A study that somebody opens by its UID and that is not here: it is fetched now, before everything that nobody waits for. */
import { findStudy, queueTransfer, recordOfHolding, type Trx } from '../../db/index.ts';
import { isWithin, type Principal, wholeReach } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { sendHint } from './announce.ts';
import { pulledRequest } from './pull-prior.ts';
import { chooseCopy } from './queue-transfers.ts';
import { readPerson } from './state-person.ts';

/** `here`: there is nothing to wait for, also where it is nowhere; `silent`: no hospital that has it answers now. */
type Fetching = 'here' | 'coming' | 'silent';

const queue = async (context: Context, principal: Principal, trx: Trx, uid: string, recordId: string) => {
  const now = context.clock();
  const picture = await readPerson(trx, principal, recordId, now);
  const study = picture.studies.find(({ studyInstanceUid }) => studyInstanceUid === uid);
  if (study === undefined) return 'here';
  const choice = chooseCopy(picture, study, now);
  if (choice === 'none') return 'silent';
  if (choice === 'wait') return 'coming';
  const { sourceId } = choice.copy;
  const isNew = study.transfers.every(({ source_id }) => source_id !== sourceId);
  await queueTransfer(trx, principal.tenantId, pulledRequest(picture.personId, study, choice.copy), now);
  if (isNew)
    await recordAudit(trx, principal, {
      event: 'patientRecord',
      action: 'E',
      patientRecordId: recordId,
      studyInstanceUid: uid,
      detail: { fetched: sourceId },
    });
  return 'coming';
};

/** Asked again, it says how it stands; what is under way is left alone. */
export const fetchStudy = async (context: Context, principal: Principal, uid: string): Promise<Fetching> => {
  const allowed = wholeReach(principal, ['r']);
  const found = await context.db.tenant(principal.tenantId, async (trx): Promise<Fetching> => {
    if ((await findStudy(trx, uid)) !== undefined) return 'here';
    const recordId = await recordOfHolding(trx, uid);
    // Nothing is said of what may not be known: the page says that there is no such study.
    if (recordId === undefined || !isWithin(allowed, recordId)) return 'here';
    return queue(context, principal, trx, uid, recordId);
  });
  if (found === 'coming') await sendHint(context, { outbox: true });
  return found;
};
