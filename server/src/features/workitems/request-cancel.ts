/** Asks that a workitem be canceled by one who does not perform it (PS3.18 11.8, PS3.4 CC.2.2). */
import { type DicomJson, tags, tagToHex } from '@throughline/dicom';
import type { Trx, WorkitemRow } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { announce, cancelRequested, hint, reportsOfChange } from './reports.ts';
import { itemsOf } from './requirements.ts';
import { auditWorkitem, checkDataset, holdWorkitem, keepChange, momentOf, outcomeOf } from './workitem.ts';

export interface CancelRequest {
  readonly sopInstanceUid: string;
  /** reason and contact, as PS3.4 Table CC.2.2-1 lists them; any of them, or none */
  readonly attributes: DicomJson;
}

const progressTag = tagToHex(tags.ProcedureStepProgressInformationSequence);
const reasons = [tags.ReasonForCancellation, tags.ProcedureStepDiscontinuationReasonCodeSequence].map(tagToHex);

/** Nobody performs it yet: the hub cancels it, and says when and why, so that the final state requirements are met. */
const canceledAttributes = (before: DicomJson, request: DicomJson, at: Date): DicomJson => {
  const [progress = {}] = itemsOf(before, tags.ProcedureStepProgressInformationSequence);
  const given = Object.fromEntries(reasons.flatMap((key) => (request[key] ? [[key, request[key]]] : [])));
  const time = { [tagToHex(tags.ProcedureStepCancellationDateTime)]: { vr: 'DT', Value: [momentOf(at)] } };
  return { ...before, [progressTag]: { vr: 'SQ', Value: [{ ...progress, ...given, ...time }] } };
};

const cancelNow = async (trx: Trx, row: WorkitemRow, request: DicomJson, at: Date): Promise<readonly string[]> => {
  const before = row.attributes as DicomJson;
  const claimed = { state: 'IN PROGRESS' as const, transactionUid: row.transaction_uid, attributes: before, at };
  const inProgress = await keepChange(trx, row, claimed);
  const attributes = canceledAttributes(before, request, at);
  const canceled = await keepChange(trx, row, { ...claimed, state: 'CANCELED', attributes });
  const between = inProgress.attributes as DicomJson;
  const after = canceled.attributes as DicomJson;
  // First IN PROGRESS and then CANCELED (PS3.4 CC.2.2.3).
  return announce(trx, row, [...reportsOfChange(before, between), ...reportsOfChange(between, after)], at);
};

/** 'B304' when it was canceled already. */
export const requestCancellation = async (
  context: Context,
  principal: Principal,
  input: CancelRequest,
): Promise<'B304' | undefined> => {
  authorise(principal, 'store');
  const request = checkDataset(input.attributes);
  const at = context.clock();
  const work = async (trx: Trx): Promise<{ warning?: 'B304'; aeTitles: readonly string[] }> => {
    const row = await holdWorkitem(trx, input.sopInstanceUid);
    const outcome = outcomeOf('request cancel', row.state);
    if ('warn' in outcome) return { warning: 'B304', aeTitles: [] };
    await auditWorkitem(trx, principal, 'U', row, { cancelRequested: true });
    if ('to' in outcome) return { aeTitles: await cancelNow(trx, row, request, at) };
    const aeTitles = await announce(trx, row, [cancelRequested(principal.subject.slice(0, 16), request)], at);
    // There is no way that its performer hears of it (PS3.4 CC.2.2.3).
    return aeTitles.length === 0 ? fail('workitem-performer-unreachable') : { aeTitles };
  };
  const { warning, aeTitles } = await context.db.tenant(principal.tenantId, work);
  await hint(context, principal.tenantId, aeTitles);
  return warning;
};
