/** Modality worklist (PS3.4 K): a scheduled step as a worklist item, with the attributes that were asked for. */
import {
  type AgreedMatching,
  Dataset,
  type MatchKey,
  matchKey,
  type Tag,
  tags,
  toCharacterSet,
  vrOf,
} from '@throughline/dicom';
import type { AssociationInfo, QueryRequest } from '@throughline/dimse';
import type { AdmittedCaller } from '../../features/application-entities/index.ts';
import type { Context } from '../../features/context.ts';
import { findScheduledSteps } from '../../features/orders/index.ts';
import { agreedMatching } from './extended-negotiation.ts';
import { asksForSome } from './identifier.ts';
import { asStatus } from './status.ts';

type Step = Awaited<ReturnType<typeof findScheduledSteps>>[number];
type Column = keyof Step;

const PAGE = 200;

/** PS3.4 Table K.6-1, the part of the scheduled step. */
const stepAttributes = new Map<Tag, Column>([
  [tags.Modality, 'modality'],
  [tags.ScheduledStationAETitle, 'station_ae_title'],
  [tags.ScheduledProcedureStepStartDate, 'start_date'],
  [tags.ScheduledProcedureStepStartTime, 'start_time'],
  [tags.ScheduledPerformingPhysicianName, 'performing_physician'],
  [tags.ScheduledProcedureStepDescription, 'step_description'],
  [tags.ScheduledProcedureStepID, 'scheduled_step_id'],
  [tags.ScheduledStationName, 'station_name'],
  [tags.ScheduledProcedureStepLocation, 'location'],
  [tags.ScheduledProcedureStepStatus, 'status'],
]);

/** The rest of it: requested procedure, imaging service request, patient. */
const attributes = new Map<Tag, Column>([
  [tags.AccessionNumber, 'accession_number'],
  [tags.ReferringPhysicianName, 'referring_physician'],
  [tags.RequestingPhysician, 'requesting_physician'],
  [tags.PatientName, 'patient_name'],
  [tags.PatientID, 'patient_id'],
  [tags.IssuerOfPatientID, 'patient_issuer'],
  [tags.PatientBirthDate, 'birth_date'],
  [tags.PatientSex, 'sex'],
  [tags.PatientWeight, 'weight_kg'],
  [tags.StudyInstanceUID, 'study_instance_uid'],
  [tags.RequestedProcedureID, 'requested_procedure_id'],
  [tags.RequestedProcedureDescription, 'requested_procedure_description'],
  [tags.ReasonForTheRequestedProcedure, 'reason_for_exam'],
]);

const noKeys: ReadonlySet<Tag> = new Set([tags.SpecificCharacterSet, tags.TimezoneOffsetFromUTC]);

const keysOf = (identifier: Dataset, agreed: AgreedMatching): MatchKey[] => {
  const keys: MatchKey[] = [];
  for (const { tag, kind } of identifier.elements())
    if (kind === 'value' && !noKeys.has(tag)) keys.push(matchKey(tag, vrOf(tag), identifier.strings(tag), agreed));
  return keys;
};

const put = (dataset: Dataset, tag: Tag, value: Step[Column] | undefined): void => {
  const empty = value === null || value === undefined || value instanceof Date;
  if (empty) dataset.set(tag, []);
  else dataset.set(tag, String(value));
};

const codeItems = (step: Step, parent: Dataset): Dataset[] =>
  step.procedure_code === null
    ? []
    : [
        new Dataset({ parent })
          .set(tags.CodeValue, step.procedure_code)
          .set(tags.CodingSchemeDesignator, step.procedure_code_scheme ?? '')
          .set(tags.CodeMeaning, step.procedure_code_meaning ?? ''),
      ];

const issuerItems = (step: Step, parent: Dataset): Dataset[] =>
  step.accession_issuer === null
    ? []
    : [new Dataset({ parent }).set(tags.LocalNamespaceEntityID, step.accession_issuer)];

/** Attributes of the step that were asked for; all of them where the sequence was asked for without an item. */
const stepItem = (step: Step, asked: Dataset | undefined, parent: Dataset): Dataset => {
  const item = new Dataset({ parent });
  if (asked === undefined) for (const [tag, column] of stepAttributes) put(item, tag, step[column]);
  else
    for (const { tag, vr } of asked.elements()) {
      const column = stepAttributes.get(tag);
      if (column !== undefined) put(item, tag, step[column]);
      else if (!noKeys.has(tag)) item.set(tag, [], vr);
    }
  return item;
};

/** What is asked for and kept has its value; what is asked for and not kept is there, empty. In the asker's character set. */
const toItem = (step: Step, identifier: Dataset): Dataset => {
  const item = new Dataset().set(tags.SpecificCharacterSet, 'ISO_IR 192');
  for (const { tag, vr, kind } of identifier.elements()) {
    const column = attributes.get(tag);
    if (noKeys.has(tag)) continue;
    if (tag === tags.ScheduledProcedureStepSequence) {
      const [asked] = identifier.items(tag);
      item.set(tag, [stepItem(step, asked, item)]);
    } else if (tag === tags.RequestedProcedureCodeSequence) item.set(tag, codeItems(step, item));
    else if (tag === tags.IssuerOfAccessionNumberSequence) item.set(tag, issuerItems(step, item));
    else if (kind === 'sequence') item.set(tag, []);
    else if (column !== undefined) put(item, tag, step[column]);
    else item.set(tag, [], vr);
  }
  toCharacterSet(item, identifier.charset);
  return item;
};

const codeAttributes = new Map<Tag, Column>([
  [tags.CodeValue, 'procedure_code'],
  [tags.CodingSchemeDesignator, 'procedure_code_scheme'],
]);

/** Sequences that are kept, and those of their attributes that are matched. */
const sequences: ReadonlyMap<Tag, ReadonlyMap<Tag, Column>> = new Map([
  [tags.ScheduledProcedureStepSequence, stepAttributes],
  [tags.RequestedProcedureCodeSequence, codeAttributes],
  [tags.IssuerOfAccessionNumberSequence, new Map()],
]);

const matchedSequences: readonly Tag[] = [tags.ScheduledProcedureStepSequence, tags.RequestedProcedureCodeSequence];

/** Whether it is asked for by what we do not keep: that matches everything. What is asked for and not kept is told as empty. */
export const leavesWorklistKeysOut = (identifier: Dataset): boolean => {
  const isLeftOut = (dataset: Dataset, kept: ReadonlyMap<Tag, Column>): boolean =>
    [...dataset.elements()].some(({ tag, kind }) => {
      if (kind !== 'sequence') return !noKeys.has(tag) && !kept.has(tag) && asksForSome(dataset, tag);
      const within = kept === attributes ? sequences.get(tag) : undefined;
      return within === undefined || dataset.items(tag).some((item) => isLeftOut(item, within));
    });
  return isLeftOut(identifier, attributes);
};

export async function* findWorklist(
  context: Context,
  association: AssociationInfo<AdmittedCaller>,
  { sopClassUid, identifier }: QueryRequest,
  signal: AbortSignal,
): AsyncGenerator<Dataset> {
  const { principal } = association.principal;
  try {
    const agreed = agreedMatching(association.extended, sopClassUid);
    const items = matchedSequences.flatMap((sequence) => identifier.items(sequence).slice(0, 1));
    const keys = [identifier, ...items].flatMap((dataset) => keysOf(dataset, agreed));
    for (let offset = 0; !signal.aborted; offset += PAGE) {
      const rows = await findScheduledSteps(context, principal, { keys, limit: PAGE, offset });
      for (const row of rows) yield toItem(row, identifier);
      if (rows.length < PAGE) return;
    }
  } catch (error) {
    throw asStatus(context, association, error);
  }
}
