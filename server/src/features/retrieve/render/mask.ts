/** What a presentation state has subtracted from a frame (PS3.3 C.7.6.10, C.11.13): other frames of the same object. */
import { type Dataset, tags } from '@throughline/dicom';
import { fail } from '../../../errors.ts';
import type { DecodedFrame, FrameToDecode, Values } from '../pixels/frame.ts';

export interface Mask {
  /** Averaged. */
  readonly frames: readonly FrameToDecode[];
  /** How far the mask is moved before it is subtracted, in rows and columns. */
  readonly shift: readonly [rows: number, columns: number];
  /** 0 to 1: how much of the mask is taken away; the rest stays visible. */
  readonly share: number;
}

const mostFrames = 64;

/** Whether the item is of this frame: of all, or of ranges (from, to). */
const isOf = (item: Dataset, frame: number): boolean => {
  const ranges = item.numbers(tags.ApplicableFrameRange);
  return (
    ranges.length < 2 || ranges.some((from, at) => at % 2 === 0 && from <= frame && frame <= (ranges[at + 1] ?? 0))
  );
};

/** What the offset is subtracted from: the frame itself, or one as far before the first of the range as the frame is behind it (C.7.6.10.1). */
const differenced = (operation: string, item: Dataset, frame: number): number => {
  if (operation === 'TID') return frame;
  if (operation !== 'REV_TID')
    return fail('not-acceptable', `The mask operation ${operation.slice(0, 16)} is not drawn.`);
  const [first] = item.numbers(tags.ApplicableFrameRange);
  return first === undefined ? fail('not-acceptable', 'A reversed mask says no range of frames.') : 2 * first - frame;
};

/** @throws Failure not-acceptable if it is subtracted in a way that is not done */
const maskFrames = (item: Dataset, frame: number): readonly number[] => {
  const operation = item.string(tags.MaskOperation) ?? 'NONE';
  if (operation === 'NONE') return [];
  if (operation === 'AVG_SUB') return item.numbers(tags.MaskFrameNumbers).slice(0, mostFrames);
  const before = differenced(operation, item, frame) - (item.number(tags.TIDOffset) ?? 1);
  return before >= 1 ? [before] : [];
};

/** The mask of a frame, of which this share (0 to 1) stays visible; undefined when it is to be seen as it is. */
export const maskOf = async (
  state: Dataset,
  frame: number,
  visible: number,
  of: FrameToDecode,
  readFrame: (frame: number) => Promise<Uint8Array>,
): Promise<Mask | undefined> => {
  const item = state.items(tags.MaskSubtractionSequence).find((one) => isOf(one, frame));
  if (item === undefined || state.string(tags.RecommendedViewingMode) === 'NAT') return undefined;
  const numbers = maskFrames(item, frame);
  if (numbers.length === 0) return undefined;
  if (of.samples !== 1) fail('not-acceptable', 'A mask is subtracted from grey pictures only.');
  const [rows = 0, columns = 0] = item.numbers(tags.MaskSubPixelShift);
  const frames: FrameToDecode[] = [];
  for (const number of numbers) frames.push({ ...of, bytes: await readFrame(number) });
  return { frames, shift: [rows, columns], share: 1 - visible };
};

/** The average of the masks at a place between pixels; outside, what is at the edge. */
const averageAt = (masks: readonly Float64Array[], columns: number, rows: number) => {
  const at = (mask: Float64Array, row: number, column: number): number => {
    const [r, c] = [Math.min(rows - 1, Math.max(0, row)), Math.min(columns - 1, Math.max(0, column))];
    return mask[r * columns + c] as number;
  };
  return (row: number, column: number): number => {
    const [r, c] = [Math.floor(row), Math.floor(column)];
    const [dr, dc] = [row - r, column - c];
    let sum = 0;
    for (const mask of masks) {
      const upper = at(mask, r, c) * (1 - dc) + (dc > 0 ? at(mask, r, c + 1) * dc : 0);
      const lower = dr > 0 ? at(mask, r + 1, c) * (1 - dc) + (dc > 0 ? at(mask, r + 1, c + 1) * dc : 0) : 0;
      sum += upper * (1 - dr) + lower * dr;
    }
    return sum / masks.length;
  };
};

/** Differences of modality values (PS3.4 N.2.1: the mask comes behind the modality transformation). */
export const subtracted = (
  frame: DecodedFrame,
  masks: readonly DecodedFrame[],
  { shift: [rows, columns], share }: Mask,
  modality: (value: number) => number,
): Values => {
  if (masks.some(({ values }) => values.length !== frame.values.length)) throw new Error('masks of another size');
  const real = ({ values }: DecodedFrame) => Float64Array.from(values as Iterable<number>, modality);
  const average = averageAt(masks.map(real), frame.columns, frame.rows);
  const result = real(frame);
  for (let row = 0; row < frame.rows; row += 1)
    for (let column = 0; column < frame.columns; column += 1) {
      const at = row * frame.columns + column;
      result[at] = (result[at] as number) - share * average(row - rows, column - columns);
    }
  return result;
};
