import { servedInstances } from '../../db/index.ts';
import type { Context } from '../context.ts';

/** Asks what every retrieval asks, for a study that nobody has: the first client of the day finds a connection that knows its tables. */
export const warm = async ({ db }: Context, tenantId: string): Promise<void> => {
  await db.read(tenantId, (trx) => servedInstances(trx, { studyInstanceUid: '' }));
};
