/** Reads what was here before there was this reading, some studies at a time. */
import { findMeasurementWalk, putMeasurementWalk, studiesAfter } from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { READING, readStudyMeasurements } from './read-study.ts';

const AT_ONCE = 50;

/** True when there is more. */
export const walkMeasurements = async (
  context: Context,
  principal: Principal,
  settledBefore: Date,
): Promise<boolean> => {
  const { db, clock } = context;
  const { tenantId } = principal;
  const begun = await db.tenant(tenantId, async (trx) => {
    const walk = await findMeasurementWalk(trx);
    const isOurs = walk?.reading === READING;
    if (isOurs && walk.finished_at !== null) return undefined;
    const after = isOurs ? walk.after_study : null;
    return { after, studies: await studiesAfter(trx, after, AT_ONCE) };
  });
  if (begun === undefined) return false;
  for (const study of begun.studies) await readStudyMeasurements(context, principal, study, settledBefore);
  const isLast = begun.studies.length < AT_ONCE;
  const after = begun.studies.at(-1) ?? begun.after;
  await db.tenant(tenantId, (trx) =>
    putMeasurementWalk(trx, tenantId, { reading: READING, after, finishedAt: isLast ? clock() : null }),
  );
  return !isLast;
};
