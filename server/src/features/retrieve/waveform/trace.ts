/** A trace as SVG paths in hundredths of a millimetre. */
import { inPieces } from '../render/pieces.ts';

/** Finer than this, in millimetres, nothing is seen: of what falls together the lowest and the highest are drawn. */
const finest = 0.1;

export interface TraceScale {
  /** Where the first sample stands, in millimetres. */
  readonly left: number;
  /** Millimetres from one sample to the next. */
  readonly step: number;
  /** Where a value stands, in millimetres from above. */
  readonly at: (value: number) => number;
}

/** Nobody sees further than this, and an impossible value must not write impossible numbers. */
const farthest = 100_000;

const hundredths = (millimetres: number): number =>
  Math.round(Math.max(-farthest, Math.min(farthest, millimetres)) * 100);

type Point = readonly [x: number, y: number];

const pathOf = (points: readonly Point[]): string => `M${points.map((point) => point.join(' ')).join('L')}`;

/** Bounds of the samples that fall together, in the order in which they come. */
const extremes = (values: Float64Array, from: number, to: number): readonly number[] => {
  let [low, high] = [from, from];
  for (let at = from; at < to; at += 1) {
    const value = values[at] as number;
    // A gap is a gap, however short.
    if (Number.isNaN(value)) return [at];
    if (value < (values[low] as number)) low = at;
    if (value > (values[high] as number)) high = at;
  }
  return low === high ? [low] : [Math.min(low, high), Math.max(low, high)];
};

/** The line breaks where nothing was measured. */
export const tracePaths = (values: Float64Array, { left, step, at }: TraceScale): readonly string[] => {
  const together = Math.max(1, Math.floor(finest / step));
  const runs: Point[][] = [];
  let run: Point[] | undefined;
  for (let from = 0; from < values.length; from += together) {
    const to = Math.min(values.length, from + together);
    const seen =
      together > 2 ? extremes(values, from, to) : Array.from({ length: to - from }, (_, index) => from + index);
    for (const index of seen) {
      const value = values[index] as number;
      if (Number.isNaN(value)) {
        run = undefined;
        continue;
      }
      if (run === undefined) {
        run = [];
        runs.push(run);
      }
      run.push([hundredths(left + index * step), hundredths(at(value))]);
    }
  }
  return runs.flatMap(inPieces).map(pathOf);
};
