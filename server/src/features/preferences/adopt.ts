/** A person adopts a pack, takes it back, and sees what was ever adopted. */
import { type Pack, PackError, readPack } from '@throughline/relevance';
import { insertPack, listPacks as listRows, newId, type RelevancePackRow, withdrawPack } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { packsOf } from './packs-of.ts';

export interface Adoption {
  readonly pack: unknown;
  /** Whose ranking it changes; empty: everybody's. */
  readonly subject: string;
  /** Why, for those who ask later. */
  readonly reason: string;
}

const checked = (value: unknown): Pack => {
  try {
    return readPack(value);
  } catch (error) {
    if (error instanceof PackError) return fail('bad-request', error.message);
    throw error;
  }
};

/** Holds from the next ranking on. One of the same name for the same subject is withdrawn by it. */
export const adoptPack = async (
  { db, clock }: Context,
  principal: Principal,
  { pack, subject, reason }: Adoption,
): Promise<{ readonly id: string; readonly replaced: boolean }> => {
  authorise(principal, 'admin');
  const taken = checked(pack);
  if (reason.trim() === '') fail('bad-request', 'Say why the pack is adopted.');
  const at = clock();
  return db.tenant(principal.tenantId, async (trx) => {
    const id = newId();
    const replaced = await withdrawPack(trx, { subject, name: taken.name }, { by: principal.subject, at });
    await insertPack(trx, {
      tenant_id: principal.tenantId,
      id,
      subject,
      name: taken.name,
      pack: JSON.stringify(taken),
      reason: reason.trim(),
      adopted_by: principal.subject,
      adopted_at: at,
    });
    await recordAudit(trx, principal, { event: 'applicationActivity', action: 'U', detail: { relevancePack: id } });
    return { id, replaced };
  });
};

/** Fails with `not-found` when no pack of this name is in force for the subject. */
export const takeBackPack = async (
  { db, clock }: Context,
  principal: Principal,
  of: { readonly subject: string; readonly name: string },
): Promise<void> => {
  authorise(principal, 'admin');
  await db.tenant(principal.tenantId, async (trx) => {
    if (!(await withdrawPack(trx, of, { by: principal.subject, at: clock() }))) fail('not-found');
    await recordAudit(trx, principal, {
      event: 'applicationActivity',
      action: 'U',
      detail: { relevancePackWithdrawn: of.name },
    });
  });
};

/** Those by which priors are ranked for everybody, or for this user. */
export const packsInForce = async ({ db }: Context, principal: Principal, subject = ''): Promise<readonly Pack[]> => {
  authorise(principal, 'admin');
  return db.tenant(principal.tenantId, (trx) => packsOf(trx, subject));
};

const MOST = 500;

/** Those in force and those that were, the last adopted first. */
export const listPacks = async ({ db }: Context, principal: Principal): Promise<readonly RelevancePackRow[]> => {
  authorise(principal, 'admin');
  return db.tenant(principal.tenantId, (trx) => listRows(trx, MOST));
};
