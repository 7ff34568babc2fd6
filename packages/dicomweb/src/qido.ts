import {
  type AgreedMatching,
  isUniversal,
  keywordOf,
  type MatchKey,
  type MatchQuery,
  matchKey,
  type QueryLevel,
  type Tag,
  tags,
  tagToHex,
  timezoneMinutes,
  type VR,
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

/** The sequences of which the Standard has keys below studies (PS3.18 Table 10.6.1-5); those keys are in no other place. */
const keySequences: ReadonlySet<Tag> = new Set([tags.RequestAttributesSequence]);

const time = String.raw`\d\d(?:[0-5]\d(?:[0-6]\d(?:\.\d{1,6})?)?)?`;
const rangeOf = (one: string): RegExp => new RegExp(`^(?:${one}|(?:${one})?-(?:${one})?)$`);

/** What values of these representations look like (PS3.5 6.2, PS3.4 C.2.2.2.5). */
const forms: Readonly<Partial<Record<VR, readonly [form: RegExp, words: string]>>> = {
  DA: [rangeOf(String.raw`\d{8}`), 'a date as YYYYMMDD, or two with a hyphen between'],
  TM: [rangeOf(time), 'a time as HHMMSS, or two with a hyphen between'],
  UI: [/^[\d.]{1,64}$/, 'a UID without wildcards, or a list of them'],
};

/** A value that nothing could match is a mistake in asking: nothing found would look like an answer. */
const refuseMalformed = (tag: Tag, values: readonly string[]): void => {
  const form = forms[vrOf(tag)];
  if (form === undefined) return;
  const [pattern, words] = form;
  const isGood = (value: string): boolean => isUniversal(vrOf(tag), value) || value === '""' || pattern.test(value);
  if (!values.every(isGood))
    throw new DicomwebError('bad-request', `${keywordOf(tag) ?? tagToHex(tag)} is not ${words}`);
};

/**
 * A path through another sequence is not the attribute of its name at the top of an object: it is a key of its sequence, which
 * nobody keeps.
 */
const keyOf = ({ path, values }: SearchKey, agreed: AgreedMatching): MatchKey => {
  const tag = path.at(-1) ?? 0;
  const known = path.length === 1 || (path.length === 2 && keySequences.has(path[0] ?? 0));
  const asked = valuesOf(tag, values);
  if (!known) {
    const sequence = path[0] ?? 0;
    return vrOf(sequence) === 'SQ' ? matchKey(sequence, 'SQ', asked, agreed) : { tag: sequence, match: 'any' };
  }
  refuseMalformed(tag, asked);
  return matchKey(tag, vrOf(tag), asked, agreed);
};

/** It says how to understand dates and times, and matches nothing itself. */
const isZone = ({ path }: SearchKey): boolean => path.length === 1 && path[0] === tags.TimezoneOffsetFromUTC;

/**
 * A QIDO-RS query (PS3.18 8.3.4, 10.6.1) as match keys. `text` is the query string without its question mark.
 *
 * @throws DicomwebError bad-request
 */
export const parseQuery = (text: string, level: QueryLevel): MatchQuery => {
  const { keys, agreed, ...parameters } = parseSearch(text);
  const zone = keys.find(isZone);
  const minutes = zone && timezoneMinutes(zone.values[0] ?? '');
  if (zone && minutes === undefined)
    throw new DicomwebError('bad-request', 'TimezoneOffsetFromUTC is not from -1200 to +1400');
  return {
    level,
    ...parameters,
    keys: keys.filter((key) => !isZone(key)).map((key) => keyOf(key, agreed)),
    ...(minutes !== undefined && { timezoneMinutes: minutes }),
  };
};
