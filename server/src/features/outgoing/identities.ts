/** Who is whom, told: the identifiers of a person (PIX update notification, ITI-10), a merge (A40), a patient (A08). */
import { createHash } from 'node:crypto';
import { type FieldInput, type SegmentInput, timestamp } from '@throughline/hl7';
import {
  type Hl7DestinationRow,
  isIdentified,
  noteToldIdentifiers,
  recordsOfPersons,
  type Trx,
  toldIdentifiers,
} from '../../db/index.ts';
import { identifierField } from '../messages/index.ts';
import type { OutgoingMapping } from './mapping.ts';

export const eventSegment = (event: string, at: Date): SegmentInput => ['EVN', event, timestamp(at)];

/** PV1-2 N: there is no visit (ITI TF-2 3.10.4.1.2.3). */
export const noVisit: SegmentInput = ['PV1', undefined, 'N'];

interface ToldSet {
  readonly recordId: string;
  readonly pid: SegmentInput;
}

const digestOf = (ids: readonly string[]): Buffer =>
  createHash('sha256')
    .update([...ids].sort().join())
    .digest();

/**
 * The identifiers of a person in the domains that the consumer wants, when they are not what it was told last; a record that it was
 * never told of counts as told alone. They are noted as told. Retired identifiers (merged) are no more told.
 */
export const changedIdentifiers = async (
  trx: Trx,
  to: Hl7DestinationRow,
  mapping: OutgoingMapping,
  personId: string,
): Promise<ToldSet | undefined> => {
  const all = await recordsOfPersons(trx, [personId]);
  const { domains } = mapping;
  const wanted = all.filter(
    (record) =>
      record.merged_into === null && isIdentified(record) && (domains.length === 0 || domains.includes(record.issuer)),
  );
  const ids = wanted.map((record) => record.id);
  const digest = digestOf(ids);
  const told = await toldIdentifiers(trx, to.name, ids);
  if (ids.every((id) => (told.get(id) ?? digestOf([id])).equals(digest))) return undefined;
  await noteToldIdentifiers(trx, to.tenant_id, to.name, ids, digest);
  // ITI TF-2 3.10.4.1.2.2: nothing but identifiers; PID-5 is a blank because it must be there.
  const pid: SegmentInput = ['PID', undefined, undefined, identifierField(wanted, mapping), undefined, ' '];
  return { recordId: [...ids].sort()[0] ?? '', pid };
};

/** MRG: the identifier that is no more used. */
export const mergeSegment = (
  absorbed: { readonly issuer: string; readonly patient_id: string },
  mapping: OutgoingMapping,
): SegmentInput => ['MRG', identifierField([absorbed], mapping) as FieldInput];
