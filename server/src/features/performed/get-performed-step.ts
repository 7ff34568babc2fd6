/** A performed step as it stands (PS3.4 F.8): the attributes asked for, or all. */
import { Dataset, type DicomJson, fromJson, type Tag, tags } from '@throughline/dicom';
import { findPerformedStep } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';

export const getPerformedStep = async (
  { db }: Context,
  principal: Principal,
  sopInstanceUid: string,
  wanted: readonly Tag[],
): Promise<Dataset> => {
  authorise(principal, 'store');
  return db.tenant(principal.tenantId, async (trx) => {
    const row = await findPerformedStep(trx, sopInstanceUid);
    if (row === undefined) return fail('not-found');
    const studyInstanceUid = row.study_instance_uid;
    await recordAudit(trx, principal, {
      event: 'orderRecord',
      action: 'R',
      ...(studyInstanceUid !== null && { studyInstanceUid }),
    });
    const all = fromJson(row.attributes as DicomJson);
    if (wanted.length === 0) return all;
    // Without its character set no text can be read (PS3.3 C.12.1.1.2).
    const given = new Set([...wanted, tags.SpecificCharacterSet]);
    const some = new Dataset();
    for (const element of all.elements()) if (given.has(element.tag)) some.put(element);
    return some;
  });
};
