/** Edges enhanced as an XA/XRF state asks for (Display Filter Percentage, PS3.3 C.11.21). */
import type { Values } from '../pixels/frame.ts';

/** How much stronger than its neighbourhood a pixel becomes at 100 percent: the standard leaves the filter to the display. */
const strongest = 2;

/** The average of a pixel and its eight neighbours; outside, what is at the edge. */
const averages = (values: Values, rows: number, columns: number): Float64Array => {
  const along = new Float64Array(values.length);
  const result = new Float64Array(values.length);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const [left, right] = [Math.max(0, column - 1), Math.min(columns - 1, column + 1)];
      const at = row * columns;
      along[at + column] =
        (values[at + left] as number) + (values[at + column] as number) + (values[at + right] as number);
    }
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const [above, below] = [Math.max(0, row - 1), Math.min(rows - 1, row + 1)];
      const sum = [above, row, below].reduce((total, each) => total + (along[each * columns + column] as number), 0);
      result[row * columns + column] = sum / 9;
    }
  return result;
};

/** An unsharp mask of modality values: `share` from 0 (as they are) to 1. */
export const enhanced = (values: Values, rows: number, columns: number, share: number): Values => {
  const smooth = averages(values, rows, columns);
  return smooth.map((average, at) => {
    const value = values[at] as number;
    return value + strongest * share * (value - average);
  });
};
