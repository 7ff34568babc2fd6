/** An object that we gave to somebody under their own patient ID, and that they send back: ours, not another version of it. */
import { tags } from '@throughline/dicom';
import { findPatientRecord, membersOf, type StoredVersion, wasDeliveredUnderOrder } from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { orderTags } from '../retrieve/index.ts';
import { type CanonicalSource, canonicalDigest } from './canonical.ts';
import type { Arrival } from './group-committer.ts';

/** What is laid over an object on its way out (IRWF.b): by whom the patient is called what, and that this was changed. */
const whose = new Set([
  tags.PatientID,
  tags.IssuerOfPatientID,
  tags.IssuerOfPatientIDQualifiersSequence,
  tags.OtherPatientIDsSequence,
  tags.OriginalAttributesSequence,
]);

/** And of a study that went out under an order of its receiver: by which number and as which procedure. */
const underOrder = new Set([...whose, ...orderTags]);

const isSamePerson = (
  { db }: Context,
  principal: Principal,
  { attributes }: Arrival,
  version: StoredVersion,
  ordered: boolean,
): Promise<boolean> =>
  db.tenant(principal.tenantId, async (trx) => {
    const record = await findPatientRecord(trx, attributes.patient);
    if (record === undefined) return false;
    if (record.id === version.patient_record_id) return ordered;
    const members = await membersOf(trx, [record.id, version.patient_record_id]);
    return members.length === 2 && members[0]?.person_id === members[1]?.person_id;
  });

/**
 * It says the same as what we hold in all but whose it is, and whose it says it is, is the same person. Once the records are no
 * longer linked, it is another version, and a conflict.
 */
export const comesBack = async (
  context: Context,
  principal: Principal,
  arrival: Arrival,
  version: StoredVersion,
  sources: { readonly ours: CanonicalSource; readonly theirs: CanonicalSource },
): Promise<boolean> => {
  const { study_instance_uid: study } = arrival.attributes.study;
  const ordered = await context.db.tenant(principal.tenantId, (trx) => wasDeliveredUnderOrder(trx, study));
  if (!(await isSamePerson(context, principal, arrival, version, ordered))) return false;
  const laidOver = ordered ? underOrder : whose;
  const [ours, theirs] = await Promise.all([
    canonicalDigest(sources.ours, laidOver),
    canonicalDigest(sources.theirs, laidOver),
  ]);
  return ours !== undefined && theirs !== undefined && ours.equals(theirs);
};
