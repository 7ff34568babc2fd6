/** The keys of each query, for C-FIND and QIDO-RS alike. */
import { type Tag, tags } from '@throughline/dicom';
import { type Dialect, PeerError, type Question } from './peer.ts';

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
  tags.TimezoneOffsetFromUTC,
];

/** The required and unique keys (PS3.4 C.6.2.1), and what the linkage cannot do without. */
const basicKeys: ReadonlySet<Tag> = new Set([
  tags.StudyInstanceUID,
  tags.StudyDate,
  tags.StudyTime,
  tags.AccessionNumber,
  tags.StudyDescription,
  tags.ModalitiesInStudy,
  tags.PatientName,
  tags.PatientID,
  tags.PatientBirthDate,
  tags.PatientSex,
  tags.SeriesInstanceUID,
  tags.SeriesNumber,
  tags.Modality,
  tags.SOPInstanceUID,
  tags.SOPClassUID,
  tags.InstanceNumber,
]);

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

const withMatches = (
  attributes: readonly Tag[],
  matches: readonly Key[],
  { keys = 'all' }: Dialect = {},
): readonly Key[] => {
  const matched = new Set(matches.map(([tag]) => tag));
  const wanted = attributes.filter((tag) => !matched.has(tag) && (keys === 'all' || basicKeys.has(tag)));
  return [...matches, ...back(...wanted)];
};

/** `*`, `?` and backslash mean something else in a key (PS3.4 C.2.2.2): an identifier that has them cannot be asked for. */
export const isAskable = (value: string): boolean => value !== '' && value.length <= 64 && !/[*?\\^=]/.test(value);

/**
 * Letters with accents are left open, since sources keep names with and without, or drop such letters altogether; the linkage
 * judges what comes back.
 */
const namePattern = (word: string, { wildcards = 'any', names = 'as-written' }: Dialect): string | undefined => {
  if (wildcards === 'none') return undefined;
  const written = names === 'upper-case' ? word.toUpperCase() : word;
  // Where only the end may be open, the word is asked for up to its first letter that may be kept otherwise.
  const pattern =
    wildcards === 'any'
      ? `*${written.replaceAll(/[^A-Za-z0-9]+/g, '*')}*`
      : `${written.replace(/[^A-Za-z0-9][\s\S]*$/, '')}*`;
  const short = pattern.replaceAll(/\*+/g, '*');
  return short === '*' ? undefined : short;
};

const nameKey = (question: Question, dialect: Dialect): readonly Key[] => {
  if (question.by === 'identifier' || question.family === undefined) return [];
  const pattern = namePattern(question.family, dialect);
  return pattern === undefined ? [] : [[tags.PatientName, pattern]];
};

/** Range matching of days (PS3.4 C.2.2.2.5). */
const dayKey = ({ days }: Question): readonly Key[] =>
  days === undefined ? [] : [[tags.StudyDate, days.from === days.to ? days.from : `${days.from}-${days.to}`]];

export const studyKeys = (question: Question, dialect: Dialect = {}): readonly Key[] => {
  if (question.by === 'identifier') {
    if (!isAskable(question.patientId)) throw new PeerError('misbehaved', 'An identifier cannot be asked for');
    return withMatches(studyAttributes, [[tags.PatientID, question.patientId], ...dayKey(question)], dialect);
  }
  const matches: readonly Key[] = [
    ...nameKey(question, dialect),
    [tags.PatientBirthDate, question.birthDate],
    ...dayKey(question),
  ];
  return withMatches(studyAttributes, matches, dialect);
};

export const seriesKeys = (studyInstanceUid: string, dialect: Dialect = {}): readonly Key[] =>
  withMatches(seriesAttributes, [[tags.StudyInstanceUID, studyInstanceUid]], dialect);

export const instanceKeys = (
  studyInstanceUid: string,
  seriesInstanceUid: string,
  dialect: Dialect = {},
): readonly Key[] =>
  withMatches(
    instanceAttributes,
    [
      [tags.StudyInstanceUID, studyInstanceUid],
      [tags.SeriesInstanceUID, seriesInstanceUid],
    ],
    dialect,
  );
