/** An object that is at hand as a whole file, read as a stored one is. */
import { inflateRawSync } from 'node:zlib';
import { fieldLeniency, type Part10, type ReadBytes, readPart10, transferSyntax } from '@throughline/dicom';
import { type StoredFrames, storedFrames } from './pixels/stored-frames.ts';

export interface FileObject {
  readonly header: Part10;
  /** Reads parts by offsets, in the inflated data set where it is deflated. */
  readonly read: ReadBytes;
  frames(): Promise<StoredFrames>;
}

const mostInflated = 512 * 2 ** 20;

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** @throws DicomError if it is no object */
export const openFileObject = async (bytes: Uint8Array): Promise<FileObject> => {
  const header = await readPart10(whole(bytes), { leniency: fieldLeniency });
  const { datasetOffset, transferSyntaxUid } = header;
  const deflated = transferSyntax(transferSyntaxUid)?.deflated === true;
  const dataset = deflated
    ? inflateRawSync(bytes.subarray(datasetOffset), { maxOutputLength: mostInflated })
    : undefined;
  const read: ReadBytes = async ({ offset, length }) => {
    if (dataset === undefined) return bytes.subarray(offset, offset + length);
    return dataset.subarray(offset - datasetOffset, offset - datasetOffset + length);
  };
  return { header, read, frames: () => storedFrames(header, read) };
};
