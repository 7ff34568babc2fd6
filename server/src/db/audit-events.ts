/** Audit rows: inserted, never changed. */

import { newId } from '../ids.ts';
import type { Trx } from './database.ts';
import type { NewRow } from './tables.ts';

export const insertAuditEvents = async (
  trx: Trx,
  rows: readonly Omit<NewRow<'audit_events'>, 'id'>[],
): Promise<void> => {
  if (rows.length === 0) return;
  await trx
    .insertInto('audit_events')
    .values(rows.map((row) => ({ id: newId(), ...row })))
    .execute();
};
