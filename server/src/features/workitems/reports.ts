/** Event reports of workitems: PS3.4 Table CC.2.4-1. */
import { type DicomJson, type JsonElement, type Tag, tags, tagToHex, uids } from '@throughline/dicom';
import { appendReports, subscribersOf, type Trx, type WorkitemRow } from '../../db/index.ts';
import type { Context } from '../context.ts';
import { itemsOf } from './requirements.ts';

/** Event Type IDs. */
export const eventTypes = {
  stateReport: 1,
  cancelRequested: 2,
  progressReport: 3,
  statusChange: 4,
  assigned: 5,
} as const;

export interface WorkitemReport {
  readonly type: (typeof eventTypes)[keyof typeof eventTypes];
  readonly attributes: DicomJson;
}

/** Says which application has something waiting; on this channel of the database. */
export const CHANNEL = 'throughline_workitems';

const chosen = (dataset: DicomJson, all: readonly Tag[]): DicomJson =>
  Object.fromEntries(all.map(tagToHex).flatMap((key) => (dataset[key] ? [[key, dataset[key]]] : [])));

const reasons = [tags.ReasonForCancellation, tags.ProcedureStepDiscontinuationReasonCodeSequence] as const;
const contact = [tags.ContactURI, tags.ContactDisplayName] as const;

export const stateReport = (attributes: DicomJson): WorkitemReport => {
  const [progress = {}] = itemsOf(attributes, tags.ProcedureStepProgressInformationSequence);
  const told = chosen(attributes, [tags.InputReadinessState, tags.ProcedureStepState]);
  return { type: eventTypes.stateReport, attributes: { ...told, ...chosen(progress, reasons) } };
};

export const cancelRequested = (requestingAe: string, request: DicomJson): WorkitemReport => ({
  type: eventTypes.cancelRequested,
  attributes: {
    ...chosen(request, [...contact, ...reasons]),
    [tagToHex(tags.RequestingAE)]: { vr: 'AE', Value: [requestingAe] },
  },
});

const progressReport = (attributes: DicomJson): WorkitemReport => ({
  type: eventTypes.progressReport,
  attributes: chosen(attributes, [tags.ProcedureStepProgressInformationSequence]),
});

const assignment = [
  tags.ScheduledStationNameCodeSequence,
  tags.HumanPerformerCodeSequence,
  tags.HumanPerformerOrganization,
] as const;

const assignedReport = (attributes: DicomJson): WorkitemReport => {
  const [performer = {}] = itemsOf(attributes, tags.ScheduledHumanPerformersSequence);
  return {
    type: eventTypes.assigned,
    attributes: { ...chosen(performer, assignment), ...chosen(attributes, assignment) },
  };
};

const same = (one: JsonElement | undefined, other: JsonElement | undefined): boolean =>
  JSON.stringify(one?.Value ?? []) === JSON.stringify(other?.Value ?? []);

const differs = (before: DicomJson, after: DicomJson, ...all: readonly Tag[]): boolean =>
  all.map(tagToHex).some((key) => !same(before[key], after[key]));

/** What there is to tell of a change, in the words of PS3.4 CC.2.4.3. */
export const reportsOfChange = (before: DicomJson, after: DicomJson): readonly WorkitemReport[] => [
  ...(differs(before, after, tags.ProcedureStepState, tags.InputReadinessState) ? [stateReport(after)] : []),
  ...(differs(before, after, tags.ProcedureStepProgressInformationSequence) ? [progressReport(after)] : []),
  ...(differs(before, after, tags.ScheduledStationNameCodeSequence, tags.ScheduledHumanPerformersSequence)
    ? [assignedReport(after)]
    : []),
];

/** As it goes over the channel (PS3.18 11.13); the number of the message is put in when it goes. */
export const reportJson = (sopInstanceUid: string, { type, attributes }: WorkitemReport): DicomJson => ({
  [tagToHex(tags.AffectedSOPClassUID)]: { vr: 'UI', Value: [uids.UnifiedProcedureStepEvent] },
  [tagToHex(tags.AffectedSOPInstanceUID)]: { vr: 'UI', Value: [sopInstanceUid] },
  [tagToHex(tags.EventTypeID)]: { vr: 'US', Value: [type] },
  ...attributes,
});

type Told = Pick<WorkitemRow, 'tenant_id' | 'id' | 'sop_instance_uid'>;

/** Writes the reports for everybody who follows the workitem; gives back who that is, to be told after the commit. */
export const announce = async (
  trx: Trx,
  workitem: Told,
  reports: readonly WorkitemReport[],
  at: Date,
): Promise<readonly string[]> => {
  if (reports.length === 0) return [];
  const aeTitles = await subscribersOf(trx, workitem.id);
  const told = reports.map((report) => reportJson(workitem.sop_instance_uid, report));
  for (const aeTitle of aeTitles) await appendReports(trx, workitem.tenant_id, aeTitle, told, at);
  return aeTitles;
};

/** A hint to whoever holds their channels; the reports wait without it too. */
export const hint = async ({ db }: Context, tenantId: string, aeTitles: readonly string[]): Promise<void> => {
  for (const aeTitle of new Set(aeTitles)) await db.notify(CHANNEL, `${tenantId} ${aeTitle}`).catch(() => undefined);
};
