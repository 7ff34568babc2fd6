/** From stored values to 8 bits a channel (PS3.3 C.7.6.3, C.11). */
import type { DecodedFrame } from '../pixels/frame.ts';
import { enhanced } from './edges.ts';
import { subtracted } from './mask.ts';
import type { GreyScale, LookUpTable, OverlayPlane, Palette, RenderedPixels, RenderTask } from './render-task.ts';
import { drawShutters } from './shutters.ts';

type Values = DecodedFrame['values'];

const look = (table: LookUpTable, value: number): number =>
  table.values[Math.min(table.values.length - 1, Math.max(0, value - table.first))] ?? 0;

const clamp = (value: number): number => Math.min(255, Math.max(0, value));

type Shape = (value: number) => number;

/** The window functions of PS3.3 C.11.2.1.2 and C.11.2.1.3. */
const windowShape = ({ centre, width, shape }: NonNullable<GreyScale['window']>): Shape => {
  if (shape === 'SIGMOID') return (value) => 255 / (1 + Math.exp((-4 * (value - centre)) / width));
  if (shape === 'LINEAR_EXACT') return (value) => ((value - centre) / width + 0.5) * 255;
  const span = Math.max(width - 1, 1e-6);
  return (value) => ((value - (centre - 0.5)) / span + 0.5) * 255;
};

const rangeOf = (values: Values, modality: Shape, padding: number | undefined): readonly [number, number] => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value === padding) continue;
    const real = modality(value);
    if (real < low) low = real;
    if (real > high) high = real;
  }
  return [low, high];
};

/** Without a window, all that is there; padding counts only where nothing else differs. */
const fullRange = (values: Values, modality: Shape, padding: number | undefined): Shape => {
  const without = rangeOf(values, modality, padding);
  const [low, high] = without[1] > without[0] ? without : rangeOf(values, modality, undefined);
  const span = high > low ? high - low : 1;
  return (value) => ((value - low) / span) * 255;
};

const voiShape = (values: Values, modality: Shape, grey: GreyScale): Shape => {
  const { voiLut, window } = grey;
  if (voiLut) return (value) => (look(voiLut, Math.round(value)) * 255) / (2 ** voiLut.bits - 1);
  return window ? windowShape(window) : fullRange(values, modality, grey.padding);
};

const modalityShape = ({ modalityLut, slope, intercept }: GreyScale): Shape =>
  modalityLut ? (value) => look(modalityLut, value) : (value) => value * slope + intercept;

/** From a stored value to 0 (black) to 255, not rounded. */
export const greyShape = (frame: DecodedFrame, grey: GreyScale): Shape => {
  const modality = modalityShape(grey);
  const voi = voiShape(frame.values, modality, grey);
  const inverse = grey.inverse !== (frame.photometric === 'MONOCHROME1');
  return (value) => {
    const shade = clamp(voi(modality(value)));
    return inverse ? 255 - shade : shade;
  };
};

const toGrey = (frame: DecodedFrame, grey: GreyScale): Uint8Array => {
  const shape = greyShape(frame, grey);
  const data = new Uint8Array(frame.values.length);
  for (let at = 0; at < data.length; at += 1) data[at] = shape(frame.values[at] as number);
  return data;
};

/** Luminance of YBR_PARTIAL runs from 16 to 235, chrominance from 16 to 240 (PS3.3 C.7.6.3.1.2). */
const toRgb = (data: Uint8ClampedArray, partial: boolean): void => {
  const [scaleY, scaleC] = partial ? [255 / 219, 255 / 224] : [1, 1];
  for (let at = 0; at + 2 < data.length; at += 3) {
    const y = ((data[at] as number) - (partial ? 16 : 0)) * scaleY;
    const [cb, cr] = [((data[at + 1] as number) - 128) * scaleC, ((data[at + 2] as number) - 128) * scaleC];
    data[at] = y + 1.402 * cr;
    data[at + 1] = y - 0.344136 * cb - 0.714136 * cr;
    data[at + 2] = y + 1.772 * cb;
  }
};

const toColour = (frame: DecodedFrame): Uint8Array => {
  const scale = 2 ** Math.max(0, frame.bits - 8);
  const data = Uint8ClampedArray.from(frame.values, (value) => Math.floor(value / scale));
  if (frame.photometric.startsWith('YBR_')) toRgb(data, frame.photometric.includes('PARTIAL'));
  return new Uint8Array(data.buffer);
};

const shade = (table: LookUpTable, value: number): number => look(table, value) >> Math.max(0, table.bits - 8);

/** `index`: where in a table a stored value stands. */
const fromPalette = (
  { values }: DecodedFrame,
  { red, green, blue }: Palette,
  index: (value: number, table: LookUpTable) => number,
): Uint8Array => {
  const data = new Uint8Array(values.length * 3);
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] as number;
    data[at * 3] = shade(red, index(value, red));
    data[at * 3 + 1] = shade(green, index(value, green));
    data[at * 3 + 2] = shade(blue, index(value, blue));
  }
  return data;
};

const itself = (value: number): number => value;

/** The whole range of greys over the whole of the table. */
const toPseudo = (frame: DecodedFrame, grey: GreyScale, palette: Palette): Uint8Array => {
  const shape = greyShape(frame, grey);
  return fromPalette(
    frame,
    palette,
    (value, { first, values }) => first + Math.round((shape(value) / 255) * (values.length - 1)),
  );
};

/** Overlays are white, wherever they lie on the picture. */
const drawOverlay = ({ width, height, channels, data }: RenderedPixels, plane: OverlayPlane): void => {
  for (let row = Math.max(0, -plane.top); row < plane.rows && row + plane.top < height; row += 1) {
    for (let column = Math.max(0, -plane.left); column < plane.columns && column + plane.left < width; column += 1) {
      const bit = plane.firstBit + row * plane.columns + column;
      if ((((plane.bits[bit >> 3] as number) >> (bit & 7)) & 1) === 0) continue;
      const at = ((row + plane.top) * width + column + plane.left) * channels;
      data.fill(255, at, at + channels);
    }
  }
};

const drawn = (frame: DecodedFrame, task: Pick<RenderTask, 'grey' | 'palette' | 'pseudo'>): RenderedPixels => {
  const { grey, palette, pseudo } = task;
  const size = { width: frame.columns, height: frame.rows };
  if (palette && frame.samples === 1) return { ...size, channels: 3, data: fromPalette(frame, palette, itself) };
  if (frame.samples === 3) return { ...size, channels: 3, data: toColour(frame) };
  if (pseudo) return { ...size, channels: 3, data: toPseudo(frame, grey, pseudo) };
  return { ...size, channels: 1, data: toGrey(frame, grey) };
};

/** A frame without its mask and with its edges, in modality values already. */
const filtered = (
  frame: DecodedFrame,
  task: Omit<RenderTask, 'frame'>,
  masks: readonly DecodedFrame[],
): readonly [DecodedFrame, Omit<RenderTask, 'frame'>] => {
  const { mask, edges = 0, grey } = task;
  if (mask === undefined && edges === 0) return [frame, task];
  const modality = modalityShape(grey);
  const real = mask
    ? subtracted(frame, masks, mask, modality)
    : Float64Array.from(frame.values as Iterable<number>, modality);
  const values = edges > 0 ? enhanced(real, frame.rows, frame.columns, edges) : real;
  const isReal = { slope: 1, intercept: 0, modalityLut: undefined, padding: undefined };
  return [
    { ...frame, values },
    { ...task, grey: { ...grey, ...isReal } },
  ];
};

/** `masks`: the frames of the task's mask. */
export const toPixels = (
  decoded: DecodedFrame,
  asked: Omit<RenderTask, 'frame'>,
  masks: readonly DecodedFrame[] = [],
): RenderedPixels => {
  const [frame, task] = filtered(decoded, asked, masks);
  const pixels = drawn(frame, task);
  for (const plane of task.overlays) drawOverlay(pixels, plane);
  drawShutters(pixels, task.shutters, task.shutterShade);
  return pixels;
};
