/** Every version of an object as it was received, also of hidden ones: for administrators, who are written down. */
import { allVersions } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { disclose } from './disclose.ts';
import { openStored } from './instances.ts';

const versionsFor = async (context: Context, principal: Principal, sopInstanceUid: string) => {
  authorise(principal, 'admin');
  const found = await context.db.tenant(principal.tenantId, (trx) => allVersions(trx, sopInstanceUid));
  if (found.length === 0) fail('not-found');
  await disclose(context, principal, found, 'instancesAccessed');
  return found;
};

export const listVersions = async (context: Context, principal: Principal, sopInstanceUid: string) => {
  const found = await versionsFor(context, principal, sopInstanceUid);
  return found.map((one) => ({
    version: one.version,
    studyInstanceUid: one.study_instance_uid,
    seriesInstanceUid: one.series_instance_uid,
    transferSyntaxUid: one.transfer_syntax_uid,
    byteLength: one.byte_length,
    sha256: one.sha256.toString('hex'),
    receivedFrom: one.received_from,
    receivedAt: one.received_at.toISOString(),
    chosen: one.chosen,
    rejected: one.rejected,
    deleted: one.deletion_id !== null,
    damaged: one.damaged,
    corrected: one.overlay !== null,
    served: one.served,
  }));
};

export interface Original {
  readonly byteLength: number;
  readonly body: AsyncGenerator<Uint8Array>;
}

/** The bytes as they were received, whatever was corrected or rejected since. */
export const openOriginal = async (
  context: Context,
  principal: Principal,
  sopInstanceUid: string,
  version: number,
): Promise<Original> => {
  const found = await versionsFor(context, principal, sopInstanceUid);
  const one = found.find((candidate) => candidate.version === version) ?? fail('not-found');
  return { byteLength: one.byte_length, body: openStored(context, one) };
};
