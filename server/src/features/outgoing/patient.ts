/** Who a message is about, under the numbers that its receiver knows. */
import type { SegmentInput } from '@throughline/hl7';
import {
  companionsOf,
  findRecord,
  type Hl7DestinationRow,
  isIdentified,
  type PatientRecordRow,
  type Trx,
} from '../../db/index.ts';
import { demographicSegment } from '../messages/index.ts';
import type { OutgoingMapping } from './mapping.ts';

type Identifier = Pick<PatientRecordRow, 'issuer' | 'patient_id'>;

/**
 * The receiver's own number first, where the person has just one there, then the number that the event is of; undefined where the
 * receiver is to be told only of patients whom it knows, and has no number of this one, or several.
 */
const identifiersFor = async (
  trx: Trx,
  record: PatientRecordRow,
  { issuer }: Hl7DestinationRow,
  { onlyKnown }: OutgoingMapping,
): Promise<readonly Identifier[] | undefined> => {
  if (issuer === null) return [record];
  const companions = await companionsOf(trx, [record.id]);
  const theirs = companions.filter((one) => one.issuer === issuer && one.merged_into === null);
  const [only, ...more] = record.issuer === issuer && record.merged_into === null ? [record] : theirs;
  if (only === undefined || more.length > 0) return onlyKnown ? undefined : [record];
  return only.issuer === record.issuer && only.patient_id === record.patient_id ? [record] : [only, record];
};

/** PID; undefined: the receiver is not told of this patient. */
export const patientSegment = async (
  trx: Trx,
  patientRecordId: string,
  to: Hl7DestinationRow,
  mapping: OutgoingMapping,
): Promise<SegmentInput | undefined> => {
  const record = await findRecord(trx, patientRecordId);
  const identifiers = record && (await identifiersFor(trx, record, to, mapping))?.filter(isIdentified);
  if (record === undefined || identifiers === undefined || identifiers.length === 0) return undefined;
  const [name, set, ...rest] = demographicSegment(record, identifiers, mapping);
  return [name, set ?? '1', ...rest];
};
