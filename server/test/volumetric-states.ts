/** Volumes whose values are known at every place, and planar MPR states of them (PS3.4 FF.2). */
import { Dataset, newUid, tags, uids } from '@throughline/dicom';
import { ctDataset } from './objects.ts';

export const ids = { study: newUid(), reference: newUid(), elsewhere: newUid() };
export const [side, depth] = [32, 12];

/** Slices of 1 by 1 by 2 mm, the middle of the first voxel at the origin; what a voxel has is told by its place. */
export const stack = (
  series: string,
  valueAt: (x: number, y: number, z: number) => number,
  { modality = 'CT', reference = ids.reference }: { readonly modality?: string; readonly reference?: string } = {},
): readonly Dataset[] =>
  Array.from({ length: depth }, (_, slice) =>
    ctDataset({ study: ids.study, series, instance: newUid(), modality, side })
      .set(tags.InstanceNumber, String(slice + 1))
      .set(tags.FrameOfReferenceUID, reference)
      .set(tags.ImagePositionPatient, ['0', '0', String(slice * 2)])
      .set(tags.ImageOrientationPatient, ['1', '0', '0', '0', '1', '0'])
      .set(tags.PixelSpacing, ['1', '1'])
      .set(tags.SliceThickness, '2')
      .set(tags.RescaleSlope, '1')
      .set(tags.RescaleIntercept, '-100')
      .set(
        tags.PixelData,
        new Uint8Array(
          Uint16Array.from(
            { length: side * side },
            (_, at) => valueAt(at % side, Math.floor(at / side), slice * 2) + 100,
          ).buffer,
        ),
        'OW',
      ),
  );

export const [ct, pet, moved] = [newUid(), newUid(), newUid()];
export const even = stack(ct, (x, y, z) => 4 * x + 2 * y + z);
/** Half of it is 128, nothing else. */
export const half = stack(pet, (x) => (x < side / 2 ? 128 : 0), { modality: 'PT' });
/** The same in another frame of reference. */
export const away = stack(moved, (x) => (x < side / 2 ? 128 : 0), { modality: 'PT', reference: ids.elsewhere });

export const named = (objects: readonly Dataset[]) =>
  objects.map((object) =>
    new Dataset()
      .set(tags.ReferencedSOPClassUID, object.string(tags.SOPClassUID) ?? '')
      .set(tags.ReferencedSOPInstanceUID, object.string(tags.SOPInstanceUID) ?? ''),
  );

export const inSeries = (series: string, objects: readonly Dataset[]): Dataset =>
  new Dataset().set(tags.SeriesInstanceUID, series).set(tags.ReferencedInstanceSequence, named(objects));

export const base = (sopClassUid: string, modality = 'PR'): Dataset =>
  new Dataset()
    .set(tags.SOPClassUID, sopClassUid)
    .set(tags.SOPInstanceUID, newUid())
    .set(tags.StudyInstanceUID, ids.study)
    .set(tags.SeriesInstanceUID, newUid())
    .set(tags.PatientID, 'P1')
    .set(tags.PatientName, 'DOE^JANE')
    .set(tags.Modality, modality)
    .set(tags.FrameOfReferenceUID, ids.reference);

const setOf = (images: readonly Dataset[], uid: string): Dataset =>
  new Dataset()
    .set(tags.VolumetricPresentationInputSetUID, uid)
    .set(tags.PresentationInputType, 'VOLUME')
    .set(tags.ReferencedImageSequence, named(images));

const inputOf = (number: number, uid: string): Dataset =>
  new Dataset()
    .set(tags.VolumetricPresentationInputNumber, number, 'US')
    .set(tags.VolumetricPresentationInputSetUID, uid)
    .set(tags.WindowCenter, '128')
    .set(tags.WindowWidth, '255')
    .set(tags.VOILUTFunction, 'LINEAR_EXACT')
    .set(tags.RenderingMethod, 'MAXIMUM_IP')
    .set(tags.Crop, 'NO');

/** The coronal plane through the middle of row 10. */
const coronal = (state: Dataset): Dataset =>
  state
    .set(tags.GlobalCrop, 'NO')
    .set(tags.MultiPlanarReconstructionStyle, 'PLANAR')
    .set(tags.MPRThicknessType, 'THIN')
    .set(tags.MPRTopLeftHandCorner, [-0.5, 10, 22.5], 'FD')
    .set(tags.MPRViewWidthDirection, [1, 0, 0], 'FD')
    .set(tags.MPRViewWidth, side, 'FD')
    .set(tags.MPRViewHeightDirection, [0, 0, -1], 'FD')
    .set(tags.MPRViewHeight, 23, 'FD');

export const grey = (images: readonly Dataset[] = even): Dataset => {
  const uid = newUid();
  return coronal(base(uids.GrayscalePlanarMPRVolumetricPresentationStateStorage))
    .set(tags.PixelPresentation, 'MONOCHROME')
    .set(tags.PresentationLUTShape, 'IDENTITY')
    .set(tags.VolumetricPresentationInputSetSequence, [setOf(images, uid)])
    .set(tags.VolumetricPresentationStateInputSequence, [inputOf(1, uid)]);
};

export const first = (state: Dataset, sequence: number): Dataset => state.items(sequence)[0] as Dataset;

export const expected = (x: number, z: number, y = 10): number => 4 * x + 2 * y + z;

/** A table of 256 entries of 16 bits. */
export const table = (to: Dataset, descriptor: number, data: number, entry: (at: number) => number): Dataset =>
  to
    .set(descriptor, [256, 0, 16], 'US')
    .set(data, new Uint8Array(Uint16Array.from({ length: 256 }, (_, at) => entry(at) * 257).buffer), 'OW');

/** From two opacities of four bits to a weight of eight. */
const weights = (weight: (first: number, second: number) => number): Dataset =>
  new Dataset().set(tags.LUTDescriptor, [256, 0, 8], 'US').set(
    tags.LUTData,
    Uint8Array.from({ length: 256 }, (_, at) => Math.round(weight((at >> 4) / 15, (at & 15) / 15) * 255)),
    'OW',
  );

export const component = (number: number): Dataset =>
  new Dataset()
    .set(tags.ComponentType, 'ONE_TO_RGBA')
    .set(tags.ComponentInputSequence, [new Dataset().set(tags.VolumetricPresentationInputIndex, number, 'US')])
    .set(tags.RGBLUTTransferFunction, 'EQUAL_RGB')
    .set(tags.AlphaLUTTransferFunction, 'NONE');

/** Red, and a fifth of it opaque where there is any (PS3.17 XXX.3.8). */
const hot = (number: number): Dataset => {
  const item = component(number).set(tags.RGBLUTTransferFunction, 'TABLE').set(tags.AlphaLUTTransferFunction, 'TABLE');
  table(item, tags.RedPaletteColorLookupTableDescriptor, tags.RedPaletteColorLookupTableData, (at) => at);
  table(item, tags.GreenPaletteColorLookupTableDescriptor, tags.GreenPaletteColorLookupTableData, () => 0);
  table(item, tags.BluePaletteColorLookupTableDescriptor, tags.BluePaletteColorLookupTableData, () => 0);
  return table(item, tags.AlphaPaletteColorLookupTableDescriptor, tags.AlphaPaletteColorLookupTableData, (at) =>
    at === 0 ? 0 : 51,
  );
};

export const fused = (over: readonly Dataset[] = half): Dataset => {
  const [one, two] = [newUid(), newUid()];
  const over2 = new Dataset().set(tags.WeightingTransferFunctionSequence, [
    weights((_, second) => 1 - second),
    weights((_, second) => second),
  ]);
  return coronal(base(uids.CompositingPlanarMPRVolumetricPresentationStateStorage))
    .set(tags.PixelPresentation, 'TRUE_COLOR')
    .set(tags.VolumetricPresentationInputSetSequence, [setOf(even, one), setOf(over, two)])
    .set(tags.VolumetricPresentationStateInputSequence, [inputOf(1, one), inputOf(2, two)])
    .set(tags.PresentationStateClassificationComponentSequence, [component(1), hot(2)])
    .set(tags.PresentationStateCompositorComponentSequence, [over2]);
};

/** What of a registration takes a frame of reference so many millimetres to the right. */
export const movedRight = (reference: string, by: number): Dataset => {
  const matrix = [1, 0, 0, by, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1].map(String);
  return new Dataset()
    .set(tags.FrameOfReferenceUID, reference)
    .set(tags.MatrixRegistrationSequence, [
      new Dataset().set(tags.MatrixSequence, [
        new Dataset()
          .set(tags.FrameOfReferenceTransformationMatrixType, 'RIGID')
          .set(tags.FrameOfReferenceTransformationMatrix, matrix),
      ]),
    ]);
};
