/** Identifiers of C-FIND, C-GET and C-MOVE (PS3.4 C.4) as the queries that every door asks, and answers as identifiers. */
import {
  type AgreedMatching,
  Dataset,
  type DicomJson,
  fromJson,
  isUniversal,
  type MatchKey,
  type MatchQuery,
  matchKey,
  type QueryLevel,
  type Tag,
  tags,
  timezoneMinutes,
  toCharacterSet,
  uids,
  vrOf,
} from '@throughline/dicom';
import { fail } from '../../errors.ts';
import { searchAttributes } from '../../features/query/index.ts';

const levels: Readonly<Record<string, QueryLevel>> = {
  PATIENT: 'patient',
  STUDY: 'study',
  SERIES: 'series',
  IMAGE: 'instance',
};

const studyRoot: ReadonlySet<string> = new Set([
  uids.StudyRootQueryRetrieveInformationModelFind,
  uids.StudyRootQueryRetrieveInformationModelGet,
  uids.StudyRootQueryRetrieveInformationModelMove,
]);

/** The level asked at; the Study Root has no patient level (PS3.4 C.6.2). */
export const levelOf = (sopClassUid: string, identifier: Dataset): QueryLevel => {
  const level = levels[identifier.string(tags.QueryRetrieveLevel) ?? ''];
  if (!level) return fail('identifier-mismatch', 'The level is absent or unknown.');
  if (level === 'patient' && studyRoot.has(sopClassUid))
    fail('identifier-mismatch', 'The Study Root has no patient level.');
  return level;
};

/** Elements of an identifier that are no keys. */
const noKeys: ReadonlySet<Tag> = new Set<Tag>([
  tags.QueryRetrieveLevel,
  tags.SpecificCharacterSet,
  tags.TimezoneOffsetFromUTC,
  tags.RetrieveAETitle,
  tags.InstanceAvailability,
]);

const isKey = (tag: Tag): boolean => !noKeys.has(tag) && (tag & 0xffff) !== 0;

const isTold = (tag: Tag): boolean => isKey(tag) || tag === tags.TimezoneOffsetFromUTC;

const valuesIn = (identifier: Dataset, agreed: AgreedMatching): MatchKey[] => {
  const keys: MatchKey[] = [];
  for (const { tag, kind } of identifier.elements())
    if (isKey(tag) && kind === 'value') keys.push(matchKey(tag, vrOf(tag), identifier.strings(tag), agreed));
  return keys;
};

/** The keys, and those of the one item of the sequence that has some (PS3.4 C.2.2.2.6). */
const keysOf = (identifier: Dataset, agreed: AgreedMatching): MatchKey[] => {
  const [item] = identifier.items(tags.RequestAttributesSequence);
  return [...valuesIn(identifier, agreed), ...(item ? valuesIn(item, agreed) : [])];
};

/** Whether a key has a value that does not match everything. */
export const asksForSome = (dataset: Dataset, tag: Tag): boolean =>
  dataset.strings(tag).some((value) => !isUniversal(vrOf(tag), value));

/** Whether a query has keys that we do not keep, or has a value for one that we only tell: they match everything. */
export const leavesKeysOut = (identifier: Dataset): boolean => {
  const level = levels[identifier.string(tags.QueryRetrieveLevel) ?? ''];
  // The search itself says what is wrong.
  if (level === undefined) return false;
  const known = new Map(searchAttributes(level).map((one) => [one.tag, one]));
  const isLeftOut = (within: string | undefined, dataset: Dataset): boolean =>
    [...dataset.elements()].some(({ tag, kind }) => {
      if (!isKey(tag) || tag === tags.IssuerOfAccessionNumberSequence) return false;
      const attribute = known.get(tag);
      if (attribute === undefined || attribute.within !== within) return true;
      if (kind !== 'sequence') return attribute.match === 'none' && asksForSome(dataset, tag);
      return dataset.items(tag).some((item) => isLeftOut(attribute.keyword, item));
    });
  return isLeftOut(undefined, identifier);
};

export const toQuery = (sopClassUid: string, identifier: Dataset, agreed: AgreedMatching = {}): MatchQuery => {
  const include = [...identifier.elements()].map(({ tag }) => tag);
  return { level: levelOf(sopClassUid, identifier), keys: keysOf(identifier, agreed), include, fuzzy: false };
};

/** The zone that dates and times are asked for in, where one is named (PS3.4 C.2.2.2.5). */
export const zoneOf = (identifier: Dataset): Pick<MatchQuery, 'timezoneMinutes'> => {
  const offset = identifier.string(tags.TimezoneOffsetFromUTC);
  if (offset === undefined || offset === '') return {};
  const minutes = timezoneMinutes(offset);
  return minutes === undefined
    ? fail('identifier-mismatch', 'The timezone offset is not from -1200 to +1400.')
    : { timezoneMinutes: minutes };
};

/** One match: the attributes that were asked for and that we have, the level, and where to retrieve it; in the asker's character set. */
export const toMatch = (found: DicomJson, identifier: Dataset, aeTitle: string): Dataset => {
  const all = fromJson(found);
  const match = new Dataset().set(tags.SpecificCharacterSet, 'ISO_IR 192');
  for (const element of all.elements()) if (isTold(element.tag) && identifier.has(element.tag)) match.put(element);
  toCharacterSet(match, identifier.charset);
  return match
    .set(tags.QueryRetrieveLevel, identifier.string(tags.QueryRetrieveLevel) ?? '')
    .set(tags.RetrieveAETitle, aeTitle)
    .set(tags.InstanceAvailability, 'ONLINE');
};
