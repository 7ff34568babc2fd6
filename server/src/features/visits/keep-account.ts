/** Account numbers of patients, in the transaction that keeps the message. */
import { type AccountNumber, addAccount, putAccount, removeAccount, type Trx } from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';

export interface SaidAccount {
  readonly account: AccountNumber;
  /** The number that it takes the place of. */
  readonly prior: AccountNumber | undefined;
}

export const keepAccountIn = async (
  trx: Trx,
  principal: Principal,
  patientRecordId: string,
  { account, prior, isOlder }: SaidAccount & { readonly isOlder: boolean },
  at: Date,
): Promise<void> => {
  authorise(principal, 'store');
  // An older story takes no number from whom it is known to be.
  if (isOlder) return addAccount(trx, principal.tenantId, account, patientRecordId, at);
  if (prior !== undefined) await removeAccount(trx, prior);
  await putAccount(trx, principal.tenantId, account, patientRecordId, at);
};
