/** The user that an application entity must, or may, prove: what of it stays when the entity is changed (PS3.7 D.3.3.7). */
import type { ApplicationEntity, UserIdentityRule } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { hashPasscode } from '../access/index.ts';

export interface UserIdentityInput {
  readonly rule: UserIdentityRule;
  /** left out: as it is */
  readonly name?: string;
  /** left out: as it is; null: the user is taken away */
  readonly passcode?: string | null;
}

type User = Pick<ApplicationEntity, 'user_identity' | 'user_name' | 'passcode_hash'>;

/** Undefined: nothing is said, so all stays as it is. Null: nothing need be proved, and nobody is known. */
export type SaidOfUser = UserIdentityInput | null | undefined;

const shortestPasscode = 12;

/** Derived before the transaction: it takes its time. */
export const hashOf = async (said: SaidOfUser): Promise<string | undefined> => {
  const passcode = said?.passcode;
  if (passcode === undefined || passcode === null) return undefined;
  if (passcode.length < shortestPasscode)
    fail('bad-request', `A passcode has at least ${shortestPasscode} characters.`);
  return hashPasscode(passcode);
};

const nobody: User = { user_identity: 'none', user_name: null, passcode_hash: null };

/** A passcode is told to nobody, so whoever changes something else could not say it again: it stays. */
export const userAfter = (known: User = nobody, said: SaidOfUser, newHash: string | undefined): User => {
  const { user_identity, user_name, passcode_hash } = known;
  if (said === undefined) return { user_identity, user_name, passcode_hash };
  if (said === null) return nobody;
  const goes = said.passcode === null;
  const name = said.name ?? (goes ? null : user_name);
  const hash = goes ? null : (newHash ?? passcode_hash);
  if (said.rule === 'passcode' && hash === null) fail('bad-request', 'Give the name and the passcode to prove.');
  if ((name === null) !== (hash === null)) fail('bad-request', 'A user has both a name and a passcode.');
  return { user_identity: said.rule, user_name: name, passcode_hash: hash };
};
