/** The attributes that workitems are searched by: the matching keys of PS3.4 Table CC.2.5-3. */
import { type DicomJson, type JsonValue, keywordOf, type Tag, tags, tagToHex, vrOf } from '@throughline/dicom';
import type { WorkitemKey } from '../../db/index.ts';

export type KeyPath = readonly Tag[];

const code = (sequence: Tag): readonly KeyPath[] =>
  [tags.CodeValue, tags.CodingSchemeDesignator, tags.CodeMeaning].map((tag) => [sequence, tag]);

const within = (sequence: Tag, ...all: readonly Tag[]): readonly KeyPath[] => all.map((tag) => [sequence, tag]);

const paths: readonly KeyPath[] = [
  ...[
    tags.SOPClassUID,
    tags.SOPInstanceUID,
    tags.StudyInstanceUID,
    tags.PatientName,
    tags.PatientID,
    tags.IssuerOfPatientID,
    tags.PatientBirthDate,
    tags.PatientSex,
    tags.AdmissionID,
    tags.ScheduledProcedureStepStartDateTime,
    tags.ScheduledProcedureStepExpirationDateTime,
    tags.ScheduledProcedureStepModificationDateTime,
    tags.ExpectedCompletionDateTime,
    tags.InputReadinessState,
    tags.ProcedureStepState,
    tags.ScheduledProcedureStepPriority,
    tags.WorklistLabel,
    tags.ProcedureStepLabel,
  ].map((tag): KeyPath => [tag]),
  ...code(tags.ScheduledStationNameCodeSequence),
  ...code(tags.ScheduledStationClassCodeSequence),
  ...code(tags.ScheduledStationGeographicLocationCodeSequence),
  ...code(tags.ScheduledWorkitemCodeSequence),
  ...within(tags.ScheduledHumanPerformersSequence, tags.HumanPerformerName, tags.HumanPerformerOrganization),
  ...code(tags.HumanPerformerCodeSequence).map((path) => [tags.ScheduledHumanPerformersSequence, ...path]),
  ...within(
    tags.ReferencedRequestSequence,
    tags.StudyInstanceUID,
    tags.AccessionNumber,
    tags.RequestedProcedureID,
    tags.RequestingService,
  ),
  ...within(tags.IssuerOfAccessionNumberSequence, tags.LocalNamespaceEntityID, tags.UniversalEntityID).map((path) => [
    tags.ReferencedRequestSequence,
    ...path,
  ]),
  ...within(tags.IssuerOfAdmissionIDSequence, tags.LocalNamespaceEntityID, tags.UniversalEntityID),
  ...within(tags.OtherPatientIDsSequence, tags.PatientID, tags.IssuerOfPatientID),
  ...within(tags.ReplacedProcedureStepSequence, tags.ReferencedSOPClassUID, tags.ReferencedSOPInstanceUID),
];

export const pathText = (path: KeyPath): string => path.map(tagToHex).join('/');

const known: ReadonlySet<string> = new Set(paths.map(pathText));

export const isSearchable = (path: KeyPath): boolean => known.has(pathText(path));

/** The matching keys by keyword, for those who describe the service. */
export const workitemSearchKeys = (): readonly string[] =>
  paths.map((path) => path.map((tag) => keywordOf(tag) ?? tagToHex(tag)).join('.'));

const longestValue = 1024;
const mostKeys = 2000;

/** Names without regard to case and accents (PS3.4 C.2.2.2.1.1 leaves that to us). */
export const foldName = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[=^ ]+$/, '');

const offset = /^(\d{12})(\d{2})?(\.\d{1,6})?([+-])(\d{2})(\d{2})$/;

/** A moment with an offset in UTC, so that those of several zones compare; one without stays as it is (PS3.5 6.2, DT). */
export const comparableDateTime = (text: string): string => {
  const [, minutes, seconds = '00', fraction = '', sign, hours, rest] = offset.exec(text.trim()) ?? [];
  if (minutes === undefined) return text.trim();
  const part = (from: number, to: number): number => Number(minutes.slice(from, to));
  const away = (Number(hours) * 60 + Number(rest)) * (sign === '-' ? -1 : 1);
  const moment = Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(8, 10), part(10, 12) - away, Number(seconds));
  return new Date(moment).toISOString().replaceAll(/[-:T]|\.\d+Z$/g, '') + fraction;
};

const textsOf = (tag: Tag, value: JsonValue): readonly string[] => {
  if (value === null) return [];
  if (typeof value === 'object') return Object.values(value).map((group) => foldName(String(group)));
  return [vrOf(tag) === 'DT' ? comparableDateTime(String(value)) : String(value).trim()];
};

const valuesAt = (dataset: DicomJson, path: KeyPath): readonly string[] => {
  const [tag = 0, ...rest] = path;
  const values = dataset[tagToHex(tag)]?.Value ?? [];
  if (rest.length === 0) return values.flatMap((value) => textsOf(tag, value));
  return values.flatMap((item) => valuesAt((item ?? {}) as DicomJson, rest));
};

const keysAt = (dataset: DicomJson, path: KeyPath): readonly WorkitemKey[] => {
  const text = pathText(path);
  const [tag = 0, ...rest] = path;
  if (rest.length === 0) return valuesAt(dataset, path).map((value) => ({ path: text, item: 0, value }));
  return (dataset[tagToHex(tag)]?.Value ?? []).flatMap((item, at) =>
    valuesAt((item ?? {}) as DicomJson, rest).map((value) => ({ path: text, item: at + 1, value })),
  );
};

/** What a workitem is found by. */
export const keysOf = (dataset: DicomJson): readonly WorkitemKey[] =>
  paths
    .flatMap((path) => keysAt(dataset, path))
    .filter(({ value }) => value !== '' && !value.includes('\0'))
    .map((key) => ({ ...key, value: key.value.slice(0, longestValue) }))
    .slice(0, mostKeys);
