import { type Dataset, DatasetReader, type ReadOptions } from '@throughline/dicom';
import { DEFAULT_LIMITS } from './limits.ts';

/** Systems in the field send identifiers with these faults; none of them leaves in doubt what is meant. */
const READING: ReadOptions = {
  keep: 'all',
  bulkThreshold: DEFAULT_LIMITS.normalizedBytes,
  leniency: ['unordered-elements', 'odd-lengths', 'unknown-vr', 'item-lengths', 'trailing-bytes'],
};

/** Reads a whole data set that came with a message. @throws DicomError */
export async function readIdentifier(bytes: Buffer, transferSyntaxUid: string): Promise<Dataset> {
  const reader = new DatasetReader(transferSyntaxUid, READING);
  await reader.write(bytes);
  return (await reader.end()).dataset;
}
