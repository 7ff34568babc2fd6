import {
  type MatchKey,
  type MatchQuery,
  matchKey,
  type QueryLevel,
  type Tag,
  tags,
  timezoneMinutes,
  vrOf,
} from '@throughline/dicom';
import { DicomwebError } from './errors.ts';
import { parseSearch, type SearchKey } from './search-parameters.ts';

const listed: ReadonlySet<Tag> = new Set([
  tags.StudyInstanceUID,
  tags.SeriesInstanceUID,
  tags.SOPInstanceUID,
  tags.SOPClassUID,
  tags.SOPClassesInStudy,
  tags.ModalitiesInStudy,
]);

/** The values of a parameter: separated by backslashes, of UIDs also by commas (PS3.18 8.3.4.1). */
export const valuesOf = (tag: Tag, values: readonly string[]): readonly string[] =>
  values
    .flatMap((value) => (listed.has(tag) || vrOf(tag) === 'UI' ? value.split(/[,\\]/) : value.split('\\')))
    .map((value) => value.trim());

/** The last tag of a sequence path such as RequestAttributesSequence.RequestedProcedureID. */
const keyOf = ({ path, values }: SearchKey): MatchKey => {
  const tag = path.at(-1) ?? 0;
  return matchKey(tag, vrOf(tag), valuesOf(tag, values));
};

/** It says how to understand dates and times, and matches nothing itself. */
const isZone = ({ path }: SearchKey): boolean => path.length === 1 && path[0] === tags.TimezoneOffsetFromUTC;

/**
 * A QIDO-RS query (PS3.18 8.3.4, 10.6.1) as match keys. `text` is the query string without its question mark.
 *
 * @throws DicomwebError bad-request
 */
export const parseQuery = (text: string, level: QueryLevel): MatchQuery => {
  const { keys, ...parameters } = parseSearch(text);
  const zone = keys.find(isZone);
  const minutes = zone && timezoneMinutes(zone.values[0] ?? '');
  if (zone && minutes === undefined)
    throw new DicomwebError('bad-request', 'TimezoneOffsetFromUTC is not from -1200 to +1400');
  return {
    level,
    ...parameters,
    keys: keys.filter((key) => !isZone(key)).map(keyOf),
    ...(minutes !== undefined && { timezoneMinutes: minutes }),
  };
};
