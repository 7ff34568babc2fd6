/** Small CT objects for tests. */
import { Dataset, encodeDataset, encodePart10, newUid, tags, uids } from '@throughline/dicom';

export interface ObjectFields {
  readonly study?: string;
  readonly series?: string;
  readonly instance?: string;
  readonly patientId?: string;
  readonly patientName?: string;
  readonly birthDate?: string;
  readonly issuer?: string;
  readonly studyDate?: string;
  readonly modality?: string;
  readonly description?: string;
  /** every pixel */
  readonly value?: number;
  readonly side?: number;
}

/** A series or study that is not named is a new one. */
export const ctDataset = (fields: ObjectFields = {}): Dataset => {
  const side = fields.side ?? 16;
  const dataset = new Dataset()
    .set(tags.SpecificCharacterSet, 'ISO_IR 192')
    .set(tags.SOPClassUID, uids.CTImageStorage)
    .set(tags.SOPInstanceUID, fields.instance ?? newUid())
    .set(tags.StudyDate, fields.studyDate ?? '20260102')
    .set(tags.Modality, fields.modality ?? 'CT')
    .set(tags.StudyDescription, fields.description ?? 'CT CHEST')
    .set(tags.PatientName, fields.patientName ?? 'DOE^JANE')
    .set(tags.PatientID, fields.patientId ?? 'P1')
    .set(tags.PatientBirthDate, fields.birthDate ?? '19700101')
    .set(tags.PatientSex, 'F')
    .set(tags.StudyInstanceUID, fields.study ?? newUid())
    .set(tags.SeriesInstanceUID, fields.series ?? newUid())
    .set(tags.InstanceNumber, '1')
    .set(tags.SamplesPerPixel, 1)
    .set(tags.PhotometricInterpretation, 'MONOCHROME2')
    .set(tags.Rows, side)
    .set(tags.Columns, side)
    .set(tags.BitsAllocated, 16)
    .set(tags.BitsStored, 16)
    .set(tags.HighBit, 15)
    .set(tags.PixelRepresentation, 0)
    .set(tags.PixelData, new Uint8Array(new Uint16Array(side * side).fill(fields.value ?? 1).buffer), 'OW');
  if (fields.issuer !== undefined) dataset.set(tags.IssuerOfPatientID, fields.issuer);
  return dataset;
};

export const ctObject = (
  fields: ObjectFields = {},
  transferSyntaxUid: string = uids.ExplicitVRLittleEndian,
): Uint8Array => encodePart10(ctDataset(fields), transferSyntaxUid);

export async function* inChunks(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** An object as a file, its data set alone, and its UIDs. */
export const part10Of = (dataset: Dataset, transferSyntaxUid: string = uids.ExplicitVRLittleEndian) => ({
  part10: encodePart10(dataset, transferSyntaxUid),
  encoded: encodeDataset(dataset, transferSyntaxUid),
  uids: {
    sopClassUid: dataset.string(tags.SOPClassUID) ?? '',
    sopInstanceUid: dataset.string(tags.SOPInstanceUID) ?? '',
    seriesInstanceUid: dataset.string(tags.SeriesInstanceUID) ?? '',
    studyInstanceUid: dataset.string(tags.StudyInstanceUID) ?? '',
  },
});
