/** A new workitem (PS3.18 11.4, PS3.4 CC.2.5): noted durably, and told to who follows the worklist, before it is answered. */
import { type DicomJson, newUid, tags } from '@throughline/dicom';
import { insertWorkitem, putWorkitemKeys, type Trx } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { keysOf } from './keys.ts';
import { announce, hint, reportsOfChange } from './reports.ts';
import { createdAttributes, textOf } from './requirements.ts';
import { followNew } from './subscribe.ts';
import { auditWorkitem, checkDataset, checkUid, withOurs } from './workitem.ts';

export interface NewWorkitem {
  /** from the address; the data set's own, or a new one, when it is absent */
  readonly sopInstanceUid?: string;
  readonly attributes: DicomJson;
}

export interface CreatedWorkitem {
  readonly sopInstanceUid: string;
  readonly modified: boolean;
}

const uidOf = ({ sopInstanceUid, attributes }: NewWorkitem): string => {
  const own = textOf(attributes, tags.SOPInstanceUID) ?? textOf(attributes, tags.AffectedSOPInstanceUID);
  if (sopInstanceUid !== undefined && own !== undefined && own !== sopInstanceUid)
    return fail('bad-request', 'The address and the data set name different workitems.');
  return checkUid(sopInstanceUid ?? own ?? newUid());
};

export const createWorkitem = async (
  context: Context,
  principal: Principal,
  input: NewWorkitem,
): Promise<CreatedWorkitem> => {
  authorise(principal, 'store');
  const { tenantId } = principal;
  const sopInstanceUid = uidOf(input);
  const { attributes: sent, modified } = createdAttributes(checkDataset(input.attributes));
  const at = context.clock();
  const attributes = withOurs(sent, { sopInstanceUid, state: 'SCHEDULED', at });
  const work = async (trx: Trx): Promise<readonly string[]> => {
    const row = await insertWorkitem(trx, { tenantId, sopInstanceUid, attributes, at });
    if (row === undefined) return fail('duplicate-instance');
    await putWorkitemKeys(trx, row, keysOf(attributes));
    await auditWorkitem(trx, principal, 'C', row);
    await followNew(trx, row);
    return announce(trx, row, reportsOfChange({}, attributes), at);
  };
  await hint(context, tenantId, await context.db.tenant(tenantId, work));
  return { sopInstanceUid, modified };
};
