import type { Random } from '../random.ts';
import type { Plane } from './plane.ts';

const SIDE = 512;

const gaussTile = (random: Random): Float32Array => {
  const tile = new Float32Array(SIDE * SIDE);
  for (let i = 0; i < tile.length; i++) tile[i] = random.normal();
  return tile;
};

/** Neighbouring pixels of a reconstructed picture are not independent: a 3 x 3 mean, scaled back to deviation 1. */
const correlate = (tile: Float32Array): Float32Array => {
  const out = new Float32Array(tile.length);
  const at = (row: number, column: number): number =>
    tile[((row + SIDE) % SIDE) * SIDE + ((column + SIDE) % SIDE)] ?? 0;
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      let sum = 0;
      for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) sum += at(row + dy, column + dx);
      out[row * SIDE + column] = sum / 3;
    }
  }
  return out;
};

/** Grain of one generator run: made once, laid over each picture at another offset. */
export interface Grain {
  readonly fine: Float32Array;
  readonly coarse: Float32Array;
}

export const grainFrom = (random: Random): Grain => {
  const fine = gaussTile(random);
  return { fine, coarse: correlate(fine) };
};

/** Adds noise of the given standard deviation; `shape` may weigh it by the value that is there. */
export const sprinkle = (
  p: Plane,
  tile: Float32Array,
  random: Random,
  sigma: number,
  above = Number.NEGATIVE_INFINITY,
): void => {
  const shiftX = random.whole(0, SIDE - 1);
  const shiftY = random.whole(0, SIDE - 1);
  for (let row = 0; row < p.height; row++) {
    const line = ((row + shiftY) % SIDE) * SIDE;
    const start = row * p.width;
    for (let column = 0; column < p.width; column++) {
      const old = p.data[start + column] ?? 0;
      if (old > above) p.data[start + column] = old + sigma * (tile[line + ((column + shiftX) % SIDE)] ?? 0);
    }
  }
};

/** Smooth random landscape, about -1..1, with features of size 1; octaves halve in size and weight. */
export const landscape = (random: Random, octaves = 3): ((x: number, y: number) => number) => {
  const side = 64;
  const lattice = Float32Array.from({ length: side * side }, () => random.between(-1, 1));
  const value = (x: number, y: number): number => {
    const fx = Math.floor(x);
    const fy = Math.floor(y);
    const u = x - fx;
    const v = y - fy;
    const su = u * u * (3 - 2 * u);
    const sv = v * v * (3 - 2 * v);
    const x0 = fx & (side - 1);
    const x1 = (x0 + 1) & (side - 1);
    const y0 = (fy & (side - 1)) * side;
    const y1 = ((fy + 1) & (side - 1)) * side;
    const top = (lattice[y0 + x0] ?? 0) * (1 - su) + (lattice[y0 + x1] ?? 0) * su;
    const bottom = (lattice[y1 + x0] ?? 0) * (1 - su) + (lattice[y1 + x1] ?? 0) * su;
    return top * (1 - sv) + bottom * sv;
  };
  return (x, y) => {
    let sum = 0;
    let weight = 1;
    let total = 0;
    for (let octave = 0; octave < octaves; octave++) {
      const scale = 2 ** octave;
      sum += weight * value(x * scale + octave * 17.3, y * scale + octave * 9.1);
      total += weight;
      weight /= 2;
    }
    return sum / total;
  };
};
