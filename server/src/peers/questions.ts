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
 * Latin letters with accents are left open, since sources keep names with and without, or drop such letters altogether; the linkage
 * judges what comes back. Letters of other scripts are asked for as they are.
 */
const openLetters = (word: string): RegExp => (/[A-Za-z]/.test(word) ? /[^A-Za-z0-9]+/g : /[^\p{L}\p{M}\p{N}]+/gu);

/** What stands before the word: other component groups are open (PS3.4 C.2.2.2.4, PS3.5 6.2.1.1). */
const before = { alphabetic: '', ideographic: '*=', phonetic: '*=*=' } as const;

const namePattern = (
  word: string,
  group: keyof typeof before,
  { wildcards = 'any', names = 'as-written' }: Dialect,
): string | undefined => {
  if (wildcards === 'none' || (wildcards === 'trailing' && group !== 'alphabetic')) return undefined;
  const written = names === 'upper-case' ? word.toUpperCase() : word;
  const open = openLetters(word);
  // Where only the end may be open, the word is asked for up to its first letter that may be kept otherwise.
  const pattern = wildcards === 'any' ? `*${written.replaceAll(open, '*')}*` : `${written.split(open)[0] ?? ''}*`;
  const short = pattern.replaceAll(/\*+/g, '*');
  return short === '*' ? undefined : `${before[group]}${short}`;
};

const nameKey = (question: Question, dialect: Dialect): readonly Key[] => {
  if (question.by === 'identifier' || question.family === undefined) return [];
  const pattern = namePattern(question.family, question.group ?? 'alphabetic', dialect);
  return pattern === undefined ? [] : [[tags.PatientName, pattern]];
};

const sexKey = ({ sex }: Question & { readonly by: 'demographics' }): readonly Key[] =>
  sex === undefined ? [] : [[tags.PatientSex, sex]];

/** Range matching of days (PS3.4 C.2.2.2.5). */
const dayKey = ({ days }: Question): readonly Key[] =>
  days === undefined ? [] : [[tags.StudyDate, days.from === days.to ? days.from : `${days.from}-${days.to}`]];

export const studyKeys = (question: Question, dialect: Dialect = {}): readonly Key[] => {
  if (question.by === 'identifier') {
    if (!isAskable(question.patientId)) throw new PeerError('misbehaved', 'An identifier cannot be asked for');
    return withMatches(studyAttributes, [[tags.PatientID, question.patientId], ...dayKey(question)], dialect);
  }
  // An empty key asks for everybody (PS3.4 C.2.2.2.3).
  if (!/^\d{8}$/.test(question.birthDate)) throw new PeerError('misbehaved', 'A birth date cannot be asked for');
  const matches: readonly Key[] = [
    ...nameKey(question, dialect),
    [tags.PatientBirthDate, question.birthDate],
    ...sexKey(question),
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
