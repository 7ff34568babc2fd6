/** Several pictures as one (PS3.4 N.2.6): each in its own colours, weighed, on the grid of the first. */
import type { Affine } from './geometry.ts';
import type { RenderedPixels, RenderTask, Shutter } from './render-task.ts';
import { drawShutters } from './shutters.ts';

export interface LayerTask {
  readonly task: RenderTask;
  /** From a pixel of the first layer to one of this; absent: the same. */
  readonly place?: Affine;
}

/** What is mixed with what weight: layers by their place in the task, and what was mixed before. */
export interface Mix {
  readonly parts: readonly (number | Mix)[];
  /** 0 to 1 */
  readonly weights: readonly number[];
}

export interface BlendTask {
  /** The first is the one whose grid is drawn on. */
  readonly layers: readonly LayerTask[];
  readonly mix: Mix;
  readonly shutters: readonly Shutter[];
  /** 0 to 255 */
  readonly shutterShade: number;
}

export interface Layer extends Pick<LayerTask, 'place'> {
  readonly pixels: RenderedPixels;
}

type Sample = (x: number, y: number, channel: number) => number | undefined;

/** Between pixels, what lies between them; undefined outside the picture. */
const sampled = ({ width, height, channels, data }: RenderedPixels): Sample => {
  const at = (x: number, y: number, channel: number): number =>
    data[
      (Math.min(height - 1, y) * width + Math.min(width - 1, x)) * channels + (channels === 1 ? 0 : channel)
    ] as number;
  return (x, y, channel) => {
    if (x < -0.5 || y < -0.5 || x > width - 0.5 || y > height - 0.5) return undefined;
    const [px, py] = [Math.max(0, x), Math.max(0, y)];
    const [left, top] = [Math.floor(px), Math.floor(py)];
    const [dx, dy] = [px - left, py - top];
    const upper = at(left, top, channel) * (1 - dx) + at(left + 1, top, channel) * dx;
    const lower = at(left, top + 1, channel) * (1 - dx) + at(left + 1, top + 1, channel) * dx;
    return upper * (1 - dy) + lower * dy;
  };
};

const placed = ({ place, pixels }: Layer): Sample => {
  const sample = sampled(pixels);
  if (place === undefined) return sample;
  const [a, b, c, d, e, f] = place;
  return (x, y, channel) => sample(a * x + b * y + c, d * x + e * y + f, channel);
};

/** The weighed sum of what is there; where one alone is, that; undefined where nothing is. */
const mixed = ({ parts, weights }: Mix, samples: readonly Sample[]): Sample => {
  const values = parts.map((part) => (typeof part === 'number' ? (samples[part] as Sample) : mixed(part, samples)));
  return (x, y, channel) => {
    let [sum, total, first]: [number, number, number | undefined] = [0, 0, undefined];
    for (let at = 0; at < values.length; at += 1) {
      const value = (values[at] as Sample)(x, y, channel);
      if (value === undefined) continue;
      first ??= value;
      sum += value * (weights[at] as number);
      total += weights[at] as number;
    }
    return total === 0 ? first : sum / total;
  };
};

export const blended = (
  layers: readonly Layer[],
  { mix, shutters, shutterShade }: Omit<BlendTask, 'layers'>,
): RenderedPixels => {
  const [first] = layers;
  if (first === undefined) throw new Error('nothing to blend');
  const { width, height } = first.pixels;
  const data = new Uint8ClampedArray(width * height * 3);
  const value = mixed(mix, layers.map(placed));
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      for (let channel = 0; channel < 3; channel += 1) data[(y * width + x) * 3 + channel] = value(x, y, channel) ?? 0;
  const pixels: RenderedPixels = { width, height, channels: 3, data: new Uint8Array(data.buffer) };
  drawShutters(pixels, shutters, shutterShade);
  return pixels;
};
