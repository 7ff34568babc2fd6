/** A study as somebody who writes names it. */
import { findStudy, findStudyById, type Trx } from '../../db/index.ts';
import { fail } from '../../errors.ts';

/** By our id or by its UID; undefined: none is named. */
export type StudyNamed = { readonly id: string } | { readonly uid: string } | undefined;

/** A study that is not here may be named by its UID; by an id, it fails with `bad-request`. */
export const studyUidOf = async (trx: Trx, study: StudyNamed): Promise<string | undefined> => {
  if (study === undefined) return undefined;
  const row = 'id' in study ? await findStudyById(trx, study.id) : await findStudy(trx, study.uid);
  if (row !== undefined) return row.study_instance_uid;
  return 'uid' in study ? study.uid : fail('bad-request', 'The ImagingStudy is not known here.');
};
