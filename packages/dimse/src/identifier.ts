import { type Dataset, DatasetReader } from '@throughline/dicom';

/** Reads a whole data set that came with a message. @throws DicomError */
export async function readIdentifier(bytes: Buffer, transferSyntaxUid: string): Promise<Dataset> {
  const reader = new DatasetReader(transferSyntaxUid, { keep: 'all' });
  await reader.write(bytes);
  return (await reader.end()).dataset;
}
