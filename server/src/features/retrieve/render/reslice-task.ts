/** A picture through volumes, drawn in a worker: plain data, and the slices as they are asked for. */
import { decodeFrame } from '../pixels/decode.ts';
import type { DecodedFrame, PixelFormat } from '../pixels/frame.ts';
import { type Display, displayed } from './classify.ts';
import type { GreyScale, RenderedPixels } from './render-task.ts';
import { type ReslicePlan, reslicer, type SliceValues, slicesTouched } from './reslice.ts';
import { greyShape } from './to-pixels.ts';

export interface SliceTask {
  readonly format: PixelFormat;
  readonly grey: GreyScale;
}

export interface ResliceInput {
  readonly plan: ReslicePlan;
  /** By depth. */
  readonly slices: readonly SliceTask[];
}

export interface ResliceTask {
  /** Of one size. */
  readonly inputs: readonly ResliceInput[];
  readonly display: Display;
}

/** The bytes of a slice of an input, as it is stored. */
export type ReadSlice = (input: number, slice: number) => Promise<Uint8Array>;

type Shade = (value: number) => number;

/** As it is seen in the window of the state, which is before anything is cut through the volume (PS3.4 FF.2.2); padding is nothing. */
const shadeOf = ({ format, grey }: SliceTask, frame: DecodedFrame): Shade => {
  const shape = greyShape(frame, grey);
  const shade: Shade = (value) => (value === grey.padding ? Number.NaN : shape(value));
  if (format.float || format.bitsAllocated > 16) return shade;
  const least = format.signed ? -(2 ** (format.bitsAllocated - 1)) : 0;
  const table = Float64Array.from({ length: 2 ** format.bitsAllocated }, (_, at) => shade(at + least));
  return (value) => table[value - least] as number;
};

const isSame = (a: SliceTask, b: SliceTask): boolean =>
  a.grey.slope === b.grey.slope &&
  a.grey.intercept === b.grey.intercept &&
  a.grey.padding === b.grey.padding &&
  a.grey.modalityLut === undefined &&
  b.grey.modalityLut === undefined &&
  a.format.signed === b.format.signed &&
  a.format.bitsAllocated === b.format.bitsAllocated &&
  a.format.float === b.format.float;

/** The values of one slice after another, whose window is the same; a table serves as many as it fits. */
const reading = () => {
  let last: { readonly slice: SliceTask; readonly shade: Shade } | undefined;
  return async (slice: SliceTask, bytes: Uint8Array): Promise<SliceValues> => {
    const frame = await decodeFrame({ ...slice.format, bytes });
    const shade = last && isSame(last.slice, slice) ? last.shade : shadeOf(slice, frame);
    last = { slice, shade };
    const values = new Float64Array(frame.values.length);
    for (let at = 0; at < values.length; at += 1) values[at] = shade(frame.values[at] as number);
    return values;
  };
};

const resliced = async (
  { plan, slices }: ResliceInput,
  read: (slice: number) => Promise<Uint8Array>,
): Promise<Float64Array> => {
  const picture = reslicer(plan);
  const valuesOf = reading();
  const values = async (slice: number) => valuesOf(slices[slice] as SliceTask, await read(slice));
  let last: { readonly slice: number; readonly values: SliceValues } | undefined;
  for (const at of slicesTouched(plan)) {
    const lower = last?.slice === at ? last.values : await values(at);
    const next = Math.min(at + 1, slices.length - 1);
    const upper = next === at ? lower : await values(next);
    picture.fill(at, lower, upper);
    last = { slice: next, values: upper };
  }
  return picture.values();
};

export const drawResliced = async ({ inputs, display }: ResliceTask, read: ReadSlice): Promise<RenderedPixels> => {
  const pictures: Float64Array[] = [];
  for (const [at, input] of inputs.entries()) pictures.push(await resliced(input, (slice) => read(at, slice)));
  const { columns: width, rows: height } = (inputs[0] as ResliceInput).plan;
  return displayed({ width, height }, pictures, display);
};
