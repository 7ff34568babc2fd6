/** What can be corrected, at which level, and which values it may have (PS3.5 6.2). */
import { type Tag, tags } from '@throughline/dicom';

export interface Correctable {
  readonly subject: 'patient' | 'study' | 'series';
  readonly tag: Tag;
  readonly column: string;
  readonly form: RegExp;
  readonly isNumber?: boolean;
}

/** At most three groups of five components (PS3.5 6.2.1). */
const personName = /^(?=.{1,324}$)(?:[^\\=^\p{Cc}]*\^?){0,5}(?:=(?:[^\\=^\p{Cc}]*\^?){0,5}){0,2}$/u;
const date = /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/;
const time = /^([01]\d|2[0-3])([0-5]\d([0-5]\d(\.\d{1,6})?)?)?$/;
const code = /^[A-Z0-9 _]{1,16}$/;
const short = /^[^\\\p{Cc}]{1,16}$/u;
const long = /^[^\\\p{Cc}]{1,64}$/u;
const integer = /^-?\d{1,9}$/;

const at =
  (subject: Correctable['subject']) =>
  (tag: Tag, column: string, form: RegExp): Correctable => ({ subject, tag, column, form });
const [ofPatient, ofStudy, ofSeries] = [at('patient'), at('study'), at('series')];

/** What a patient who is named anew may be called. */
export const patientForms = {
  name: personName,
  birthDate: date,
  sex: /^[MFO]$/,
  patientId: long,
  issuer: long,
} as const;

export const correctable: Readonly<Record<string, Correctable>> = {
  PatientName: ofPatient(tags.PatientName, 'name', personName),
  PatientBirthDate: ofPatient(tags.PatientBirthDate, 'birth_date', date),
  PatientSex: ofPatient(tags.PatientSex, 'sex', /^[MFO]$/),
  StudyDate: ofStudy(tags.StudyDate, 'study_date', date),
  StudyTime: ofStudy(tags.StudyTime, 'study_time', time),
  AccessionNumber: ofStudy(tags.AccessionNumber, 'accession_number', short),
  StudyID: ofStudy(tags.StudyID, 'study_id', short),
  StudyDescription: ofStudy(tags.StudyDescription, 'description', long),
  ReferringPhysicianName: ofStudy(tags.ReferringPhysicianName, 'referring_physician', personName),
  InstitutionName: ofStudy(tags.InstitutionName, 'institution', long),
  Modality: ofSeries(tags.Modality, 'modality', code),
  SeriesNumber: { ...ofSeries(tags.SeriesNumber, 'series_number', integer), isNumber: true },
  SeriesDescription: ofSeries(tags.SeriesDescription, 'description', long),
  BodyPartExamined: ofSeries(tags.BodyPartExamined, 'body_part', code),
  Laterality: ofSeries(tags.Laterality, 'laterality', /^[LR]$/),
  ProtocolName: ofSeries(tags.ProtocolName, 'protocol_name', long),
};
