/** A group of patients, as another system keeps it: by it a bulk export is narrowed. */
import { findGroupByNumber, newId, putGroup, type Trx } from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { type SubjectNamed, subjectIn } from './subject.ts';
import { checkTaking, type Taken, type Taking } from './taking.ts';

interface WrittenGroup {
  /** A URI: whose number it is. */
  readonly system: string;
  readonly key: string;
  readonly name: string | undefined;
  readonly active: boolean;
  readonly members: readonly SubjectNamed[];
}

/** Fails with `forbidden` for who may not store, with `bad-request` for a member whom nobody told of, and as `checkTaking` does. */
export const takeGroupIn = async (
  trx: Trx,
  principal: Principal,
  group: WrittenGroup,
  taking: Taking,
  at: Date,
): Promise<Taken> => {
  authorise(principal, 'store');
  const { system, key, name, active, members } = group;
  const there = await findGroupByNumber(trx, system, key);
  checkTaking(taking, there && { id: there.id, version: String(there.updated_at.getTime()) });
  if (there !== undefined && taking.unlessThere) return { id: there.id, created: false };
  const records = new Set<string>();
  for (const member of members) records.add((await subjectIn(trx, member)).record.id);
  const row = { tenant_id: principal.tenantId, id: there?.id ?? newId(), system, number: key };
  const id = await putGroup(trx, { ...row, name: name ?? null, active, updated_at: at }, [...records]);
  await recordAudit(trx, principal, {
    event: 'applicationActivity',
    action: there === undefined ? 'C' : 'U',
    detail: { group: id, members: records.size },
  });
  return { id, created: there === undefined };
};
