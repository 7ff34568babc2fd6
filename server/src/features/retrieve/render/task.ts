/** What a picture is made from, taken from an object's header. Every size is checked before anything is allocated for it. */
import { type Dataset, type Part10, type ReadBytes, type Tag, tags } from '@throughline/dicom';
import { fail } from '../../../errors.ts';
import { pixelFormat } from '../pixels/format.ts';
import { overlaysOf } from './overlays.ts';
import type { GreyScale, RenderTask } from './render-task.ts';
import { shadeOf, shuttersOf } from './shutters.ts';
import { paletteOf, wholeTable } from './tables.ts';

/** A functional group of a frame: its own, else the shared one (PS3.3 C.7.6.16). */
export const functionalGroup = (dataset: Dataset, frame: number, sequence: Tag): Dataset | undefined =>
  dataset.items(tags.PerFrameFunctionalGroupsSequence)[frame - 1]?.items(sequence)[0] ??
  dataset.items(tags.SharedFunctionalGroupsSequence)[0]?.items(sequence)[0];

export interface WindowInput {
  readonly centre: number;
  readonly width: number;
  readonly shape: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';
}

const shapes = { LINEAR: 'LINEAR', LINEAR_EXACT: 'LINEAR_EXACT', SIGMOID: 'SIGMOID' } as const;

const windowOf = (from: Dataset): WindowInput | undefined => {
  const [centre, width] = [from.number(tags.WindowCenter), from.number(tags.WindowWidth)];
  if (centre === undefined || width === undefined || width <= 0) return undefined;
  const named = from.string(tags.VOILUTFunction) as keyof typeof shapes | undefined;
  return { centre, width, shape: (named && shapes[named]) ?? 'LINEAR' };
};

export interface GreySources {
  /** has the modality table and the polarity */
  readonly dataset: Dataset;
  readonly rescale: Dataset;
  readonly voi: Dataset;
  readonly signed: boolean;
}

export const greyOf = async (
  { dataset, rescale, voi, signed }: GreySources,
  read: ReadBytes,
  asked: WindowInput | undefined,
): Promise<GreyScale> => {
  const [modality] = dataset.items(tags.ModalityLUTSequence);
  const [table] = voi.items(tags.VOILUTSequence);
  const window = asked ?? windowOf(voi);
  // A modality table gives unsigned values, of which the next table then is (PS3.3 C.11.2.1.1).
  const signedValues = modality === undefined && (signed || (rescale.number(tags.RescaleIntercept) ?? 0) < 0);
  return {
    slope: rescale.number(tags.RescaleSlope) ?? 1,
    intercept: rescale.number(tags.RescaleIntercept) ?? 0,
    window,
    modalityLut: modality && (await wholeTable(modality, signed, read, 'modality')),
    voiLut: window === undefined && table ? await wholeTable(table, signedValues, read, 'VOI') : undefined,
    inverse:
      dataset.string(tags.PresentationLUTShape) === 'INVERSE' &&
      dataset.string(tags.PhotometricInterpretation) !== 'MONOCHROME1',
    padding: dataset.number(tags.PixelPaddingValue),
  };
};

/** @throws Failure not-acceptable if there is no picture that we can draw */
export const renderTask = async (
  header: Part10,
  frame: number,
  bytes: Uint8Array,
  read: ReadBytes,
  window: WindowInput | undefined,
): Promise<RenderTask> => {
  const format = pixelFormat(header);
  const { dataset } = header;
  const rescale = functionalGroup(dataset, frame, tags.PixelValueTransformationSequence) ?? dataset;
  const own = functionalGroup(dataset, frame, tags.FrameVOILUTSequence);
  const voi = own?.has(tags.WindowCenter) ? own : dataset;
  const coloured = format.photometric === 'PALETTE COLOR';
  const palette = coloured ? await paletteOf(dataset, format.signed, read) : undefined;
  if (coloured && palette === undefined) fail('not-acceptable', 'The palette of this picture is incomplete.');
  return {
    frame: { ...format, bytes },
    grey: await greyOf({ dataset, rescale, voi, signed: format.signed }, read, window),
    palette,
    overlays: await overlaysOf(dataset, frame, read),
    shutters: shuttersOf(dataset),
    shutterShade: shadeOf(dataset),
  };
};
