/** Which pictures a blending presentation state lays over each other, and how (PS3.3 C.11.14, C.11.33; PS3.4 N.2.6). */
import { type Dataset, type ReadBytes, tags, uids } from '@throughline/dicom';
import { fail } from '../../../errors.ts';
import type { Palette } from './render-task.ts';
import { paletteOf } from './tables.ts';

export interface NamedImage {
  readonly sopInstanceUid: string;
  /** none: all */
  readonly frames: readonly number[];
}

/** One set of pictures: those of a series, or some of them. */
export interface BlendInput {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  /** by UID; none: all of the series */
  readonly images: readonly NamedImage[];
  /** has its window, and in a Blending Softcopy Presentation State its modality transformation */
  readonly item: Dataset;
  readonly ownModality: boolean;
  /** What its greys become; absent: greys, or the colours that it has. */
  readonly palette: Palette | undefined;
  readonly weight: number;
}

export interface Blending {
  /** The first is what is looked at: its grid is drawn on, and its pictures are those that the state shows. */
  readonly inputs: readonly [BlendInput, ...BlendInput[]];
}

const notDrawn = (why: string): never => fail('not-acceptable', `This presentation state ${why}: that is not drawn.`);

const opacityOf = (from: Dataset): number => {
  const opacity = from.number(tags.RelativeOpacity);
  return opacity !== undefined && opacity >= 0 && opacity <= 1 ? opacity : notDrawn('has no relative opacity');
};

/** Those that the item names. */
export const imagesOf = (item: Dataset): readonly NamedImage[] =>
  item.items(tags.ReferencedImageSequence).flatMap((image) => {
    const sopInstanceUid = image.string(tags.ReferencedSOPInstanceUID);
    return sopInstanceUid === undefined ? [] : [{ sopInstanceUid, frames: image.numbers(tags.ReferencedFrameNumber) }];
  });

/** `series` is the item that names the series, which may be the input's own. */
const inputOf = (
  item: Dataset,
  series: Dataset | undefined,
  how: Pick<BlendInput, 'ownModality' | 'palette' | 'weight'>,
): BlendInput => {
  if (item.items(tags.ReferencedSpatialRegistrationSequence).length > 0)
    notDrawn('moves a set by a spatial registration');
  if (item.items(tags.ThresholdSequence).length > 0) notDrawn('leaves out what is below a threshold');
  const studyInstanceUid = item.string(tags.StudyInstanceUID);
  const seriesInstanceUid = series?.string(tags.SeriesInstanceUID);
  if (!series || studyInstanceUid === undefined || seriesInstanceUid === undefined)
    return notDrawn('does not say which pictures it blends');
  return { studyInstanceUid, seriesInstanceUid, images: imagesOf(series), item, ...how };
};

/** Two sets of greys: the superimposed one in the colours of the state's palette over the underlying one. */
const softcopy = async (state: Dataset, read: ReadBytes): Promise<Blending> => {
  const items = state.items(tags.BlendingSequence);
  const at = (position: string): Dataset =>
    items.find((item) => item.string(tags.BlendingPosition) === position) ?? notDrawn(`has no set that is ${position}`);
  const palette = (await paletteOf(state, false, read)) ?? notDrawn('has no whole palette');
  const opacity = opacityOf(state);
  const part = (item: Dataset, weight: number, colours: Palette | undefined): BlendInput =>
    inputOf(item, item.items(tags.ReferencedSeriesSequence)[0], { ownModality: false, palette: colours, weight });
  return { inputs: [part(at('UNDERLYING'), 1 - opacity, undefined), part(at('SUPERIMPOSED'), opacity, palette)] };
};

/** PS3.3 C.11.34: the first in front of the second, or all of them alike. */
const weightsOf = (display: Dataset, count: number): readonly number[] => {
  const mode = display.string(tags.BlendingMode);
  if (mode === 'EQUAL') return Array.from({ length: count }, () => 1 / count);
  if (mode !== 'FOREGROUND' || count !== 2) return notDrawn('blends otherwise than in front or equally');
  const opacity = opacityOf(display);
  return [opacity, 1 - opacity];
};

const mostInputs = 8;

const advanced = async (state: Dataset, read: ReadBytes): Promise<Blending> => {
  const [display, ...others] = state.items(tags.BlendingDisplaySequence);
  if (display === undefined || others.length > 0) return notDrawn('blends in several steps');
  const numbers = display.items(tags.BlendingDisplayInputSequence).map((item) => item.number(tags.BlendingInputNumber));
  if (numbers.length === 0 || numbers.length > mostInputs) return notDrawn('blends no sets, or too many');
  const weights = weightsOf(display, numbers.length);
  const all = state.items(tags.AdvancedBlendingSequence);
  const inputs: BlendInput[] = [];
  const first: BlendInput[] = [];
  for (const [at, number] of numbers.entries()) {
    const item =
      all.find((one) => one.number(tags.BlendingInputNumber) === number) ?? notDrawn('names a set that it lacks');
    if (item.string(tags.TimeSeriesBlending) === 'TRUE') return notDrawn('blends sets over time');
    const how = { ownModality: true, palette: await paletteOf(item, false, read), weight: weights[at] as number };
    (item.string(tags.GeometryForDisplay) === 'TRUE' ? first : inputs).push(inputOf(item, item, how));
  }
  const [shown, ...rest] = [...first, ...inputs];
  return shown === undefined ? notDrawn('blends no sets') : { inputs: [shown, ...rest] };
};

/** @throws Failure not-acceptable, and why, when it asks for what is not drawn */
export const blendingOf = (state: Dataset, read: ReadBytes): Promise<Blending> =>
  state.string(tags.SOPClassUID) === uids.BlendingSoftcopyPresentationStateStorage
    ? softcopy(state, read)
    : advanced(state, read);
