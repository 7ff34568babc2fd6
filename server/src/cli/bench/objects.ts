/** CT objects of 512 KiB pixel data as a scanner sends them: one study, series of 100, each object another one. */
import { Dataset, encodeDataset, newUid, tags, uids } from '@throughline/dicom';

/** Pixels of 512 KiB. */
const wholeSide = 512;
const SERIES_LENGTH = 100;

export interface BenchObject {
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly studyInstanceUid: string;
  /** the data set in explicit VR little endian, in two parts of which the pixels are shared */
  readonly parts: readonly Uint8Array[];
}

/** A round body on air with noise from a fixed sequence: neither constant nor random bytes. */
const pixels = (side: number): Uint8Array => {
  const samples = new Uint16Array(side * side);
  let noise = 12345;
  for (let at = 0; at < samples.length; at += 1) {
    noise = (Math.imul(noise, 1_103_515_245) + 12345) >>> 0;
    const [x, y] = [(at % side) - side / 2, Math.floor(at / side) - side / 2];
    const inside = x * x * 0.8 + y * y < (0.39 * side) ** 2;
    samples[at] = (inside ? 1040 : 24) + (noise >>> 27);
  }
  return new Uint8Array(samples.buffer);
};

const header = (study: string, series: string, number: number, sopInstanceUid: string, side = wholeSide): Dataset =>
  new Dataset()
    .set(tags.SpecificCharacterSet, 'ISO_IR 192')
    .set(tags.SOPClassUID, uids.CTImageStorage)
    .set(tags.SOPInstanceUID, sopInstanceUid)
    .set(tags.StudyDate, '20260102')
    .set(tags.StudyTime, '101500')
    .set(tags.AccessionNumber, 'BENCH')
    .set(tags.Modality, 'CT')
    .set(tags.Manufacturer, 'SYNTHETIC')
    .set(tags.StudyDescription, 'CT CHEST SYNTHETIC')
    .set(tags.SeriesDescription, 'AXIAL')
    .set(tags.PatientName, 'SYNTHETIC^BENCH')
    .set(tags.PatientID, 'BENCH-1')
    .set(tags.PatientBirthDate, '19700101')
    .set(tags.PatientSex, 'O')
    .set(tags.StudyInstanceUID, study)
    .set(tags.SeriesInstanceUID, series)
    .set(tags.SeriesNumber, '1')
    .set(tags.InstanceNumber, String(number))
    .set(tags.ImagePositionPatient, ['0', '0', String(number)])
    .set(tags.ImageOrientationPatient, ['1', '0', '0', '0', '1', '0'])
    .set(tags.SamplesPerPixel, 1)
    .set(tags.PhotometricInterpretation, 'MONOCHROME2')
    .set(tags.Rows, side)
    .set(tags.Columns, side)
    .set(tags.PixelSpacing, ['0.7', '0.7'])
    .set(tags.BitsAllocated, 16)
    .set(tags.BitsStored, 12)
    .set(tags.HighBit, 11)
    .set(tags.PixelRepresentation, 0);

/** `side`: of the square image, in pixels of two bytes. */
export const makeObjects = (count: number, side = wholeSide): readonly BenchObject[] => {
  const shared = pixels(side);
  const study = newUid();
  let series = newUid();
  return Array.from({ length: count }, (_, at) => {
    if (at % SERIES_LENGTH === 0) series = newUid();
    const sopInstanceUid = newUid();
    const whole = encodeDataset(
      header(study, series, at + 1, sopInstanceUid, side).set(tags.PixelData, shared, 'OW'),
      uids.ExplicitVRLittleEndian,
    );
    // Only the header is kept for each: a thousand objects fit in memory.
    return {
      sopInstanceUid,
      seriesInstanceUid: series,
      studyInstanceUid: study,
      parts: [whole.slice(0, whole.length - shared.length), shared],
    };
  });
};

export interface SmallStudy {
  readonly studyInstanceUid: string;
  readonly patientId: string;
  readonly accessionNumber: string;
  readonly object: BenchObject;
}

/** Studies of one tiny image each, all of other patients: what a search has to tell apart. */
export const makeSmallStudies = (count: number): readonly SmallStudy[] =>
  Array.from({ length: count }, (_, at) => {
    const [study, series, sopInstanceUid] = [newUid(), newUid(), newUid()];
    const [patientId, accessionNumber] = [`BENCH-${at}`, `ACC${at}`];
    const dataset = header(study, series, 1, sopInstanceUid)
      .set(tags.PatientID, patientId)
      .set(tags.PatientName, `SYNTHETIC^BENCH${at}`)
      .set(tags.AccessionNumber, accessionNumber)
      .set(tags.Rows, 4)
      .set(tags.Columns, 4)
      .set(tags.PixelData, new Uint8Array(32), 'OW');
    const parts = [encodeDataset(dataset, uids.ExplicitVRLittleEndian)];
    const object = { sopInstanceUid, seriesInstanceUid: series, studyInstanceUid: study, parts };
    return { studyInstanceUid: study, patientId, accessionNumber, object };
  });
