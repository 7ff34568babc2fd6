/** Small synthetic objects for tests that need some, made by our own writer. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Dataset, encodePart10, newUid, tags, uids } from '@throughline/dicom';

export interface MadeStudy {
  readonly patientId: string;
  readonly accessionNumber: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUids: readonly string[];
  readonly files: readonly { readonly sopInstanceUid: string; readonly path: string }[];
}

export interface StudyOptions {
  readonly series?: number;
  readonly imagesPerSeries?: number;
  readonly size?: number;
  readonly patientId?: string;
  readonly patientName?: string;
}

/** A gradient that differs from image to image. */
const pixels = (size: number, seed: number): Uint8Array => {
  const samples = new Uint16Array(size * size);
  for (let at = 0; at < samples.length; at += 1) samples[at] = ((at % size) * 8 + seed * 16) & 0x0fff;
  return new Uint8Array(samples.buffer);
};

const image = (study: Dataset, series: string, number: number, size: number): Dataset => {
  const dataset = new Dataset();
  for (const element of study.elements()) dataset.put(element);
  return dataset
    .set(tags.SOPClassUID, uids.CTImageStorage)
    .set(tags.SOPInstanceUID, newUid())
    .set(tags.Modality, 'CT')
    .set(tags.SeriesInstanceUID, series)
    .set(tags.SeriesNumber, '1')
    .set(tags.InstanceNumber, String(number))
    .set(tags.ImagePositionPatient, ['0', '0', String(number)])
    .set(tags.ImageOrientationPatient, ['1', '0', '0', '0', '1', '0'])
    .set(tags.PixelSpacing, ['0.7', '0.7'])
    .set(tags.SamplesPerPixel, 1)
    .set(tags.PhotometricInterpretation, 'MONOCHROME2')
    .set(tags.Rows, size)
    .set(tags.Columns, size)
    .set(tags.BitsAllocated, 16)
    .set(tags.BitsStored, 12)
    .set(tags.HighBit, 11)
    .set(tags.PixelRepresentation, 0)
    .set(tags.PixelData, pixels(size, number), 'OW');
};

/** Writes a CT study into a folder. */
export const writeStudy = async (folder: string, options: StudyOptions = {}): Promise<MadeStudy> => {
  const { series = 1, imagesPerSeries = 3, size = 64 } = options;
  const patientId = options.patientId ?? `T${Date.now()}`;
  const accessionNumber = `A${Date.now() % 1_000_000_000}`;
  const studyInstanceUid = newUid();
  const study = new Dataset()
    .set(tags.SpecificCharacterSet, 'ISO_IR 192')
    .set(tags.PatientName, options.patientName ?? 'SYNTHETIC^TEST')
    .set(tags.PatientID, patientId)
    .set(tags.PatientBirthDate, '19700101')
    .set(tags.PatientSex, 'O')
    .set(tags.StudyInstanceUID, studyInstanceUid)
    .set(tags.StudyDate, '20260102')
    .set(tags.StudyTime, '101500')
    .set(tags.StudyID, '1')
    .set(tags.ReferringPhysicianName, '')
    .set(tags.AccessionNumber, accessionNumber)
    .set(tags.StudyDescription, 'CT CHEST SYNTHETIC');
  await mkdir(folder, { recursive: true });
  const seriesInstanceUids = Array.from({ length: series }, newUid);
  const files: { sopInstanceUid: string; path: string }[] = [];
  for (const seriesUid of seriesInstanceUids) {
    for (let number = 1; number <= imagesPerSeries; number += 1) {
      const dataset = image(study, seriesUid, number, size);
      const sopInstanceUid = dataset.string(tags.SOPInstanceUID) ?? '';
      const path = join(folder, `${files.length}.dcm`);
      await writeFile(path, encodePart10(dataset, uids.ExplicitVRLittleEndian));
      files.push({ sopInstanceUid, path });
    }
  }
  return { patientId, accessionNumber, studyInstanceUid, seriesInstanceUids, files };
};
