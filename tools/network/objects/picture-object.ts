/** A drawn picture as a DICOM object. */
import { Dataset, encodePart10, tags, uids } from '@throughline/dicom';
import { encodePixels } from '../encode/encode.ts';
import type { Picture } from '../phantoms/picture.ts';
import type { Encoding } from '../stories/story.ts';
import { setIodAttributes } from './iod-attributes.ts';

const sopClasses: Readonly<Record<string, string>> = {
  CT: uids.CTImageStorage,
  MR: uids.MRImageStorage,
  DX: uids.DigitalXRayImageStorageForPresentation,
  CR: uids.ComputedRadiographyImageStorage,
  MG: uids.DigitalMammographyXRayImageStorageForPresentation,
  PT: uids.PositronEmissionTomographyImageStorage,
  XA: uids.XRayAngiographicImageStorage,
};

const sopClassOf = (modality: string, picture: Picture): string => {
  if (modality === 'US')
    return picture.frames.length > 1 ? uids.UltrasoundMultiFrameImageStorage : uids.UltrasoundImageStorage;
  return sopClasses[modality] ?? uids.SecondaryCaptureImageStorage;
};

const decimals = (values: readonly number[]): string[] => values.map((value) => String(Math.round(value * 1e4) / 1e4));

const setGeometry = (dataset: Dataset, picture: Picture): void => {
  if (picture.spacing) dataset.set(tags.PixelSpacing, decimals([picture.spacing, picture.spacing]));
  if (picture.imagerSpacing)
    dataset.set(tags.ImagerPixelSpacing, decimals([picture.imagerSpacing, picture.imagerSpacing]));
  if (picture.thickness) dataset.set(tags.SliceThickness, decimals([picture.thickness]));
  if (!picture.position || !picture.orientation) return;
  dataset
    .set(tags.ImagePositionPatient, decimals(picture.position))
    .set(tags.ImageOrientationPatient, decimals(picture.orientation))
    .set(tags.SliceLocation, decimals([picture.position[2]]));
};

const setGrey = (dataset: Dataset, picture: Picture): void => {
  if (picture.samples === 3) return;
  if (picture.window)
    dataset.set(tags.WindowCenter, String(picture.window.center)).set(tags.WindowWidth, String(picture.window.width));
  if (!picture.rescale) return;
  const { slope, intercept, type } = picture.rescale;
  dataset
    .set(tags.RescaleIntercept, String(intercept))
    .set(tags.RescaleSlope, String(slope))
    .set(tags.RescaleType, type);
};

/** PS3.3 C.8.5.5: centimetres a pixel, tissue, two-dimensional. */
const setRegions = (dataset: Dataset, picture: Picture): void => {
  if (!picture.regions) return;
  const items = picture.regions.map((region) =>
    new Dataset()
      .set(tags.RegionSpatialFormat, 1)
      .set(tags.RegionDataType, 1)
      .set(tags.RegionFlags, 2)
      .set(tags.RegionLocationMinX0, region.x0)
      .set(tags.RegionLocationMinY0, region.y0)
      .set(tags.RegionLocationMaxX1, region.x1)
      .set(tags.RegionLocationMaxY1, region.y1)
      .set(tags.PhysicalUnitsXDirection, 3)
      .set(tags.PhysicalUnitsYDirection, 3)
      .set(tags.PhysicalDeltaX, region.mmPerPixel / 10)
      .set(tags.PhysicalDeltaY, region.mmPerPixel / 10),
  );
  dataset.set(tags.SequenceOfUltrasoundRegions, items);
};

const setFrames = (dataset: Dataset, picture: Picture): void => {
  if (picture.frames.length === 1) return;
  const time = picture.frameTimeMs ?? 40;
  dataset
    .set(tags.NumberOfFrames, String(picture.frames.length))
    .set(tags.FrameTime, String(time))
    .set(tags.CineRate, String(Math.round(1000 / time)))
    .set(tags.FrameIncrementPointer, [tags.FrameTime]);
};

export interface PictureObject {
  /** Patient, study and series attributes. */
  readonly header: Dataset;
  readonly modality: string;
  readonly sopInstanceUid: string;
  readonly instanceNumber: number;
  readonly encoding: Encoding;
}

/** The same drawing in fewer pixels. */
const resized = (picture: Picture, { rows, columns }: { readonly rows: number; readonly columns: number }): Picture => {
  const share = rows / picture.rows;
  const regions = picture.regions?.map(({ x0, y0, x1, y1, mmPerPixel }) => ({
    x0: Math.floor(x0 * share),
    y0: Math.floor(y0 * share),
    x1: Math.floor(x1 * share),
    y1: Math.floor(y1 * share),
    mmPerPixel: mmPerPixel / share,
  }));
  return { ...picture, rows, columns, ...(regions && { regions }) };
};

export const pictureObject = async (drawn: Picture, object: PictureObject): Promise<Uint8Array> => {
  const pixels = await encodePixels(drawn, object.encoding);
  const picture = pixels.size ? resized(drawn, pixels.size) : drawn;
  const bits = picture.bitsStored > 8 ? 16 : 8;
  const dataset = new Dataset();
  for (const element of object.header.elements()) dataset.put(element);
  dataset
    .set(tags.SOPClassUID, sopClassOf(object.modality, picture))
    .set(tags.SOPInstanceUID, object.sopInstanceUid)
    .set(tags.InstanceNumber, String(object.instanceNumber))
    .set(tags.ImageType, ['ORIGINAL', 'PRIMARY', ...(picture.orientation ? ['AXIAL'] : [])])
    .set(tags.ImageComments, 'SYNTHETIC')
    .set(tags.SamplesPerPixel, pixels.size ? 3 : picture.samples)
    .set(tags.PhotometricInterpretation, pixels.photometric ?? picture.photometric)
    .set(tags.Rows, picture.rows)
    .set(tags.Columns, picture.columns)
    .set(tags.BitsAllocated, bits)
    .set(tags.BitsStored, picture.bitsStored)
    .set(tags.HighBit, picture.bitsStored - 1)
    .set(tags.PixelRepresentation, picture.signed ? 1 : 0);
  setIodAttributes(dataset, object.modality, picture.view);
  if (picture.samples === 3 || pixels.size) dataset.set(tags.PlanarConfiguration, 0);
  if (picture.view) dataset.set(tags.ViewPosition, picture.view);
  if (picture.patientOrientation) dataset.set(tags.PatientOrientation, picture.patientOrientation);
  if (object.encoding === 'jpeg')
    dataset.set(tags.LossyImageCompression, '01').set(tags.LossyImageCompressionMethod, 'ISO_10918_1');
  setGeometry(dataset, picture);
  setGrey(dataset, picture);
  setRegions(dataset, picture);
  setFrames(dataset, picture);
  if (pixels.native) dataset.set(tags.PixelData, pixels.native, bits === 16 ? 'OW' : 'OB');
  if (pixels.encapsulated) dataset.put(pixels.encapsulated);
  return encodePart10(dataset, pixels.transferSyntaxUid);
};
