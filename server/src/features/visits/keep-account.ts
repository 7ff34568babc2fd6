/** Account numbers of patients, in the transaction that keeps the message. */
import { type AccountNumber, putAccount, removeAccount, type Trx } from '../../db/index.ts';
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
  { account, prior }: SaidAccount,
  at: Date,
): Promise<void> => {
  authorise(principal, 'store');
  if (prior !== undefined) await removeAccount(trx, prior);
  await putAccount(trx, principal.tenantId, account, patientRecordId, at);
};
