/** Whose records nobody but an administrator is told of, because the person forbids it; looked up anew for every request. */
import { type ConsentActor, type Database, type Denial, denials } from '../../db/index.ts';
import type { Context } from '../context.ts';
import type { Principal } from './principal.ts';

/** A refusal counts within this time in every process, and at once in the one that took it. */
const keptMs = 1_000;

interface Kept {
  readonly denials: readonly Denial[];
  readonly until: number;
}

const known = new WeakMap<Database, Map<string, Kept>>();

const keptOf = (db: Database): Map<string, Kept> => {
  const there = known.get(db) ?? new Map<string, Kept>();
  known.set(db, there);
  return there;
};

/** What is known is looked up again: a consent was written. Called when it has been committed. */
export const forgetWithheld = (db: Database): void => keptOf(db).clear();

const denialsOf = async ({ db, clock }: Pick<Context, 'db' | 'clock'>, tenantId: string) => {
  const [now, kept] = [performance.now(), keptOf(db).get(tenantId)];
  if (kept !== undefined && kept.until > now) return kept.denials;
  const found = await db.tenant(tenantId, (trx) => denials(trx, clock()));
  keptOf(db).set(tenantId, { denials: found, until: now + keptMs });
  return found;
};

const isOne = ({ subject, fhirUser }: Principal, actors: readonly ConsentActor[]): boolean =>
  actors.some(({ by, name }) => name === (by === 'subject' ? subject : fhirUser));

/** An exception says the opposite of the decision; whoever a decision is not about is as if there were none. */
const isDenied = (principal: Principal, { decision, narrowing: { only, except } }: Denial): boolean => {
  if (except !== undefined && isOne(principal, except)) return decision === 'permit';
  return decision === 'deny' && (only === undefined || isOne(principal, only));
};

/** The same principal, with what is withheld from it now. Administrators see that there is something, and set it right. */
export const withConsents = async (
  context: Pick<Context, 'db' | 'clock'>,
  principal: Principal,
): Promise<Principal> => {
  const { withheld: _before, ...plain } = principal;
  // A patient context, or scopes, are never an administrator's.
  if (plain.rights.has('admin') && plain.records === undefined && plain.grants === undefined) return plain;
  const all = await denialsOf(context, plain.tenantId);
  const withheld = new Set(all.filter((denial) => isDenied(plain, denial)).flatMap(({ records }) => records));
  if (withheld.size === 0) return plain;
  return {
    ...plain,
    withheld,
    ...(plain.records && { records: new Set(plain.records).difference(withheld) }),
  };
};
