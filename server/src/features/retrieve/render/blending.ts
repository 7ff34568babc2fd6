/** Which pictures a blending presentation state lays over each other, and how (PS3.3 C.11.14, C.11.33; PS3.4 N.2.6). */
import { type Dataset, type ReadBytes, tags, uids } from '@throughline/dicom';
import { fail } from '../../../errors.ts';
import type { Mix } from './blend.ts';
import { type RegistrationReference, registrationNamed } from './registration.ts';
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
  /** What moves it to where the others lie. */
  readonly registration: RegistrationReference | undefined;
}

export interface Blending {
  /** The first is what is looked at: its grid is drawn on, and its pictures are those that the state shows. */
  readonly inputs: readonly [BlendInput, ...BlendInput[]];
  readonly mix: Mix;
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
  how: Pick<BlendInput, 'ownModality' | 'palette'>,
): BlendInput => {
  if (item.items(tags.ThresholdSequence).length > 0) notDrawn('leaves out what is below a threshold');
  const studyInstanceUid = item.string(tags.StudyInstanceUID);
  const seriesInstanceUid = series?.string(tags.SeriesInstanceUID);
  if (!series || studyInstanceUid === undefined || seriesInstanceUid === undefined)
    return notDrawn('does not say which pictures it blends');
  return {
    studyInstanceUid,
    seriesInstanceUid,
    images: imagesOf(series),
    item,
    registration: registrationNamed(item),
    ...how,
  };
};

/** Two sets of greys: the superimposed one in the colours of the state's palette over the underlying one. */
const softcopy = async (state: Dataset, read: ReadBytes): Promise<Blending> => {
  const items = state.items(tags.BlendingSequence);
  const at = (position: string): Dataset =>
    items.find((item) => item.string(tags.BlendingPosition) === position) ?? notDrawn(`has no set that is ${position}`);
  const palette = (await paletteOf(state, false, read)) ?? notDrawn('has no whole palette');
  const opacity = opacityOf(state);
  const part = (item: Dataset, colours: Palette | undefined): BlendInput => {
    const input = inputOf(item, item.items(tags.ReferencedSeriesSequence)[0], { ownModality: false, palette: colours });
    return { ...input, registration: input.registration ?? registrationNamed(state) };
  };
  return {
    inputs: [part(at('UNDERLYING'), undefined), part(at('SUPERIMPOSED'), palette)],
    mix: { parts: [0, 1], weights: [1 - opacity, opacity] },
  };
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

/** The step whose result is shown; what others make is an input of it under their number (PS3.3 C.11.34). */
const mixOf = (displays: readonly Dataset[], placeOf: (number: number) => number | undefined): Mix => {
  const used = new Set<Dataset>();
  const one = (display: Dataset): Mix => {
    if (used.has(display)) notDrawn('blends one step twice');
    used.add(display);
    const numbers = display
      .items(tags.BlendingDisplayInputSequence)
      .map((item) => item.number(tags.BlendingInputNumber));
    if (numbers.length === 0 || numbers.length > mostInputs) notDrawn('blends no sets, or too many');
    const parts = numbers.map((number) => {
      const step = displays.find((other) => other.number(tags.BlendingInputNumber) === number);
      const place = number === undefined ? undefined : placeOf(number);
      if (place !== undefined) return place;
      return step && number !== undefined ? one(step) : notDrawn('names a set that it lacks');
    });
    return { parts, weights: weightsOf(display, numbers.length) };
  };
  const [shown, ...others] = displays.filter((display) => display.number(tags.BlendingInputNumber) === undefined);
  if (shown === undefined || others.length > 0) return notDrawn('does not say what of its steps is shown');
  const mix = one(shown);
  return used.size === displays.length ? mix : notDrawn('has a step that leads to nothing');
};

const isLookedAt = (item: Dataset): boolean => item.string(tags.GeometryForDisplay) === 'TRUE';

const advancedInput = async (item: Dataset, read: ReadBytes): Promise<BlendInput> => {
  if (item.string(tags.TimeSeriesBlending) === 'TRUE') return notDrawn('blends sets over time');
  return inputOf(item, item, { ownModality: true, palette: await paletteOf(item, false, read) });
};

const advanced = async (state: Dataset, read: ReadBytes): Promise<Blending> => {
  const displays = state.items(tags.BlendingDisplaySequence);
  const named = new Set(
    displays.flatMap((display) =>
      display.items(tags.BlendingDisplayInputSequence).map((item) => item.number(tags.BlendingInputNumber)),
    ),
  );
  const items = state
    .items(tags.AdvancedBlendingSequence)
    .filter((item) => named.has(item.number(tags.BlendingInputNumber)))
    // What is looked at comes first.
    .toSorted((a, b) => Number(isLookedAt(b)) - Number(isLookedAt(a)));
  if (displays.length > mostInputs || items.length > mostInputs)
    return notDrawn('blends too many sets, or in too many steps');
  const placeOf = (number: number): number | undefined => {
    const at = items.findIndex((item) => item.number(tags.BlendingInputNumber) === number);
    return at < 0 ? undefined : at;
  };
  const mix = mixOf(displays, placeOf);
  const inputs: BlendInput[] = [];
  for (const item of items) inputs.push(await advancedInput(item, read));
  const [shown, ...rest] = inputs;
  return shown === undefined ? notDrawn('blends no sets') : { inputs: [shown, ...rest], mix };
};

/** @throws Failure not-acceptable, and why, when it asks for what is not drawn */
export const blendingOf = (state: Dataset, read: ReadBytes): Promise<Blending> =>
  state.string(tags.SOPClassUID) === uids.BlendingSoftcopyPresentationStateStorage
    ? softcopy(state, read)
    : advanced(state, read);
