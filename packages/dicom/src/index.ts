export { decodeText, encodeText } from './charsets.ts';
export { Dataset, type SettableValue } from './dataset.ts';
export { keywordOf, parseTag, tags, vrOf } from './dictionary.ts';
export type {
  BulkElement,
  ByteRange,
  Element,
  EncapsulatedElement,
  FragmentsElement,
  SequenceElement,
  ValueElement,
} from './element.ts';
export { DicomError, type DicomErrorCode } from './errors.ts';
export { frameRanges, type ReadBytes } from './frames.ts';
export { implementationClassUid, implementationVersionName } from './implementation.ts';
export {
  type DicomJson,
  fromJson,
  type JsonElement,
  type JsonPersonName,
  type JsonValue,
  type ToJsonOptions,
  toJson,
} from './json.ts';
export { defaultLimits, fieldLeniency, type Leniency, type Limits, type ReadOptions } from './options.ts';
export { displayName, formatPersonName, type NameComponents, type PersonName, parsePersonName } from './person-name.ts';
export {
  type AgreedMatching,
  isUniversal,
  type MatchKey,
  type MatchQuery,
  matchKey,
  type QueryLevel,
  timezoneMinutes,
} from './query.ts';
export { DatasetReader, type ReadDataset } from './reader/dataset-reader.ts';
export { type Part10, Part10Reader, readPart10 } from './reader/part10-reader.ts';
export { formatTag, isPrivate, isPrivateCreator, makeTag, type Tag, tagToHex } from './tag.ts';
export { toCharacterSet, toUnicode } from './transcode.ts';
export {
  isStorageSopClass,
  isUid,
  newUid,
  storageSopClasses,
  type TransferSyntax,
  transferSyntax,
  transferSyntaxes,
  uidName,
  uids,
} from './uids.ts';
export { isVR, type VR, vrInfo } from './vr.ts';
export { type WaveformAnnotation, waveformAnnotations } from './waveform/annotation.ts';
export type { WaveformChannel } from './waveform/channel.ts';
export { type WaveformGroup, type WaveformGroupForm, waveformGroups } from './waveform/group.ts';
export { readSampleBytes, samplesIn } from './waveform/samples.ts';
export { type DatasetPart, datasetParts } from './writer/dataset-parts.ts';
export { encapsulate } from './writer/encapsulate.ts';
export { encodeDataset, encodeElementHeader, encodeFragmentHeader } from './writer/encode-dataset.ts';
export { encodeFileMeta, encodePart10, type FileMeta } from './writer/part10.ts';
