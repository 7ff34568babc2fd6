/** Matching as PS3.4 C.2.2.2 asks, over the index; one answer for C-FIND and QIDO-RS. */
import { Dataset, type MatchKey, type MatchQuery, type Tag, tags } from '@throughline/dicom';
import type { Archive, StoredObject } from './archive.ts';

const asPattern = (value: string): RegExp => {
  const escaped = value
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 'i');
};

const matchesText = (key: MatchKey, texts: readonly string[]): boolean => {
  switch (key.match) {
    case 'any':
      return true;
    case 'exact':
      return texts.some((text) => text.toUpperCase() === key.value.toUpperCase());
    case 'wildcard':
      return texts.some((text) => asPattern(key.value).test(text));
    case 'list':
      return texts.some((text) => key.values.includes(text));
    case 'every':
      return key.values.every((value) => texts.includes(value));
    case 'empty':
      return texts.length === 0;
    case 'range':
      return texts.some((text) => text >= (key.from ?? '') && text <= (key.to ?? '\u{10ffff}'));
    default:
      return key satisfies never;
  }
};

const modalities = (objects: readonly StoredObject[]): string[] =>
  [...new Set(objects.map((object) => object.header.string(tags.Modality) ?? ''))]
    .filter((one) => one !== '')
    .toSorted();

const textsOf = (tag: Tag, objects: readonly StoredObject[]): readonly string[] => {
  if (tag === tags.ModalitiesInStudy) return modalities(objects);
  return objects[0]?.header.strings(tag) ?? [];
};

/** Attributes that only a computation gives. */
const count = (uids: readonly string[]): string => String(new Set(uids).size);

const computed = (
  tag: Tag,
  archive: Archive,
  group: readonly StoredObject[],
  study: readonly StoredObject[],
): string | readonly string[] | undefined => {
  const [first] = group;
  if (first === undefined) return undefined;
  switch (tag) {
    case tags.ModalitiesInStudy:
      return modalities(study);
    case tags.NumberOfStudyRelatedSeries:
      return count(study.map((object) => object.seriesInstanceUid));
    case tags.NumberOfStudyRelatedInstances:
      return String(archive.claimed(first.studyInstanceUid));
    case tags.NumberOfSeriesRelatedInstances:
      return String(group.length + claimedMore(archive, first, study));
    default:
      return undefined;
  }
};

/** What a study is said to have more than it has is said of its first series. */
const claimedMore = (archive: Archive, first: StoredObject, study: readonly StoredObject[]): number =>
  study[0]?.seriesInstanceUid === first.seriesInstanceUid ? archive.claimed(first.studyInstanceUid) - study.length : 0;

const always: Readonly<Record<MatchQuery['level'], readonly Tag[]>> = {
  patient: [tags.PatientName, tags.PatientID, tags.IssuerOfPatientID, tags.PatientBirthDate, tags.PatientSex],
  study: [
    tags.PatientName,
    tags.PatientID,
    tags.IssuerOfPatientID,
    tags.PatientBirthDate,
    tags.PatientSex,
    tags.StudyInstanceUID,
    tags.StudyDate,
    tags.StudyTime,
    tags.AccessionNumber,
    tags.IssuerOfAccessionNumberSequence,
    tags.StudyDescription,
    tags.ModalitiesInStudy,
    tags.NumberOfStudyRelatedSeries,
    tags.NumberOfStudyRelatedInstances,
    tags.OtherPatientIDsSequence,
    tags.StudyID,
  ],
  series: [
    tags.SeriesInstanceUID,
    tags.Modality,
    tags.SeriesNumber,
    tags.SeriesDescription,
    tags.BodyPartExamined,
    tags.Laterality,
    tags.NumberOfSeriesRelatedInstances,
  ],
  instance: [tags.SOPInstanceUID, tags.SOPClassUID, tags.InstanceNumber, tags.Rows, tags.Columns, tags.NumberOfFrames],
};

const groupKey: Readonly<Record<MatchQuery['level'], (object: StoredObject) => string>> = {
  patient: (object) => object.header.string(tags.PatientID) ?? '',
  study: (object) => object.studyInstanceUid,
  series: (object) => object.seriesInstanceUid,
  instance: (object) => object.sopInstanceUid,
};

/** What the index knows to be all that may match: most questions are of one patient or one study. */
const candidates = ({ objects, studies, patients }: Archive, keys: readonly MatchKey[]): readonly StoredObject[] => {
  for (const key of keys) {
    if (key.match !== 'exact') continue;
    if (key.tag === tags.StudyInstanceUID) return studies.get(key.value) ?? [];
    if (key.tag === tags.PatientID) return patients.get(key.value.toUpperCase()) ?? [];
  }
  return objects;
};

export const searchArchive = (archive: Archive, query: MatchQuery): readonly Dataset[] => {
  const { studies: byStudy } = archive;
  const groups = [...Map.groupBy(candidates(archive, query.keys), groupKey[query.level]).values()];
  const wanted = new Set([
    ...always[query.level],
    ...query.keys.map((key) => key.tag),
    ...(query.include === 'all' ? [] : query.include),
  ]);
  const found = groups.filter((group) => {
    const study = byStudy.get(group[0]?.studyInstanceUid ?? '') ?? group;
    return query.keys.every((key) =>
      matchesText(key, textsOf(key.tag, key.tag === tags.ModalitiesInStudy ? study : group)),
    );
  });
  const from = query.offset ?? 0;
  return found.slice(from, from + (query.limit ?? found.length)).map((group) => {
    const study = byStudy.get(group[0]?.studyInstanceUid ?? '') ?? group;
    const answer = new Dataset().set(tags.SpecificCharacterSet, 'ISO_IR 192');
    for (const tag of wanted) {
      const value = computed(tag, archive, group, study);
      const element = group[0]?.header.get(tag);
      if (value !== undefined) answer.set(tag, value);
      else if (element) answer.put(element);
    }
    return answer;
  });
};

/** The objects that a study, series or instance query names. */
export const objectsNamed = (archive: Archive, keys: readonly MatchKey[]): readonly StoredObject[] =>
  candidates(archive, keys).filter((object) => keys.every((key) => matchesText(key, object.header.strings(key.tag))));
