/** A person says what an exam of a site is: a new version, in force at once for all studies and orders of that exam. */
import type { CodeMapEntry, ExamCorrectionRequest, SiteExam } from '@throughline/contract';
import type { Correction } from '@throughline/terminology';
import {
  addVersion,
  appendOutbox,
  type CodeMapEntryRow,
  findEntry,
  lockCodeMap,
  makeEntry,
  remarkMapped,
  type Trx,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { examKeyOf } from '../concepts/index.ts';
import type { Context } from '../context.ts';
import { checkCorrection, saysTheSame } from './correction.ts';
import { toEntry } from './entry.ts';

export interface NewVersion {
  readonly correction: Correction | null;
  readonly reason: string;
  readonly undoes: number | null;
}

/** Adds a version to an entry, tells the queue, and leaves a trace that holds no exam name: a name is free text of a site. */
export const addVersionIn = async (
  trx: Trx,
  principal: Principal,
  entry: CodeMapEntryRow,
  { correction, reason, undoes }: NewVersion,
  at: Date,
): Promise<CodeMapEntry> => {
  const version = entry.version + 1;
  const made = { reason, made_by: principal.subject, made_at: at, undoes };
  await addVersion(trx, {
    ...made,
    tenant_id: principal.tenantId,
    entry_id: entry.id,
    version,
    correction: correction === null ? null : JSON.stringify(correction),
  });
  const { issuer, local_code: localCode, name_key: nameKey, modality } = entry;
  await remarkMapped(trx, { issuer, localCode, nameKey, modality });
  // What this makes relevant is fetched now, not at the next gathering.
  await appendOutbox(trx, principal.tenantId, 'exam.corrected', { issuer, localCode, nameKey, modality });
  await recordAudit(trx, principal, {
    event: 'applicationActivity',
    action: 'U',
    detail: { codeMapEntry: entry.id, version, undoes },
  });
  return toEntry({ ...entry, ...made, version, correction });
};

/** Undefined: the map says exactly this already. The caller holds the lock of the map. */
export const sayIn = async (
  trx: Trx,
  principal: Principal,
  said: {
    readonly exam: SiteExam;
    readonly correction: Correction;
    readonly reason: string;
    readonly version?: number | undefined;
  },
  at: Date,
): Promise<CodeMapEntry | undefined> => {
  const key = examKeyOf(said.exam);
  const known = await findEntry(trx, key);
  if (said.version !== undefined && said.version !== (known?.version ?? 0))
    fail('conflict', 'Somebody else has spoken of this exam meanwhile.');
  if (known !== undefined && saysTheSame(known.correction as Correction | null, said.correction)) return undefined;
  const entry = known ?? (await makeEntry(trx, principal.tenantId, key, said.exam.name));
  return addVersionIn(trx, principal, entry, { correction: said.correction, reason: said.reason, undoes: null }, at);
};

/** Fails with `conflict` when somebody spoke of this exam since the version that the person saw, or when nothing would change. */
export const sayMeaning = async (
  { db, clock }: Context,
  principal: Principal,
  { exam, correction, reason, version }: ExamCorrectionRequest,
): Promise<CodeMapEntry> => {
  authorise(principal, 'admin');
  const said = { exam, correction: checkCorrection(correction), reason, version };
  return db.tenant(principal.tenantId, async (trx) => {
    await lockCodeMap(trx, principal.tenantId);
    return (await sayIn(trx, principal, said, clock())) ?? fail('conflict', 'The code map says this already.');
  });
};
