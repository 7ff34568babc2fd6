/** The keys of each query, for C-FIND and QIDO-RS alike. */
import { type Tag, tags } from '@throughline/dicom';
import { PeerError, type Question } from './peer.ts';

/** A key with the value it must match; an empty one is only asked back. */
export type Key = readonly [Tag, string];

const back = (...wanted: readonly Tag[]): readonly Key[] => wanted.map((tag) => [tag, '']);

const studyAttributes: readonly Tag[] = [
  tags.StudyInstanceUID,
  tags.StudyDate,
  tags.StudyTime,
  tags.AccessionNumber,
  tags.IssuerOfAccessionNumberSequence,
  tags.ModalitiesInStudy,
  tags.StudyDescription,
  tags.InstitutionName,
  tags.ProcedureCodeSequence,
  tags.ReasonForVisit,
  tags.ReasonForTheRequestedProcedure,
  tags.PatientName,
  tags.PatientID,
  tags.IssuerOfPatientID,
  tags.OtherPatientIDsSequence,
  tags.PatientBirthDate,
  tags.PatientSex,
  tags.PatientAge,
  tags.NumberOfStudyRelatedSeries,
  tags.NumberOfStudyRelatedInstances,
];

const seriesAttributes: readonly Tag[] = [
  tags.SeriesInstanceUID,
  tags.Modality,
  tags.SeriesDescription,
  tags.BodyPartExamined,
  tags.Laterality,
  tags.SeriesNumber,
  tags.NumberOfSeriesRelatedInstances,
];

const instanceAttributes: readonly Tag[] = [tags.SOPInstanceUID, tags.SOPClassUID, tags.InstanceNumber];

const withMatches = (attributes: readonly Tag[], matches: readonly Key[]): readonly Key[] => {
  const matched = new Set(matches.map(([tag]) => tag));
  return [...matches, ...back(...attributes.filter((tag) => !matched.has(tag)))];
};

/** `*`, `?` and backslash mean something else in a key (PS3.4 C.2.2.2): an identifier that has them cannot be asked for. */
export const isAskable = (value: string): boolean => value !== '' && value.length <= 64 && !/[*?\\^=]/.test(value);

/**
 * Letters with accents are left open, since sources keep names with and without, or drop such letters altogether; the linkage
 * judges what comes back.
 */
const namePattern = (word: string): string => `*${word.replaceAll(/[^A-Za-z0-9]+/g, '*')}*`.replaceAll(/\*+/g, '*');

export const studyKeys = (question: Question): readonly Key[] => {
  if (question.by === 'identifier') {
    if (!isAskable(question.patientId)) throw new PeerError('misbehaved', 'An identifier cannot be asked for');
    return withMatches(studyAttributes, [[tags.PatientID, question.patientId]]);
  }
  const name: readonly Key[] = question.family ? [[tags.PatientName, namePattern(question.family)]] : [];
  return withMatches(studyAttributes, [...name, [tags.PatientBirthDate, question.birthDate]]);
};

export const seriesKeys = (studyInstanceUid: string): readonly Key[] =>
  withMatches(seriesAttributes, [[tags.StudyInstanceUID, studyInstanceUid]]);

export const instanceKeys = (studyInstanceUid: string, seriesInstanceUid: string): readonly Key[] =>
  withMatches(instanceAttributes, [
    [tags.StudyInstanceUID, studyInstanceUid],
    [tags.SeriesInstanceUID, seriesInstanceUid],
  ]);
