/** Claims, completes and cancels a workitem (PS3.18 11.7, PS3.4 CC.2.1). */
import { type DicomJson, isUid, tagToHex } from '@throughline/dicom';
import type { Trx, WorkitemRow, WorkitemState } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { announce, hint, reportsOfChange } from './reports.ts';
import { lacksAtEnd } from './requirements.ts';
import { eventOf, type WorkitemEvent } from './states.ts';
import { auditWorkitem, checkUid, holdWorkitem, keepChange, outcomeOf } from './workitem.ts';

export interface StateChange {
  readonly sopInstanceUid: string;
  readonly state: string;
  readonly transactionUid?: string;
}

/** What was so already (status B304, B306); undefined when it was changed. */
export type StateWarning = 'B304' | 'B306' | undefined;

/** A workitem that nobody has claimed takes any Transaction UID; one that was takes the one that it was claimed with. */
const isCorrect = (row: WorkitemRow, transactionUid: string | undefined): boolean =>
  transactionUid !== undefined &&
  isUid(transactionUid) &&
  (row.transaction_uid === null || row.transaction_uid === transactionUid);

const eventFor = (row: WorkitemRow, { state, transactionUid }: StateChange): WorkitemEvent =>
  eventOf(state, isCorrect(row, transactionUid)) ??
  fail('invalid-attribute', 'The state is IN PROGRESS, COMPLETED or CANCELED.');

const checkFinal = (row: WorkitemRow, state: WorkitemState): void => {
  if (state !== 'COMPLETED' && state !== 'CANCELED') return;
  const lacking = lacksAtEnd(row.attributes as DicomJson, state);
  if (lacking !== undefined) fail('workitem-not-final', `(${tagToHex(lacking)}) is lacking.`);
};

interface Changed {
  readonly warning: StateWarning;
  readonly aeTitles: readonly string[];
}

export const changeWorkitemState = async (
  context: Context,
  principal: Principal,
  input: StateChange,
): Promise<StateWarning> => {
  authorise(principal, 'store');
  checkUid(input.sopInstanceUid);
  const at = context.clock();
  const work = async (trx: Trx): Promise<Changed> => {
    const row = await holdWorkitem(trx, input.sopInstanceUid);
    const outcome = outcomeOf(eventFor(row, input), row.state);
    if ('warn' in outcome) return { warning: outcome.warn, aeTitles: [] };
    if (!('to' in outcome)) return fail('processing-failure');
    if (outcome.final) checkFinal(row, outcome.to);
    const before = row.attributes as DicomJson;
    const transactionUid = row.transaction_uid ?? input.transactionUid ?? null;
    const changed = await keepChange(trx, row, { state: outcome.to, transactionUid, attributes: before, at });
    await auditWorkitem(trx, principal, 'U', changed, { state: outcome.to });
    const reports = reportsOfChange(before, changed.attributes as DicomJson);
    return { warning: undefined, aeTitles: await announce(trx, row, reports, at) };
  };
  const { warning, aeTitles } = await context.db.tenant(principal.tenantId, work);
  await hint(context, principal.tenantId, aeTitles);
  return warning;
};
