/** What is complete of a person's imaging, without any current study. */
import type { CompletenessStatement } from '@throughline/contract';
import { findRecord, type Trx } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { isWithin, type Principal, wholeReach } from '../access/index.ts';
import { readLedger, stateCompleteness } from '../completeness/index.ts';
import type { Context } from '../context.ts';
import { type PersonPicture, readPicture } from '../history/index.ts';
import { evaluateRecord, knownPersonOf } from '../patients/index.ts';
import { labelOf } from './judge.ts';

/** The person that a record belongs to, with all that is known of it. */
export const readPerson = async (
  trx: Trx,
  principal: Principal,
  patientRecordId: string,
  now: Date,
): Promise<PersonPicture> => {
  if (!isWithin(wholeReach(principal), patientRecordId)) fail('not-found');
  const record = (await findRecord(trx, patientRecordId)) ?? fail('not-found');
  const known = await knownPersonOf(trx, record.id);
  return readPicture(trx, known ?? (await evaluateRecord(trx, principal, record.id, now)).personId);
};

/** Every study counts as one that should be here. */
export const stateOf = (picture: PersonPicture, now: Date): CompletenessStatement =>
  stateCompleteness(
    readLedger(picture, (study) => ({ role: 'flagged', label: labelOf(study) })),
    now,
  );

export const statePerson = async (
  { db, clock }: Context,
  principal: Principal,
  patientRecordId: string,
): Promise<CompletenessStatement> => {
  const now = clock();
  const picture = await db.tenant(principal.tenantId, (trx) => readPerson(trx, principal, patientRecordId, now));
  return stateOf(picture, now);
};
