/** Groups of patients: for who reads for all of them, and never within a patient context. */
import { findGroup, listGroups, membersOfGroups, type PatientGroupRow, type Trx } from '../../db/index.ts';
import { isWithin, type Principal, type Reach, reach } from '../access/index.ts';
import { auditAlone } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { isId } from './conditions.ts';

export interface ChartGroup extends PatientGroupRow {
  /** Who may be told of. */
  readonly members: readonly string[];
}

const mostGroups = 1000;

const withMembers = async (trx: Trx, allowed: Reach, rows: readonly PatientGroupRow[]): Promise<ChartGroup[]> => {
  const ids = rows.map(({ id }) => id);
  const members = Map.groupBy(await membersOfGroups(trx, ids), ({ group_id }) => group_id);
  return rows.map((row) => ({
    ...row,
    members: (members.get(row.id) ?? [])
      .map(({ patient_record_id }) => patient_record_id)
      .filter((id) => isWithin(allowed, id)),
  }));
};

/** By id. */
export const findGroups = async (context: Context, principal: Principal): Promise<readonly ChartGroup[]> => {
  const allowed = reach(principal, 'Group', 's');
  if (allowed.records !== undefined) return [];
  const found = await context.db.tenant(principal.tenantId, async (trx) =>
    withMembers(trx, allowed, await listGroups(trx, mostGroups)),
  );
  await auditAlone(context, principal, { event: 'query', action: 'E', detail: { groups: found.length } });
  return found;
};

export const readGroup = async (
  context: Context,
  principal: Principal,
  id: string,
): Promise<ChartGroup | undefined> => {
  const allowed = reach(principal, 'Group', 'r');
  if (allowed.records !== undefined || !isId(id)) return undefined;
  const [found] = await context.db.tenant(principal.tenantId, async (trx) => {
    const row = await findGroup(trx, id);
    return row === undefined ? [] : withMembers(trx, allowed, [row]);
  });
  if (found !== undefined) await auditAlone(context, principal, { event: 'query', action: 'R', detail: { group: id } });
  return found;
};
