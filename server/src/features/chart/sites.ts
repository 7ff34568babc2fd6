import { listSites as listRows } from '../../db/index.ts';
import { type Principal, type ReadableType, reach } from '../access/index.ts';
import type { Context } from '../context.ts';

/** The sites, as organisations or as places; they hold nothing of a patient. */
export const listSites = (
  { db }: Context,
  principal: Principal,
  as: Extract<ReadableType, 'Organization' | 'Location'>,
  letter: 'r' | 's',
) => {
  reach(principal, as, letter);
  return db.tenant(principal.tenantId, listRows);
};
