/** Changes what a workitem says (PS3.18 11.6, PS3.4 CC.2.6). */
import type { DicomJson } from '@throughline/dicom';
import type { Trx, WorkitemRow } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { announce, hint, reportsOfChange } from './reports.ts';
import { changedAttributes } from './requirements.ts';
import { followNew } from './subscribe.ts';
import { auditWorkitem, checkDataset, holdWorkitem, keepChange } from './workitem.ts';

export interface WorkitemUpdate {
  readonly sopInstanceUid: string;
  readonly transactionUid?: string;
  readonly attributes: DicomJson;
}

/** While it is SCHEDULED anyone who may write sets it; IN PROGRESS only who holds its lock; then nobody (PS3.4 CC.2.6.3). */
const checkMayUpdate = (row: WorkitemRow, transactionUid: string | undefined): void => {
  if (row.state === 'COMPLETED' || row.state === 'CANCELED') fail('workitem-ended');
  if ((transactionUid ?? null) !== row.transaction_uid) fail('workitem-not-locked-by-you');
};

export const updateWorkitem = async (context: Context, principal: Principal, input: WorkitemUpdate): Promise<void> => {
  authorise(principal, 'store');
  const sent = checkDataset(input.attributes);
  const at = context.clock();
  const work = async (trx: Trx): Promise<readonly string[]> => {
    const row = await holdWorkitem(trx, input.sopInstanceUid);
    checkMayUpdate(row, input.transactionUid);
    const before = row.attributes as DicomJson;
    const attributes = changedAttributes(before, sent);
    const change = { state: row.state, transactionUid: row.transaction_uid, attributes, at };
    const changed = await keepChange(trx, row, change);
    await auditWorkitem(trx, principal, 'U', changed);
    // Told as who follows it from now on, too: the change may be what their filter asks for.
    const reports = reportsOfChange(before, changed.attributes as DicomJson);
    const told = await announce(trx, row, reports, at);
    return [...told, ...(await followNew(trx, changed, at))];
  };
  await hint(context, principal.tenantId, await context.db.tenant(principal.tenantId, work));
};
