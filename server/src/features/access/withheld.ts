/** Whose records nobody but an administrator is told of, because the person forbids it; looked up anew for every request. */
import { type ConsentActor, type Database, type Denial, denials, type Emergency, emergencies } from '../../db/index.ts';
import type { Context } from '../context.ts';
import type { Principal } from './principal.ts';

/** A refusal counts within this time in every process, and at once in the one that took it. */
const keptMs = 1_000;

interface Kept {
  readonly denials: readonly Denial[];
  readonly emergencies: readonly Emergency[];
  readonly until: number;
}

const known = new WeakMap<Database, Map<string, Kept>>();

const keptOf = (db: Database): Map<string, Kept> => {
  const there = known.get(db) ?? new Map<string, Kept>();
  known.set(db, there);
  return there;
};

/** What is known is looked up again: a consent or an emergency was written. Called when it has been committed. */
export const forgetWithheld = (db: Database): void => keptOf(db).clear();

const knownOf = async ({ db, clock }: Pick<Context, 'db' | 'clock'>, tenantId: string): Promise<Kept> => {
  const [now, kept] = [performance.now(), keptOf(db).get(tenantId)];
  if (kept !== undefined && kept.until > now) return kept;
  const found = await db.tenant(tenantId, async (trx) => {
    const at = clock();
    return { denials: await denials(trx, at), emergencies: await emergencies(trx, at) };
  });
  const fresh = { ...found, until: now + keptMs };
  keptOf(db).set(tenantId, fresh);
  return fresh;
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
  const { withheld: _before, emergency: _held, ...plain } = principal;
  // A patient context, or scopes, are never an administrator's.
  if (plain.rights.has('admin') && plain.records === undefined && plain.grants === undefined) return plain;
  const { denials: all, emergencies: held } = await knownOf(context, plain.tenantId);
  const denied = new Set(all.filter((denial) => isDenied(plain, denial)).flatMap(({ records }) => records));
  if (denied.size === 0) return plain;
  const own = held.filter(({ subject }) => subject === plain.subject).flatMap(({ records }) => records);
  const emergency = denied.intersection(new Set(own));
  const withheld = denied.difference(emergency);
  return {
    ...plain,
    ...(withheld.size > 0 && { withheld }),
    ...(emergency.size > 0 && { emergency }),
    ...(plain.records && { records: new Set(plain.records).difference(withheld) }),
  };
};
