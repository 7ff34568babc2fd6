/** What a grayscale, colour or pseudo-colour Softcopy Presentation State asks of a picture (PS3.3 A.33.1 to A.33.3). */
import { type Dataset, type ReadBytes, tags, uids } from '@throughline/dicom';
import { fail } from '../../../errors.ts';
import { graphicsSvg } from './graphics.ts';
import type { PictureOptions } from './picture.ts';
import type { RenderTask } from './render-task.ts';
import { shadeOf, shuttersOf } from './shutters.ts';
import { paletteOf } from './tables.ts';
import { greyOf, type WindowInput } from './task.ts';

/** Those that are drawn. Colours are taken as sRGB: the state's own ICC profile is not applied. */
export const drawnStates: ReadonlySet<string> = new Set([
  uids.GrayscaleSoftcopyPresentationStateStorage,
  uids.ColorSoftcopyPresentationStateStorage,
  uids.PseudoColorSoftcopyPresentationStateStorage,
]);

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
const itemsFor = (state: Dataset, sequence: number, { sopInstanceUid, frame }: PresentedImage): readonly Dataset[] =>
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

/** The state's own modality and VOI transformations, in place of those of the image (C.11.6). */
const presentedGrey = async (
  state: Dataset,
  task: RenderTask,
  image: PresentedImage,
  read: ReadBytes,
  window: WindowInput | undefined,
) => {
  const [voi] = itemsFor(state, tags.SoftcopyVOILUTSequence, image);
  const sources = { dataset: state, rescale: state, voi: voi ?? state, signed: task.frame.signed };
  const from = await greyOf(sources, read, window);
  // Polarity is the presentation's alone: MONOCHROME1 says nothing here.
  const inverse =
    (state.string(tags.PresentationLUTShape) === 'INVERSE') !== (task.frame.photometric === 'MONOCHROME1');
  return { ...from, inverse, padding: task.grey.padding };
};

type Look = Pick<RenderTask, 'grey' | 'pseudo'>;

/** Colours stay what they are in a colour state; in a pseudo-colour state greys become those of its palette. */
const lookOf = async (
  state: Dataset,
  task: RenderTask,
  image: PresentedImage,
  read: ReadBytes,
  window: WindowInput | undefined,
): Promise<Look> => {
  const kind = state.string(tags.SOPClassUID);
  if (kind === uids.ColorSoftcopyPresentationStateStorage) return { grey: task.grey };
  const grey = await presentedGrey(state, task, image, read, window);
  if (kind !== uids.PseudoColorSoftcopyPresentationStateStorage) return { grey };
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

/** The task and the picture's options as the state has them; what the request asks for comes first. */
export const presented = async (
  state: Dataset,
  image: PresentedImage,
  task: RenderTask,
  read: ReadBytes,
  window: WindowInput | undefined,
): Promise<{ readonly task: RenderTask; readonly options: Partial<PictureOptions> }> => {
  const { rows: height, columns: width } = task.frame;
  const [area] = itemsFor(state, tags.DisplayedAreaSelectionSequence, image);
  const graphics = graphicsSvg(itemsFor(state, tags.GraphicAnnotationSequence, image), { width, height });
  const rotation = state.number(tags.ImageRotation) ?? 0;
  const region = regionOf(area);
  return {
    task: {
      ...task,
      ...(await lookOf(state, task, image, read, window)),
      shutters: shuttersOf(state),
      shutterShade: shadeOf(state),
    },
    options: {
      ...(graphics && { graphics }),
      ...(region && { region }),
      ...(rotations.has(rotation) && { rotation }),
      ...(state.string(tags.ImageHorizontalFlip) === 'Y' && { flip: true }),
    },
  };
};
