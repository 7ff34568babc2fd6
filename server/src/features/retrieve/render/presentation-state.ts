/** What a Softcopy Presentation State of one picture asks of it: grayscale, colour, pseudo-colour, XA/XRF, variable modality LUT (PS3.3 A.33). */
import { type Dataset, type ReadBytes, tags, uids } from '@throughline/dicom';
import { fail } from '../../../errors.ts';
import { graphicsSvg } from './graphics.ts';
import { maskOf } from './mask.ts';
import type { PictureOptions } from './picture.ts';
import type { RenderTask } from './render-task.ts';
import { shadeOf, shuttersOf } from './shutters.ts';
import { paletteOf, wholeTable } from './tables.ts';
import { greyOf, type WindowInput } from './task.ts';

/**
 * Every kind of state, and what is drawn of it: of one picture, of several blended, of a plane through volumes, or nothing. Colours are taken as sRGB: the state's own
 * ICC profile is not applied.
 */
export const presentationStates: ReadonlyMap<string, 'one' | 'blended' | 'resliced' | 'volumetric'> = new Map([
  [uids.GrayscaleSoftcopyPresentationStateStorage, 'one'],
  [uids.ColorSoftcopyPresentationStateStorage, 'one'],
  [uids.PseudoColorSoftcopyPresentationStateStorage, 'one'],
  [uids.XAXRFGrayscaleSoftcopyPresentationStateStorage, 'one'],
  [uids.VariableModalityLUTSoftcopyPresentationStateStorage, 'one'],
  [uids.BlendingSoftcopyPresentationStateStorage, 'blended'],
  [uids.AdvancedBlendingPresentationStateStorage, 'blended'],
  [uids.GrayscalePlanarMPRVolumetricPresentationStateStorage, 'resliced'],
  [uids.CompositingPlanarMPRVolumetricPresentationStateStorage, 'resliced'],
  [uids.VolumeRenderingVolumetricPresentationStateStorage, 'volumetric'],
  [uids.SegmentedVolumeRenderingVolumetricPresentationStateStorage, 'volumetric'],
  [uids.MultipleVolumeRenderingVolumetricPresentationStateStorage, 'volumetric'],
]);

/** A presentation state, the image that it is for, and what it takes to read both. */
export interface Presentation {
  readonly state: Dataset;
  readonly image: PresentedImage;
  /** of the state */
  readonly read: ReadBytes;
  /** another frame of the image */
  readonly readFrame: (frame: number) => Promise<Uint8Array>;
}

export interface PresentedImage {
  readonly sopInstanceUid: string;
  readonly frame: number;
}

/** The image that the state is for: the one that is wanted, when it is for that too, else the first. */
export const presentedImage = (state: Dataset, wanted?: string): PresentedImage | undefined => {
  const all = state
    .items(tags.ReferencedSeriesSequence)
    .flatMap((series) => series.items(tags.ReferencedImageSequence));
  const image = all.find((item) => {
    const uid = item.string(tags.ReferencedSOPInstanceUID);
    return wanted === undefined ? uid !== undefined : uid === wanted;
  });
  const sopInstanceUid = image?.string(tags.ReferencedSOPInstanceUID);
  return sopInstanceUid === undefined
    ? undefined
    : { sopInstanceUid, frame: image?.number(tags.ReferencedFrameNumber) ?? 1 };
};

/** Items that name this image, or none in particular. */
export const itemsFor = (
  state: Dataset,
  sequence: number,
  { sopInstanceUid, frame }: PresentedImage,
): readonly Dataset[] =>
  state.items(sequence).filter((item) => {
    const named = item.items(tags.ReferencedImageSequence);
    return (
      named.length === 0 ||
      named.some((image) => {
        const frames = image.numbers(tags.ReferencedFrameNumber);
        const thisFrame = frames.length === 0 || frames.includes(frame);
        return image.string(tags.ReferencedSOPInstanceUID) === sopInstanceUid && thisFrame;
      })
    );
  });

/** From the X-ray intensity to where masks are subtracted, for the frames that it is of (C.7.6.16.2.13). */
const intensityTable = (state: Dataset, frame: number, signed: boolean, read: ReadBytes) => {
  const [item] = state.items(tags.PixelIntensityRelationshipLUTSequence).filter((one) => {
    const frames = one.numbers(tags.ReferencedFrameNumber);
    return frames.length === 0 || frames.includes(frame);
  });
  return item && wholeTable(item, signed, read, 'pixel intensity relationship');
};

/** The state's own modality and VOI transformations, in place of those of the image (C.11.6). */
const presentedGrey = async (
  { state, image, read }: Presentation,
  task: RenderTask,
  window: WindowInput | undefined,
) => {
  const [voi] = itemsFor(state, tags.SoftcopyVOILUTSequence, image);
  const [variable = state] = itemsFor(state, tags.VariableModalityLUTSequence, image);
  const { signed } = task.frame;
  const from = await greyOf({ dataset: variable, rescale: variable, voi: voi ?? state, signed }, read, window);
  const intensity = await intensityTable(state, image.frame, signed, read);
  // Polarity is the presentation's alone: MONOCHROME1 says nothing here.
  const inverse =
    (state.string(tags.PresentationLUTShape) === 'INVERSE') !== (task.frame.photometric === 'MONOCHROME1');
  return { ...from, ...(intensity && { modalityLut: intensity }), inverse, padding: task.grey.padding };
};

type Look = Pick<RenderTask, 'grey' | 'pseudo' | 'mask' | 'edges'>;

/** Of a percentage. */
const shareOf = (percent: number): number => Math.min(100, Math.max(0, percent)) / 100;

/** Colours stay what they are in a colour state; in a pseudo-colour state greys become those of its palette. */
const lookOf = async (presentation: Presentation, task: RenderTask, window: WindowInput | undefined): Promise<Look> => {
  const { state, image, read, readFrame } = presentation;
  const kind = state.string(tags.SOPClassUID);
  if (kind === uids.ColorSoftcopyPresentationStateStorage) return { grey: task.grey };
  const grey = await presentedGrey(presentation, task, window);
  // What is preferred for this image (C.11.21).
  const [preferred] = itemsFor(state, tags.MultiFramePresentationSequence, image);
  const visible = shareOf(preferred?.number(tags.MaskVisibilityPercentage) ?? 0);
  const mask = await maskOf(state, image.frame, visible, task.frame, readFrame);
  const edges = task.frame.samples === 1 ? shareOf(preferred?.number(tags.DisplayFilterPercentage) ?? 0) : 0;
  if (kind !== uids.PseudoColorSoftcopyPresentationStateStorage) return { grey, mask, edges };
  const pseudo = await paletteOf(state, false, read);
  return pseudo ? { grey, pseudo } : fail('not-acceptable', 'The palette of this presentation state is incomplete.');
};

const rotations: ReadonlySet<number> = new Set([90, 180, 270]);

const regionOf = (area: Dataset | undefined): PictureOptions['region'] => {
  const [left, top] = area?.numbers(tags.DisplayedAreaTopLeftHandCorner) ?? [];
  const [right, bottom] = area?.numbers(tags.DisplayedAreaBottomRightHandCorner) ?? [];
  if (left === undefined || top === undefined || right === undefined || bottom === undefined) return undefined;
  // Where the state turns the picture, the corners are turned too.
  const [l, t] = [Math.min(left, right), Math.min(top, bottom)];
  return { left: l - 1, top: t - 1, width: Math.abs(right - left) + 1, height: Math.abs(bottom - top) + 1 };
};

/** How the state has the whole picture, which is of this size: turned, cut and written on. */
export const presentedOptions = (
  state: Dataset,
  image: PresentedImage,
  size: { readonly width: number; readonly height: number },
): Partial<PictureOptions> => {
  const [area] = itemsFor(state, tags.DisplayedAreaSelectionSequence, image);
  const graphics = graphicsSvg(itemsFor(state, tags.GraphicAnnotationSequence, image), size);
  const rotation = state.number(tags.ImageRotation) ?? 0;
  const region = regionOf(area);
  return {
    ...(graphics && { graphics }),
    ...(region && { region }),
    ...(rotations.has(rotation) && { rotation }),
    ...(state.string(tags.ImageHorizontalFlip) === 'Y' && { flip: true }),
  };
};

/** Those of XA/XRF are of single frames (C.11.21). */
const presentedShutters = ({ state, image }: Presentation) =>
  [state, ...itemsFor(state, tags.FrameDisplayShutterSequence, image)].flatMap(shuttersOf);

/** The task and the picture's options as the state has them; what the request asks for comes first. */
export const presented = async (
  presentation: Presentation,
  task: RenderTask,
  window: WindowInput | undefined,
): Promise<{ readonly task: RenderTask; readonly options: Partial<PictureOptions> }> => {
  const { state, image } = presentation;
  const { rows: height, columns: width } = task.frame;
  const look = await lookOf(presentation, task, window);
  return {
    task: { ...task, ...look, shutters: presentedShutters(presentation), shutterShade: shadeOf(state) },
    options: presentedOptions(state, image, { width, height }),
  };
};
