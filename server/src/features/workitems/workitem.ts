/** What all that is done to a workitem shares: its UID, its state, its row. */
import { DicomError, type DicomJson, fromJson, isUid, tags, tagToHex, uids } from '@throughline/dicom';
import {
  findWorkitem,
  lockWorkitem,
  putWorkitemKeys,
  type Trx,
  updateWorkitem,
  type WorkitemChange,
  type WorkitemRow,
} from '../../db/index.ts';
import { Failure, fail } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { keysOf } from './keys.ts';
import { stateTable, type WorkitemEvent, type WorkitemPlace } from './states.ts';

const mostAttributes = 20_000;

const countAttributes = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, inner) => sum + countAttributes(inner), 1)
    : 1;

const hasReference = (dataset: DicomJson): boolean =>
  Object.values(dataset).some(
    ({ vr, Value, BulkDataURI }) =>
      BulkDataURI !== undefined ||
      (vr === 'SQ' && (Value ?? []).some((item) => hasReference((item ?? {}) as DicomJson))),
  );

/** Refuses what is no data set of DICOM, is larger than a workitem is, or leaves values elsewhere. */
export const checkDataset = (dataset: DicomJson): DicomJson => {
  if (countAttributes(dataset) > mostAttributes) fail('payload-too-large');
  try {
    fromJson(dataset);
  } catch (error) {
    if (error instanceof DicomError) throw new Failure('invalid-attribute', error.message, error);
    throw error;
  }
  return hasReference(dataset) ? fail('invalid-attribute', 'A workitem holds its values itself.') : dataset;
};

/** The two UIDs that stand for the worklist are no workitems. */
const wellKnown: ReadonlySet<string> = new Set([
  uids.UPSGlobalSubscriptionInstance,
  uids.UPSFilteredGlobalSubscriptionInstance,
]);

export const isWorklist = (uid: string): boolean => wellKnown.has(uid);

export const checkUid = (uid: string): string =>
  isUid(uid) && !isWorklist(uid) ? uid : fail('bad-request', 'The UID of the workitem is none.');

const moment = (at: Date): string => `${at.toISOString().replaceAll(/[-:T]/g, '').slice(0, 18)}+0000`;

/** What the hub says of every workitem itself. */
export const withOurs = (
  attributes: DicomJson,
  { sopInstanceUid, state, at }: { readonly sopInstanceUid: string; readonly state: string; readonly at: Date },
): DicomJson => {
  const told: DicomJson = {
    ...attributes,
    [tagToHex(tags.SpecificCharacterSet)]: { vr: 'CS', Value: ['ISO_IR 192'] },
    [tagToHex(tags.SOPClassUID)]: { vr: 'UI', Value: [uids.UnifiedProcedureStepPush] },
    [tagToHex(tags.SOPInstanceUID)]: { vr: 'UI', Value: [sopInstanceUid] },
    [tagToHex(tags.ScheduledProcedureStepModificationDateTime)]: { vr: 'DT', Value: [moment(at)] },
    [tagToHex(tags.ProcedureStepState)]: { vr: 'CS', Value: [state] },
  };
  return Object.fromEntries(Object.entries(told).toSorted(([one], [other]) => (one < other ? -1 : 1)));
};

export const momentOf = moment;

/** Refuses with `workitem-unknown`, or `gone` where there was one. */
export const existing = (row: WorkitemRow | undefined): WorkitemRow => {
  if (row === undefined) return fail('workitem-unknown');
  return row.removed_at === null ? row : fail('gone');
};

export const readWorkitem = async (trx: Trx, uid: string): Promise<WorkitemRow> =>
  existing(await findWorkitem(trx, checkUid(uid)));

export const holdWorkitem = async (trx: Trx, uid: string): Promise<WorkitemRow> =>
  existing(await lockWorkitem(trx, checkUid(uid)));

/** What the state table says of an event; an outcome that refuses is thrown. */
export const outcomeOf = (event: WorkitemEvent, place: WorkitemPlace) => {
  const outcome = stateTable[event][place];
  return 'refuse' in outcome ? fail(outcome.refuse) : outcome;
};

/** Keeps a change together with what the workitem is found by. */
export const keepChange = async (trx: Trx, row: WorkitemRow, change: WorkitemChange): Promise<WorkitemRow> => {
  const { state, at } = change;
  const attributes = withOurs(change.attributes as DicomJson, { sopInstanceUid: row.sop_instance_uid, state, at });
  const changed = await updateWorkitem(trx, row.id, { ...change, attributes });
  await putWorkitemKeys(trx, row, keysOf(attributes));
  return changed;
};

export const auditWorkitem = (
  trx: Trx,
  principal: Principal,
  action: 'C' | 'R' | 'U',
  row: Pick<WorkitemRow, 'sop_instance_uid' | 'attributes'>,
  detail: Readonly<Record<string, string | number | boolean>> = {},
): Promise<void> => {
  const study = (row.attributes as DicomJson)['0020000D']?.Value?.[0];
  return recordAudit(trx, principal, {
    event: 'orderRecord',
    action,
    ...(typeof study === 'string' && { studyInstanceUid: study }),
    detail: { workitem: row.sop_instance_uid, ...detail },
  });
};
