import { commitAuditEvents, servedInstances } from '../../db/index.ts';
import { type Right, withConsents } from '../access/index.ts';
import type { Context } from '../context.ts';

/**
 * Asks what every retrieval asks, for a study that nobody has, and writes down that nothing was given: the first client of the day finds
 * connections that know their tables and statements.
 */
export const warm = async (context: Context, tenantId: string): Promise<void> => {
  const nobody = { tenantId, subject: 'warm', door: 'api', rights: new Set<Right>(['read']) } as const;
  await Promise.all([
    context.db.read(tenantId, (trx) => servedInstances(trx, { studyInstanceUid: '' })),
    commitAuditEvents(context.db, tenantId, []),
    withConsents(context, nobody),
  ]);
};
