import { Dataset, encapsulate, encodeDataset, encodePart10, newUid, tags, uids } from '@throughline/dicom';

/** An object as file and as data set, for tests. */
export interface TestObject {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly bytes: Buffer;
  readonly file: Uint8Array;
}

interface Shape {
  readonly transferSyntaxUid: string;
  readonly patientId?: string;
  readonly studyInstanceUid?: string;
  readonly rows?: number;
}

/** A small grey picture with everything that a query by study root needs. */
export function testObject({
  transferSyntaxUid,
  patientId = 'P1',
  studyInstanceUid = newUid(),
  rows = 64,
}: Shape): TestObject {
  const sopInstanceUid = newUid();
  const dataset = new Dataset()
    .set(tags.SOPClassUID, uids.SecondaryCaptureImageStorage)
    .set(tags.SOPInstanceUID, sopInstanceUid)
    .set(tags.StudyDate, '20260102')
    .set(tags.StudyTime, '101112')
    .set(tags.AccessionNumber, 'A1')
    .set(tags.Modality, 'OT')
    .set(tags.ConversionType, 'WSD')
    .set(tags.PatientName, 'SYNTHETIC^TEST')
    .set(tags.PatientID, patientId)
    .set(tags.PatientBirthDate, '20000101')
    .set(tags.PatientSex, 'O')
    .set(tags.StudyInstanceUID, studyInstanceUid)
    .set(tags.SeriesInstanceUID, newUid())
    .set(tags.StudyID, '1')
    .set(tags.SeriesNumber, '1')
    .set(tags.InstanceNumber, '1')
    .set(tags.SamplesPerPixel, 1)
    .set(tags.PhotometricInterpretation, 'MONOCHROME2')
    .set(tags.Rows, rows)
    .set(tags.Columns, 64)
    .set(tags.BitsAllocated, 8)
    .set(tags.BitsStored, 8)
    .set(tags.HighBit, 7)
    .set(tags.PixelRepresentation, 0);
  const pixels = new Uint8Array(rows * 64).map((_, index) => index % 251);
  if (transferSyntaxUid === uids.RLELossless) dataset.put(encapsulate([runLength(pixels)]));
  else dataset.set(tags.PixelData, pixels, 'OW');
  return {
    sopClassUid: uids.SecondaryCaptureImageStorage,
    sopInstanceUid,
    studyInstanceUid,
    transferSyntaxUid,
    bytes: Buffer.from(encodeDataset(dataset, transferSyntaxUid)),
    file: encodePart10(dataset, transferSyntaxUid),
  };
}

/** RLE of one segment that holds literal runs only (PS3.5 G). */
function runLength(pixels: Uint8Array): Uint8Array {
  const header = Buffer.alloc(64);
  header.writeUInt32LE(1, 0);
  header.writeUInt32LE(64, 4);
  const runs: Buffer[] = [];
  for (let at = 0; at < pixels.length; at += 128) {
    const run = pixels.subarray(at, at + 128);
    runs.push(Buffer.from([run.length - 1]), Buffer.from(run));
  }
  return Buffer.concat([header, ...runs]);
}
