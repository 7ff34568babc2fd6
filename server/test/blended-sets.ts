/**
 * Two sets of the same patient, and the states that blend them: a CT of 64 by 64 millimetres and a PET whose pixels are
 * twice as large, every slice of one shade.
 */

import { Dataset, newUid, tags, uids } from '@throughline/dicom';
import { ctDataset } from './objects.ts';

export const side = 64;

export const sets = { study: newUid(), reference: newUid() };
export const [ct, pet, moved] = [newUid(), newUid(), newUid()];
export const slice = (series: string, modality: string, size: number, z: number, value: number): Dataset =>
  ctDataset({ study: sets.study, series, instance: newUid(), modality, side: size })
    .set(tags.InstanceNumber, String(Math.floor(z)))
    .set(tags.FrameOfReferenceUID, sets.reference)
    .set(tags.ImagePositionPatient, [String(size === side ? 0.5 : 1), String(size === side ? 0.5 : 1), String(z)])
    .set(tags.ImageOrientationPatient, ['1', '0', '0', '0', '1', '0'])
    .set(tags.PixelSpacing, size === side ? ['1', '1'] : ['2', '2'])
    .set(tags.SliceThickness, '2')
    .set(tags.PixelData, new Uint8Array(new Uint16Array(size * size).fill(value).buffer), 'OW');
export const under = [0, 2, 4].map((z) => slice(ct, 'CT', side, z, 100));
// Only the upper half of the field that the CT has.
export const over = [0.5, 2.5, 4.5].map((z, at) =>
  slice(pet, 'PT', side / 2, z, 50 * (at + 1))
    .set(tags.Rows, side / 4)
    .set(tags.PixelData, new Uint8Array(new Uint16Array((side / 2) * (side / 4)).fill(50 * (at + 1)).buffer), 'OW'),
);
const voi = () =>
  new Dataset().set(tags.WindowCenter, '128').set(tags.WindowWidth, '256').set(tags.VOILUTFunction, 'LINEAR_EXACT');
export const shadeOfValue = (value: number) => Math.round((value / 256) * 255);
export const named = (images: readonly Dataset[]) =>
  images.map((image) =>
    new Dataset()
      .set(tags.ReferencedSOPClassUID, uids.CTImageStorage)
      .set(tags.ReferencedSOPInstanceUID, image.string(tags.SOPInstanceUID) ?? ''),
  );
const palette = (to: Dataset): Dataset => {
  const table = (entry: (at: number) => number) =>
    new Uint8Array(Uint16Array.from({ length: 256 }, (_, at) => entry(at) * 257).buffer);
  return to
    .set(tags.RedPaletteColorLookupTableDescriptor, [256, 0, 16], 'US')
    .set(tags.GreenPaletteColorLookupTableDescriptor, [256, 0, 16], 'US')
    .set(tags.BluePaletteColorLookupTableDescriptor, [256, 0, 16], 'US')
    .set(
      tags.RedPaletteColorLookupTableData,
      table((at) => at),
      'OW',
    )
    .set(
      tags.GreenPaletteColorLookupTableData,
      table(() => 0),
      'OW',
    )
    .set(
      tags.BluePaletteColorLookupTableData,
      table(() => 0),
      'OW',
    );
};
export const stateOf = (sopClassUid: string): Dataset =>
  new Dataset()
    .set(tags.SOPClassUID, sopClassUid)
    .set(tags.SOPInstanceUID, newUid())
    .set(tags.StudyInstanceUID, sets.study)
    .set(tags.SeriesInstanceUID, newUid())
    .set(tags.PatientID, 'P1')
    .set(tags.PatientName, 'DOE^JANE')
    .set(tags.Modality, 'PR');
export const part = (position: string, series: string, images: readonly Dataset[]): Dataset =>
  new Dataset()
    .set(tags.BlendingPosition, position)
    .set(tags.StudyInstanceUID, sets.study)
    .set(tags.SoftcopyVOILUTSequence, [voi()])
    .set(tags.ReferencedSeriesSequence, [
      new Dataset().set(tags.SeriesInstanceUID, series).set(tags.ReferencedImageSequence, named(images)),
    ]);
export const softcopy = (superimposed: Dataset): Dataset =>
  palette(stateOf(uids.BlendingSoftcopyPresentationStateStorage))
    .set(tags.RelativeOpacity, 0.25, 'FL')
    .set(tags.BlendingSequence, [part('UNDERLYING', ct, under), superimposed]);
const advancedInput = (number: number, series: string): Dataset =>
  new Dataset()
    .set(tags.BlendingInputNumber, number, 'US')
    .set(tags.StudyInstanceUID, sets.study)
    .set(tags.SeriesInstanceUID, series)
    .set(tags.GeometryForDisplay, series === ct ? 'TRUE' : 'FALSE')
    .set(tags.SoftcopyVOILUTSequence, [voi()]);
export const advanced = (display: Dataset): Dataset =>
  stateOf(uids.AdvancedBlendingPresentationStateStorage)
    .set(tags.PixelPresentation, 'TRUE_COLOR')
    .set(tags.AdvancedBlendingSequence, [palette(advancedInput(1, pet)), advancedInput(2, ct)])
    .set(tags.BlendingDisplaySequence, [
      display.set(
        tags.BlendingDisplayInputSequence,
        [1, 2].map((number) => new Dataset().set(tags.BlendingInputNumber, number, 'US')),
      ),
    ]);
