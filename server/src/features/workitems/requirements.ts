/** What a workitem has to say when it is made, changed and ended: PS3.4 Table CC.2.5-3. */
import { type DicomJson, type JsonElement, type Tag, tags, tagToHex, vrOf } from '@throughline/dicom';
import { fail } from '../../errors.ts';

interface Requirement {
  readonly tag: Tag;
  /** 1: with a value; 2: may be empty, and is put in empty when it is absent; 0: not with a value, it is ours to set */
  readonly create: 0 | 1 | 2;
  /** the values that it may have */
  readonly oneOf?: readonly string[];
  /** not to be set later */
  readonly fixed?: true;
}

const required = (create: 0 | 1 | 2, ...all: readonly Tag[]): readonly Requirement[] =>
  all.map((tag) => ({ tag, create }));

const kept: Readonly<Pick<Requirement, 'fixed'>> = { fixed: true };

const requirements: readonly Requirement[] = [
  { tag: tags.TransactionUID, create: 0, ...kept },
  { tag: tags.ProcedureStepState, create: 1, ...kept },
  { tag: tags.ScheduledProcedureStepPriority, create: 1, oneOf: ['LOW', 'MEDIUM', 'HIGH'] },
  { tag: tags.InputReadinessState, create: 1, oneOf: ['INCOMPLETE', 'UNAVAILABLE', 'READY'] },
  ...required(1, tags.ProcedureStepLabel, tags.ScheduledProcedureStepStartDateTime),
  ...required(
    2,
    tags.WorklistLabel,
    tags.ScheduledProcessingParametersSequence,
    tags.ScheduledStationNameCodeSequence,
    tags.ScheduledStationClassCodeSequence,
    tags.ScheduledStationGeographicLocationCodeSequence,
    tags.ScheduledWorkitemCodeSequence,
    tags.CommentsOnTheScheduledProcedureStep,
    tags.InputInformationSequence,
    tags.AdmittingDiagnosesDescription,
    tags.AdmittingDiagnosesCodeSequence,
    tags.AdmissionID,
    tags.IssuerOfAdmissionIDSequence,
    tags.ReferencedRequestSequence,
  ),
  // Type 2 of the patient where the step has one; without one they say so.
  ...([tags.PatientName, tags.PatientID, tags.PatientBirthDate, tags.PatientSex] as const).map(
    (tag): Requirement => ({ tag, create: 2, ...kept }),
  ),
  { tag: tags.StudyInstanceUID, create: 2, ...kept },
  { tag: tags.ProcedureStepProgressInformationSequence, create: 0 },
  { tag: tags.UnifiedProcedureStepPerformedProcedureSequence, create: 0 },
];

/** Set by us, whatever is sent. */
const ours: readonly Tag[] = [tags.SOPClassUID, tags.SOPInstanceUID, tags.ScheduledProcedureStepModificationDateTime];

export const textOf = (dataset: DicomJson, tag: Tag): string | undefined => {
  const [value] = dataset[tagToHex(tag)]?.Value ?? [];
  return value === null || value === undefined || value === '' ? undefined : String(value);
};

export const itemsOf = (dataset: DicomJson, tag: Tag): readonly DicomJson[] =>
  (dataset[tagToHex(tag)]?.Value ?? []).flatMap((item) =>
    typeof item === 'object' && item !== null ? [item as DicomJson] : [],
  );

const hasValue = (dataset: DicomJson, tag: Tag): boolean => {
  const values = dataset[tagToHex(tag)]?.Value ?? [];
  return values.some((value) => value !== null && value !== '');
};

const checkValue = (dataset: DicomJson, { tag, oneOf }: Requirement): void => {
  if (oneOf && hasValue(dataset, tag) && !oneOf.includes(textOf(dataset, tag) ?? ''))
    fail('invalid-attribute', `(${tagToHex(tag)}) is one of ${oneOf.join(', ')}.`);
};

const checkCreated = (dataset: DicomJson, requirement: Requirement): void => {
  const { tag, create } = requirement;
  if (create === 1 && !hasValue(dataset, tag)) fail('missing-attribute', `(${tagToHex(tag)}) has no value.`);
  if (create === 0 && hasValue(dataset, tag)) fail('invalid-attribute', `(${tagToHex(tag)}) is empty at first.`);
  checkValue(dataset, requirement);
};

const without = (dataset: DicomJson, left: readonly Tag[]): DicomJson => {
  const keys = new Set(left.map(tagToHex));
  return Object.fromEntries(Object.entries(dataset).filter(([key]) => !keys.has(key) && !/^000[02]/.test(key)));
};

export interface CreatedAttributes {
  readonly attributes: DicomJson;
  /** something was put in that was not sent */
  readonly modified: boolean;
}

/** What a new workitem says; refuses what PS3.4 Table CC.2.5-3 refuses, and puts in empty what may be empty and was left out. */
export const createdAttributes = (sent: DicomJson): CreatedAttributes => {
  for (const requirement of requirements) checkCreated(sent, requirement);
  if (textOf(sent, tags.ProcedureStepState) !== 'SCHEDULED') fail('workitem-not-scheduled');
  const lacking = requirements.filter(({ tag, create }) => create === 2 && sent[tagToHex(tag)] === undefined);
  const empty = lacking.map(({ tag }): [string, JsonElement] => [tagToHex(tag), { vr: vrOf(tag) }]);
  const attributes = { ...without(sent, [...ours, tags.TransactionUID]), ...Object.fromEntries(empty) };
  return { attributes, modified: lacking.length > 0 };
};

/** What is said after a change: each attribute takes the place of the one before, whole (PS3.7 10.1.3). */
export const changedAttributes = (before: DicomJson, sent: DicomJson): DicomJson => {
  for (const requirement of requirements) {
    const { tag, create, fixed } = requirement;
    const named = sent[tagToHex(tag)] !== undefined;
    if (fixed && named && tag !== tags.TransactionUID) fail('invalid-attribute', `(${tagToHex(tag)}) is not set here.`);
    if (create === 1 && named && !hasValue(sent, tag)) fail('invalid-attribute', `(${tagToHex(tag)}) needs a value.`);
    checkValue(sent, requirement);
  }
  return { ...before, ...without(sent, [...ours, tags.TransactionUID]) };
};

/** What the performed procedure says of a completed workitem; the Output Information Sequence may be without items. */
const performed = {
  valued: [
    tags.PerformedProcedureStepStartDateTime,
    tags.PerformedProcedureStepEndDateTime,
    tags.PerformedWorkitemCodeSequence,
    tags.PerformedStationNameCodeSequence,
  ],
  present: [tags.OutputInformationSequence],
} as const;

/** The final state requirements: codes P (for COMPLETED) and X (for CANCELED) of Table CC.2.5-3; the tag that lacks. */
export const lacksAtEnd = (dataset: DicomJson, state: 'COMPLETED' | 'CANCELED'): Tag | undefined => {
  if (state === 'CANCELED') {
    const [progress = {}] = itemsOf(dataset, tags.ProcedureStepProgressInformationSequence);
    const tag = tags.ProcedureStepCancellationDateTime;
    return hasValue(progress, tag) ? undefined : tag;
  }
  const [done] = itemsOf(dataset, tags.UnifiedProcedureStepPerformedProcedureSequence);
  if (done === undefined) return tags.UnifiedProcedureStepPerformedProcedureSequence;
  return (
    performed.valued.find((tag) => !hasValue(done, tag)) ??
    performed.present.find((tag) => done[tagToHex(tag)] === undefined)
  );
};
