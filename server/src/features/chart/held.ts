import { findStudyById, type Trx } from '../../db/index.ts';
import type { Reach } from '../access/index.ts';

/** The UID of a study by our own id. */
export const studyUidOfRow = async (trx: Trx, id: string): Promise<string | undefined> =>
  (await findStudyById(trx, id))?.study_instance_uid;

/** One series of a granted modality opens the study. */
export const holdsModality = (
  { modalities }: Reach,
  series: readonly { readonly modality: string | null }[],
): boolean => modalities === undefined || series.some(({ modality }) => modality !== null && modalities.has(modality));
