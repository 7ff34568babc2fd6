/** What a message says of the account of its patient (PID-18), and of the account that it was before (MRG-3). */
import { type Cx, type Header, readFirst } from '@throughline/hl7';
import type { AccountNumber } from '../../../db/index.ts';
import type { Intent } from './intents.ts';
import { issuerOf } from './patient.ts';
import { bounded, type Reading } from './reading.ts';

/** Events by which one account takes the place of another (3.3.35, 3.3.41, 3.3.49). */
const replacing: ReadonlySet<string> = new Set(['A35', 'A41', 'A49']);
/** An account that was filed under the wrong patient, named in MRG alone where PID does not (3.3.44). */
const moving = 'A44';

const numberOf = (reading: Reading, cx: Cx | undefined): AccountNumber | undefined => {
  const number = bounded(cx?.id ?? '', 64);
  return cx === undefined || number === '' ? undefined : { issuer: issuerOf(reading, cx.authority), number };
};

/** Behind what the message means otherwise; nothing when it is not of one patient. */
export const interpretAccount = (
  reading: Reading,
  { messageCode, triggerEvent }: Header,
  said: readonly Intent[],
): Intent[] => {
  const [first] = said;
  if (first?.kind !== 'register' || reading.message.all('PID').length !== 1) return [];
  const told = numberOf(reading, readFirst(reading.message, 'PID')?.account);
  const before = messageCode === 'ADT' ? numberOf(reading, readFirst(reading.message, 'MRG')?.account) : undefined;
  const account = told ?? (triggerEvent === moving ? before : undefined);
  if (account === undefined) return [];
  const isOther = before?.number !== account.number || before.issuer !== account.issuer;
  const prior = replacing.has(triggerEvent) && isOther ? before : undefined;
  const patient = { issuer: first.patient.issuer, id: first.patient.id };
  return [{ kind: 'account', patient, account, prior }];
};
