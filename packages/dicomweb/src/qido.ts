import { type MatchKey, type MatchQuery, matchKey, type QueryLevel, type Tag, tags, vrOf } from '@throughline/dicom';
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

/**
 * A QIDO-RS query (PS3.18 8.3.4, 10.6.1) as match keys. `text` is the query string without its question mark.
 *
 * @throws DicomwebError bad-request
 */
export const parseQuery = (text: string, level: QueryLevel): MatchQuery => {
  const { keys, ...parameters } = parseSearch(text);
  return { level, ...parameters, keys: keys.map(keyOf) };
};
