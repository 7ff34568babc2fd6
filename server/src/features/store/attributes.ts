/** What the index keeps of an object's header, bounded and clean whatever the header holds. */
import { type Dataset, type Tag, tags, tagToHex } from '@throughline/dicom';
import {
  type InstanceAttributes,
  issuerOfStudy,
  type PatientIdentifier,
  type PatientStatement,
  type SeriesAttributes,
  type StudyAttributes,
} from '../../db/index.ts';

export interface ObjectAttributes {
  readonly patient: PatientStatement;
  readonly study: StudyAttributes;
  readonly series: SeriesAttributes;
  readonly instance: InstanceAttributes;
}

const LONGEST = 1024;
const LARGEST_INTEGER = 2 ** 31 - 1;

/** PostgreSQL has no NUL in text; other control characters mean nothing in an index value. */
const clean = (text: string | undefined): string | null => {
  const value = text
    ?.replaceAll(/\p{Cc}/gu, '')
    .trim()
    .slice(0, LONGEST);
  return value ? value.toWellFormed() : null;
};

const text = (dataset: Dataset, tag: Tag): string | null => clean(dataset.string(tag));

const integer = (dataset: Dataset, tag: Tag): number | null => {
  const value = dataset.number(tag);
  return value !== undefined && Number.isInteger(value) && Math.abs(value) <= LARGEST_INTEGER ? value : null;
};

/** DA; the form with dots of ACR-NEMA is still met (PS3.5 6.2, note on DA). */
const date = (dataset: Dataset, tag: Tag): string | null => {
  const value = dataset.string(tag)?.replaceAll('.', '');
  return value && /^\d{8}$/.test(value) ? value : null;
};

/** TM; the form with colons is still met. */
const time = (dataset: Dataset, tag: Tag): string | null => {
  const value = dataset.string(tag)?.replaceAll(':', '');
  return value && /^\d{2}(\d{2}(\d{2}(\.\d{1,6})?)?)?$/.test(value) ? value : null;
};

const otherIds = (dataset: Dataset): PatientIdentifier[] =>
  dataset
    .items(tags.OtherPatientIDsSequence)
    .slice(0, 32)
    .flatMap((item) => {
      const id = text(item, tags.PatientID);
      const issuer = text(item, tags.IssuerOfPatientID);
      return id && issuer ? [{ issuer, id }] : [];
    });

/**
 * A patient without an identifier is nobody else's: the record is that of this study alone, so that two unidentified
 * patients never become one.
 */
const patientOf = (dataset: Dataset, studyInstanceUid: string, issuer: string): PatientStatement => {
  const id = text(dataset, tags.PatientID);
  return {
    issuer: id === null ? issuerOfStudy(studyInstanceUid) : (text(dataset, tags.IssuerOfPatientID) ?? issuer),
    id: id ?? '',
    name: text(dataset, tags.PatientName),
    birthDate: date(dataset, tags.PatientBirthDate),
    sex: text(dataset, tags.PatientSex),
    otherIds: otherIds(dataset),
  };
};

/** Issuer of Accession Number Sequence (0008,0051), a Hierarchic Designator (PS3.3 10.14). */
const accessionIssuer = (dataset: Dataset, issuer: string): string | null => {
  const [item] = dataset.items(tags.IssuerOfAccessionNumberSequence);
  const own = item ? (text(item, tags.LocalNamespaceEntityID) ?? text(item, tags.UniversalEntityID)) : null;
  return own ?? (dataset.string(tags.AccessionNumber) === undefined ? null : issuer);
};

const studyOf = (dataset: Dataset, studyInstanceUid: string, issuer: string): StudyAttributes => {
  const [procedure] = dataset.items(tags.ProcedureCodeSequence);
  const [request] = dataset.items(tags.RequestAttributesSequence);
  return {
    study_instance_uid: studyInstanceUid,
    study_date: date(dataset, tags.StudyDate),
    study_time: time(dataset, tags.StudyTime),
    timezone_offset: text(dataset, tags.TimezoneOffsetFromUTC),
    accession_number: text(dataset, tags.AccessionNumber),
    accession_issuer: accessionIssuer(dataset, issuer),
    study_id: text(dataset, tags.StudyID),
    description: text(dataset, tags.StudyDescription),
    referring_physician: text(dataset, tags.ReferringPhysicianName),
    reason_for_exam:
      text(dataset, tags.ReasonForVisit) ??
      (request ? text(request, tags.ReasonForTheRequestedProcedure) : null) ??
      text(dataset, tags.ReasonForTheRequestedProcedure),
    procedure_code: procedure ? text(procedure, tags.CodeValue) : null,
    procedure_code_scheme: procedure ? text(procedure, tags.CodingSchemeDesignator) : null,
    patient_age: text(dataset, tags.PatientAge),
    institution: text(dataset, tags.InstitutionName),
  };
};

const MOST_REQUESTS = 32;

/** Request Attributes Sequence as searches tell it (PS3.18 Table 10.6.3-4), in the DICOM JSON model. */
const requestsOf = (dataset: Dataset): string | null => {
  const items = dataset.items(tags.RequestAttributesSequence).slice(0, MOST_REQUESTS);
  const told = items.flatMap((item) => {
    const ids = [tags.ScheduledProcedureStepID, tags.RequestedProcedureID].flatMap((tag) => {
      const value = text(item, tag);
      return value === null ? [] : [[tagToHex(tag), { vr: 'SH', Value: [value] }] as const];
    });
    return ids.length === 0 ? [] : [Object.fromEntries(ids)];
  });
  return told.length === 0 ? null : JSON.stringify(told);
};

const seriesOf = (dataset: Dataset, seriesInstanceUid: string): SeriesAttributes => ({
  series_instance_uid: seriesInstanceUid,
  modality: text(dataset, tags.Modality),
  series_number: integer(dataset, tags.SeriesNumber),
  description: text(dataset, tags.SeriesDescription),
  body_part: text(dataset, tags.BodyPartExamined),
  laterality: text(dataset, tags.Laterality) ?? text(dataset, tags.ImageLaterality),
  protocol_name: text(dataset, tags.ProtocolName),
  view_position: text(dataset, tags.ViewPosition),
  contrast_agent: text(dataset, tags.ContrastBolusAgent),
  manufacturer: text(dataset, tags.Manufacturer),
  station_name: text(dataset, tags.StationName),
  series_date: date(dataset, tags.SeriesDate),
  series_time: time(dataset, tags.SeriesTime),
  performed_procedure_step_start_date: date(dataset, tags.PerformedProcedureStepStartDate),
  performed_procedure_step_start_time: time(dataset, tags.PerformedProcedureStepStartTime),
  requests: requestsOf(dataset),
});

export interface Identity {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
}

/** `issuer` is the one given to identifiers that come without their own. */
/** What an earlier version did not keep of an object: `requests` are of its series. */
export const keptSince = (dataset: Dataset) => ({
  bitsAllocated: integer(dataset, tags.BitsAllocated),
  requests: requestsOf(dataset),
});

export const attributesOf = (dataset: Dataset, identity: Identity, issuer: string): ObjectAttributes => ({
  patient: patientOf(dataset, identity.studyInstanceUid, issuer),
  study: studyOf(dataset, identity.studyInstanceUid, issuer),
  series: seriesOf(dataset, identity.seriesInstanceUid),
  instance: {
    sopInstanceUid: identity.sopInstanceUid,
    sopClassUid: identity.sopClassUid,
    transferSyntaxUid: identity.transferSyntaxUid,
    instanceNumber: integer(dataset, tags.InstanceNumber),
    rows: integer(dataset, tags.Rows),
    columns: integer(dataset, tags.Columns),
    numberOfFrames: integer(dataset, tags.NumberOfFrames),
    bitsAllocated: integer(dataset, tags.BitsAllocated),
  },
});
