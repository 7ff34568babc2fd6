/** A workitem as it stands (PS3.18 11.5, PS3.4 CC.2.7); the Transaction UID is never told. */
import type { DicomJson } from '@throughline/dicom';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { auditWorkitem, readWorkitem } from './workitem.ts';

export const retrieveWorkitem = async (
  context: Context,
  principal: Principal,
  sopInstanceUid: string,
): Promise<DicomJson> => {
  authorise(principal, 'read');
  return context.db.tenant(principal.tenantId, async (trx) => {
    const row = await readWorkitem(trx, sopInstanceUid);
    await auditWorkitem(trx, principal, 'R', row);
    return row.attributes as DicomJson;
  });
};
