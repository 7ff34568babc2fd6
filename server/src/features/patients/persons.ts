/** Who a record belongs to, and which records are the same person. */
import { type MemberRow, membersOf, recordsOfPersons, type Trx } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, isWithin, type Principal, wholeReach } from '../access/index.ts';
import type { Context } from '../context.ts';
import { evaluateRecord } from './evaluate.ts';

/**
 * The person that a patient record belongs to. A record that nobody has judged yet is judged now, so that the answer never
 * depends on how far the work behind the scenes has come.
 */
export const personOf = async (
  { db, clock }: Context,
  principal: Principal,
  patientRecordId: string,
): Promise<string> => {
  if (!isWithin(wholeReach(principal), patientRecordId)) fail('not-found');
  return db.tenant(principal.tenantId, async (trx) => {
    const [member] = await membersOf(trx, [patientRecordId]);
    if (member) return member.person_id;
    return (await evaluateRecord(trx, principal, patientRecordId, clock())).personId;
  });
};

/** The same inside a transaction; undefined while nobody has judged the record. */
export const knownPersonOf = async (trx: Trx, patientRecordId: string): Promise<string | undefined> => {
  const [member] = await membersOf(trx, [patientRecordId]);
  return member?.person_id;
};

/** The records of a person with how each came to be linked, oldest first. */
export const recordsOf = async (
  { db }: Context,
  principal: Principal,
  personId: string,
): Promise<readonly MemberRow[]> => {
  authorise(principal, 'read');
  return db.tenant(principal.tenantId, (trx) => recordsOfPersons(trx, [personId]));
};

const hasText = (value: unknown): value is { readonly text: string } =>
  typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string';

/** Why a record was linked, field by field, in words. */
export const evidenceTexts = ({ evidence }: Pick<MemberRow, 'evidence'>): readonly string[] => {
  const fields = typeof evidence === 'object' && evidence !== null && 'evidence' in evidence ? evidence.evidence : [];
  return Array.isArray(fields) ? fields.filter(hasText).map((field) => field.text) : [];
};
