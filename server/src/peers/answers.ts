/** Data sets that a peer answers with, read with suspicion: UIDs are checked, text is cleaned and cut, the rest is dropped. */
import { type Dataset, isUid, type Tag, tags } from '@throughline/dicom';
import type { PeerInstance, PeerPatient, PeerSeries, PeerStudy, Question } from './peer.ts';

const LONGEST = 1024;
const MOST_MODALITIES = 16;
const MOST_IDS = 32;
const LARGEST_COUNT = 10_000_000;

/** Without control characters, cut, and well-formed; null when nothing is left. */
export const clean = (value: string | undefined): string | null => {
  const text = value
    ?.slice(0, LONGEST)
    .replaceAll(/\p{Cc}/gu, '')
    .trim();
  return text ? text.toWellFormed() : null;
};

const text = (dataset: Dataset, tag: Tag): string | null => clean(dataset.string(tag));

const count = (dataset: Dataset, tag: Tag): number | null => {
  const value = dataset.number(tag);
  return value !== undefined && Number.isInteger(value) && value >= 0 && value <= LARGEST_COUNT ? value : null;
};

const date = (dataset: Dataset, tag: Tag): string | null => {
  const value = dataset.string(tag)?.replaceAll(/[.-]/g, '');
  return value && /^\d{8}$/.test(value) ? value : null;
};

const time = (dataset: Dataset, tag: Tag): string | null => {
  const value = dataset.string(tag)?.replaceAll(':', '');
  return value && /^\d{2}(\d{2}(\d{2}(\.\d{1,6})?)?)?$/.test(value) ? value : null;
};

/** PS3.5 6.2.1: from -1200 to +1400. */
const offset = (dataset: Dataset): string | null => {
  const value = dataset.string(tags.TimezoneOffsetFromUTC)?.trim();
  const [, sign, hours, minutes] = value?.match(/^([+-])(\d{2})([0-5]\d)$/) ?? [];
  if (value === undefined || hours === undefined) return null;
  const total = Number(hours) * 60 + Number(minutes);
  return total <= (sign === '-' ? 720 : 840) ? value : null;
};

/** UIDs of the wild may have leading zeros in a component (isUid says no); they are UIDs for those who use them. */
export const asUid = (value: string | undefined): string | undefined =>
  value !== undefined && (isUid(value) || /^[0-9]+(\.[0-9]+){2,}$/.test(value)) && value.length <= 64
    ? value
    : undefined;

const uidOf = (dataset: Dataset, tag: Tag): string | undefined => asUid(dataset.string(tag));

const otherIds = (dataset: Dataset): PeerPatient['otherIds'] =>
  dataset
    .items(tags.OtherPatientIDsSequence)
    .slice(0, MOST_IDS)
    .flatMap((item) => {
      const [id, issuer] = [text(item, tags.PatientID), text(item, tags.IssuerOfPatientID)];
      return id && issuer ? [{ issuer, id }] : [];
    });

const patientOf = (dataset: Dataset): PeerPatient => ({
  id: text(dataset, tags.PatientID) ?? '',
  issuer: text(dataset, tags.IssuerOfPatientID),
  name: text(dataset, tags.PatientName),
  birthDate: date(dataset, tags.PatientBirthDate),
  sex: text(dataset, tags.PatientSex),
  otherIds: otherIds(dataset),
});

const modalitiesOf = (dataset: Dataset): string[] => {
  const values = [...dataset.strings(tags.ModalitiesInStudy), ...dataset.strings(tags.Modality)];
  const codes = values.map((value) => value.trim()).filter((value) => /^[A-Z0-9_ ]{1,16}$/.test(value));
  return [...new Set(codes)].slice(0, MOST_MODALITIES);
};

const accessionIssuer = (dataset: Dataset): string | null => {
  const [item] = dataset.items(tags.IssuerOfAccessionNumberSequence);
  return item ? (text(item, tags.LocalNamespaceEntityID) ?? text(item, tags.UniversalEntityID)) : null;
};

const reasonOf = (dataset: Dataset): string | null =>
  text(dataset, tags.ReasonForVisit) ?? text(dataset, tags.ReasonForTheRequestedProcedure);

/** Undefined when it has no UID to call it by. */
export const readStudy = (dataset: Dataset): PeerStudy | undefined => {
  const studyInstanceUid = uidOf(dataset, tags.StudyInstanceUID);
  if (studyInstanceUid === undefined) return undefined;
  const [procedure] = dataset.items(tags.ProcedureCodeSequence);
  return {
    studyInstanceUid,
    patient: patientOf(dataset),
    studyDate: date(dataset, tags.StudyDate),
    studyTime: time(dataset, tags.StudyTime),
    accessionNumber: text(dataset, tags.AccessionNumber),
    accessionIssuer: accessionIssuer(dataset),
    description: text(dataset, tags.StudyDescription),
    modalities: modalitiesOf(dataset),
    bodyPart: text(dataset, tags.BodyPartExamined),
    laterality: text(dataset, tags.Laterality),
    patientAge: text(dataset, tags.PatientAge),
    procedureCode: procedure ? text(procedure, tags.CodeValue) : null,
    reasonForExam: reasonOf(dataset),
    institution: text(dataset, tags.InstitutionName),
    seriesCount: count(dataset, tags.NumberOfStudyRelatedSeries),
    instanceCount: count(dataset, tags.NumberOfStudyRelatedInstances),
    timezoneOffset: offset(dataset),
  };
};

export const readSeries = (dataset: Dataset): PeerSeries | undefined => {
  const seriesInstanceUid = uidOf(dataset, tags.SeriesInstanceUID);
  if (seriesInstanceUid === undefined) return undefined;
  return {
    seriesInstanceUid,
    modality: modalitiesOf(dataset)[0] ?? null,
    description: text(dataset, tags.SeriesDescription),
    bodyPart: text(dataset, tags.BodyPartExamined),
    laterality: text(dataset, tags.Laterality),
    instanceCount: count(dataset, tags.NumberOfSeriesRelatedInstances),
  };
};

export const readInstance = (dataset: Dataset): PeerInstance | undefined => {
  const sopInstanceUid = uidOf(dataset, tags.SOPInstanceUID);
  if (sopInstanceUid === undefined) return undefined;
  return { sopInstanceUid, sopClassUid: uidOf(dataset, tags.SOPClassUID) ?? null };
};

/** True when the data set says itself that it belongs to something else than what was asked about. */
export const isElsewhere = (
  dataset: Dataset,
  asked: Readonly<Partial<Record<'study' | 'series', string>>>,
): boolean => {
  const other = (tag: Tag, wanted: string | undefined): boolean => {
    const value = dataset.string(tag);
    return wanted !== undefined && value !== undefined && value !== wanted;
  };
  return other(tags.StudyInstanceUID, asked.study) || other(tags.SeriesInstanceUID, asked.series);
};

/** An answer about another patient than the one asked for is dropped, whatever the source makes of our key. */
export const answersQuestion = (study: PeerStudy, question: Question): boolean => {
  if (study.patient.id === '') return false;
  if (question.by === 'identifier') return study.patient.id === question.patientId;
  const isOther = (sex: string | null): boolean =>
    question.sex !== undefined && (sex === 'M' || sex === 'F') && sex !== question.sex;
  if (isOther(study.patient.sex)) return false;
  // A source that leaves the birth date out, or matches loosely, is judged by the linkage; one that says another is not.
  return study.patient.birthDate === null || study.patient.birthDate === question.birthDate;
};
