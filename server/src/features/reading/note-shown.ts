/** For the measures: which priors a reader is shown with a study, written down when that changes. */
import { type NewOpening, noteShownPriors, type ShownPrior, type Trx } from '../../db/index.ts';
import type { Principal } from '../access/index.ts';

/** A page asks again and again; what it was told is known for so many of them, and written again for the others. */
const MOST_KNOWN = 2_000;
const known = new Map<string, string>();

/** After the opening itself, in the same transaction. */
export const noteShown = async (
  trx: Trx,
  { session = '' }: Principal,
  opening: NewOpening,
  priors: readonly ShownPrior[],
): Promise<void> => {
  const { tenant_id, day, study_instance_uid, subject } = opening;
  const key = [tenant_id, day, study_instance_uid, subject, session].join(' ');
  const told = priors.map(({ studyInstanceUid }) => studyInstanceUid).join(' ');
  if (known.get(key) === told) return;
  await noteShownPriors(trx, opening, priors);
  known.delete(key);
  known.set(key, told);
  if (known.size > MOST_KNOWN) for (const oldest of known.keys().take(1)) known.delete(oldest);
};
