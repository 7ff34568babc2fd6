/** Which study a link means: a study UID, or an accession number with its issuer (an accession number alone is not unique). */
import { isUid } from '@throughline/dicom';
import { studiesOfAccession } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { isWithin, type Principal, wholeReach } from '../access/index.ts';
import type { Context } from '../context.ts';

export type LaunchInput =
  | { readonly studyInstanceUid: string }
  | { readonly accessionNumber: string; readonly issuer: string };

export const launch = async (
  context: Context,
  principal: Principal,
  input: LaunchInput,
): Promise<{ studyInstanceUid: string }> => {
  const allowed = wholeReach(principal, ['s']);
  if ('studyInstanceUid' in input) {
    if (!isUid(input.studyInstanceUid)) fail('bad-request', 'The study UID is not a UID.');
    return { studyInstanceUid: input.studyInstanceUid };
  }
  const found = await context.db.tenant(principal.tenantId, (trx) =>
    studiesOfAccession(trx, input.accessionNumber, input.issuer),
  );
  const [study, another] = found.filter((each) => isWithin(allowed, each.patient_record_id));
  if (study === undefined) fail('not-found', 'No study has this accession number of this issuer.');
  if (another !== undefined) fail('conflict', 'Several studies have this accession number: open one by its study UID.');
  return { studyInstanceUid: study.study_instance_uid };
};
