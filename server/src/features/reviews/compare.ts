/** All that helps to answer whether two records are one person. */
import type { ComparedRecord, IdentityComparison } from '@throughline/contract';
import { displayName } from '@throughline/dicom';
import { listSources, type PatientRecordRow, toldIssuer } from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { findReview } from '../patients/index.ts';
import { witnessesOf } from './witnesses.ts';

export const compareForReview = async (
  context: Context,
  principal: Principal,
  id: string,
): Promise<IdentityComparison> => {
  const { review, one, other, match, open } = await findReview(context, principal, id);
  const sources = await context.db.tenant(principal.tenantId, listSources);
  const side = async (record: PatientRecordRow): Promise<ComparedRecord> => ({
    issuer: toldIssuer(record.issuer),
    id: record.patient_id,
    name: record.name === null ? null : displayName(record.name),
    birthDate: record.birth_date,
    sex: record.sex,
    siteName: sources.find((source) => source.issuer === record.issuer)?.site_name ?? null,
    studies: [...(await witnessesOf(context, principal, record))],
  });
  const { score, rules, evidence } = match;
  return {
    id: review.id,
    score,
    rules: [...rules],
    raisedAt: review.raised_at.toISOString(),
    open,
    one: await side(one),
    other: await side(other),
    evidence: [...evidence],
  };
};
