import { Dataset } from '../dataset.ts';
import { tags } from '../dictionary.ts';
import { DicomError } from '../errors.ts';
import { implementationClassUid, implementationVersionName } from '../implementation.ts';
import { uids } from '../uids.ts';
import { encodeDataset } from './encode-dataset.ts';

export interface FileMeta {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly sourceAeTitle?: string;
}

/** Preamble, prefix and file meta information (PS3.10 7.1): what stands before the data set of a file. */
export const encodeFileMeta = (meta: FileMeta): Uint8Array => {
  const dataset = new Dataset()
    .set(tags.FileMetaInformationVersion, new Uint8Array([0, 1]))
    .set(tags.MediaStorageSOPClassUID, meta.sopClassUid)
    .set(tags.MediaStorageSOPInstanceUID, meta.sopInstanceUid)
    .set(tags.TransferSyntaxUID, meta.transferSyntaxUid)
    .set(tags.ImplementationClassUID, implementationClassUid)
    .set(tags.ImplementationVersionName, implementationVersionName);
  if (meta.sourceAeTitle !== undefined) dataset.set(tags.SourceApplicationEntityTitle, meta.sourceAeTitle);
  const body = encodeDataset(dataset, uids.ExplicitVRLittleEndian);
  const length = encodeDataset(
    new Dataset().set(tags.FileMetaInformationGroupLength, body.length),
    uids.ExplicitVRLittleEndian,
  );
  return Buffer.concat([new Uint8Array(128), Buffer.from('DICM', 'latin1'), length, body]);
};

/**
 * A whole file; its meta information names the data set's SOP class and instance.
 *
 * @throws DicomError bad-value if the data set has no SOP Class or Instance UID
 */
export const encodePart10 = (dataset: Dataset, transferSyntaxUid: string): Uint8Array => {
  const sopClassUid = dataset.string(tags.SOPClassUID);
  const sopInstanceUid = dataset.string(tags.SOPInstanceUID);
  if (sopClassUid === undefined || sopInstanceUid === undefined) {
    throw new DicomError('bad-value', 'A file needs SOP Class UID and SOP Instance UID');
  }
  const meta = encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid });
  return Buffer.concat([meta, encodeDataset(dataset, transferSyntaxUid)]);
};
