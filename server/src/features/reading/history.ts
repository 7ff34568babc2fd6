/** What readers were shown of completeness: kept as it changes, and told again later ("what was shown on the day?"). */
import { createHash } from 'node:crypto';
import { type CompletenessStatement, completenessStatement, type StatementHistory } from '@throughline/contract';
import { findStudy, noteShown, shownUntil, type Trx } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { isWithin, type Principal, wholeReach } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';

/** Of what a reader would call a difference: not of times, nor of every object that comes. */
const digestOf = ({ verdict, reasons, sources, studies }: CompletenessStatement): string => {
  const told = [
    verdict,
    reasons.map(({ code, sourceId, studyInstanceUid }) => [code, sourceId, studyInstanceUid]),
    sources.map(({ sourceId, outcome, found }) => [sourceId, outcome, found]),
    studies.map(({ studyInstanceUid, state, expected }) => [studyInstanceUid, state, expected]),
  ];
  return createHash('sha256').update(JSON.stringify(told)).digest('hex');
};

export const keepShown = (
  trx: Trx,
  principal: Principal,
  studyInstanceUid: string,
  statement: CompletenessStatement,
  at: Date,
): Promise<void> =>
  noteShown(
    trx,
    {
      tenant_id: principal.tenantId,
      study_instance_uid: studyInstanceUid,
      shown_at: at,
      subject: principal.subject,
      digest: digestOf(statement),
      verdict: statement.verdict,
    },
    statement,
  );

const MOST = 200;

/** What was shown up to a time, the newest first: the first of them is what stood there then. */
export const statementHistory = async (
  { db, clock }: Context,
  principal: Principal,
  studyInstanceUid: string,
  until: Date = clock(),
): Promise<StatementHistory> => {
  const allowed = wholeReach(principal);
  return db.tenant(principal.tenantId, async (trx) => {
    const study = await findStudy(trx, studyInstanceUid);
    if (study === undefined || !isWithin(allowed, study.patient_record_id)) return fail('not-found');
    const rows = await shownUntil(trx, studyInstanceUid, until, MOST);
    await recordAudit(trx, principal, {
      event: 'patientRecord',
      action: 'R',
      patientRecordId: study.patient_record_id,
      studyInstanceUid,
      detail: { statements: rows.length },
    });
    return {
      studyInstanceUid,
      shown: rows.map(({ shown_at, subject, statement }) => ({
        from: shown_at.toISOString(),
        subject,
        statement: completenessStatement.parse(statement),
      })),
    };
  });
};
