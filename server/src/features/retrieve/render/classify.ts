/** What the values of several pictures through volumes become: greys, or colours laid over each other (PS3.4 FF.2.3). */
import type { LookUpTable, Palette, RenderedPixels } from './render-task.ts';

/** An input by its place in the task; of two, this many bits of it count. */
export interface ComponentInput {
  readonly input: number;
  readonly bits: number;
}

/** From one value or two to a colour and how opaque it is (PS3.3 C.11.27.2). */
export interface Classification {
  readonly inputs: readonly [ComponentInput] | readonly [ComponentInput, ComponentInput];
  /** Absent: grey. */
  readonly palette: Palette | undefined;
  /** Opaque, as opaque as the value is high, or by a table. */
  readonly alpha: 'NONE' | 'IDENTITY' | LookUpTable;
}

/** How much of either of two colours is taken, by how opaque both are (PS3.3 C.11.27.4). */
export type Compositor = readonly [LookUpTable, LookUpTable];

export type Display =
  | { readonly inverse: boolean }
  | { readonly classifications: readonly Classification[]; readonly compositors: readonly Compositor[] };

/** Red, green and blue from 0 to 1, and how opaque. */
type Colour = readonly [number, number, number, number];

const nothing: Colour = [0, 0, 0, 0];

const entry = ({ values, bits }: LookUpTable, index: number): number =>
  (values[Math.min(values.length - 1, Math.max(0, index))] as number) / (2 ** bits - 1);

/** The highest bits of a value from 0 to 1. */
const highest = (value: number, bits: number): number => Math.min(2 ** bits - 1, Math.floor(value * 2 ** bits));

/** Where in a table of this length the values stand: one over all of it, two behind each other. */
const indexOf = ({ inputs }: Classification, values: readonly number[], length: number): number => {
  const [, second] = inputs;
  const [value, other = 0] = values as [number, number?];
  if (second === undefined) return Math.round(value * (length - 1));
  return highest(value, inputs[0].bits) * 2 ** second.bits + highest(other, second.bits);
};

/** @param shades of the inputs at one pixel, 0 to 255; NaN where the volume is not */
const classified = (how: Classification, shades: readonly number[]): Colour => {
  const values = how.inputs.map(({ input }) => (shades[input] as number) / 255);
  if (values.some(Number.isNaN)) return nothing;
  const [value] = values as [number];
  const { palette, alpha } = how;
  const [red, green, blue] = palette
    ? [palette.red, palette.green, palette.blue].map((table) => entry(table, indexOf(how, values, table.values.length)))
    : [value, value, value];
  const opaque =
    alpha === 'NONE' ? 1 : alpha === 'IDENTITY' ? value : entry(alpha, indexOf(how, values, alpha.values.length));
  return [red as number, green as number, blue as number, opaque];
};

/** Either opacity gives half of the bits of the place in the table. */
const weight = (table: LookUpTable, first: number, second: number): number => {
  const bits = Math.log2(table.values.length) / 2;
  const most = 2 ** bits - 1;
  return entry(table, Math.round(first * most) * 2 ** bits + Math.round(second * most));
};

/** The first compositor has two opacities; those that follow take what the second leaves of the first (PS3.3 C.11.27.3). */
const composited = ([first, ...others]: readonly Colour[], compositors: readonly Compositor[]): Colour =>
  others.reduce<Colour>((below, above, at) => {
    const [lower, upper] = compositors[at] as Compositor;
    const opaque = at === 0 ? below[3] : 1 - above[3];
    const [one, two] = [weight(lower, opaque, above[3]), weight(upper, opaque, above[3])];
    const mixed = (channel: 0 | 1 | 2): number => Math.min(1, below[channel] * one + above[channel] * two);
    return [mixed(0), mixed(1), mixed(2), 1];
  }, first ?? nothing);

/** @param inputs of each, the shades from 0 to 255 by rows; NaN where the volume is not, which is black */
export const displayed = (
  size: { readonly width: number; readonly height: number },
  inputs: readonly Float64Array[],
  display: Display,
): RenderedPixels => {
  const count = size.width * size.height;
  if ('inverse' in display) {
    const data = new Uint8Array(count);
    for (const [at, shade] of (inputs[0] as Float64Array).entries()) data[at] = display.inverse ? 255 - shade : shade;
    return { ...size, channels: 1, data };
  }
  const data = new Uint8Array(count * 3);
  for (let at = 0; at < count; at += 1) {
    const shades = inputs.map((input) => input[at] as number);
    const colours = display.classifications.map((how) => classified(how, shades));
    const colour = composited(colours, display.compositors);
    for (const channel of [0, 1, 2] as const) data[at * 3 + channel] = Math.round(colour[channel] * 255);
  }
  return { ...size, channels: 3, data };
};
