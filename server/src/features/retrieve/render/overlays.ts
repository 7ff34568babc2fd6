/** Overlay planes (PS3.3 C.9.2): groups 6000 to 601E, one bit a pixel. */
import { type Dataset, makeTag, type ReadBytes } from '@throughline/dicom';
import type { OverlayPlane } from './render-task.ts';

const groups = Array.from({ length: 16 }, (_, index) => 0x6000 + index * 2);
const largestSide = 0xffff;

const planeOf = async (
  dataset: Dataset,
  group: number,
  frame: number,
  read: ReadBytes,
): Promise<OverlayPlane | undefined> => {
  const number = (element: number): number | undefined => dataset.number(makeTag(group, element));
  const [rows = 0, columns = 0] = [number(0x0010), number(0x0011)];
  const data = dataset.get(makeTag(group, 0x3000));
  if (!(rows > 0 && columns > 0 && rows <= largestSide && columns <= largestSide)) return undefined;
  if (data?.kind !== 'value' && data?.kind !== 'bulk') return undefined;
  const [top = 1, left = 1] = dataset.numbers(makeTag(group, 0x0050));
  const frames = number(0x0015) ?? 1;
  const index = frame - (number(0x0051) ?? 1);
  if (frames > 1 && (index < 0 || index >= frames)) return undefined;
  const from = frames > 1 ? index * rows * columns : 0;
  const start = from >> 3;
  const length = ((from & 7) + rows * columns + 7) >> 3;
  const whole = data.kind === 'value' ? data.bytes.length : data.length;
  if (start + length > whole) return undefined;
  const bits =
    data.kind === 'value'
      ? data.bytes.subarray(start, start + length)
      : await read({ offset: data.offset + start, length });
  return { rows, columns, top: top - 1, left: left - 1, firstBit: from & 7, bits };
};

/** The planes of a frame that lie in Overlay Data; one that is shorter than it says is not drawn. */
export const overlaysOf = async (
  dataset: Dataset,
  frame: number,
  read: ReadBytes,
): Promise<readonly OverlayPlane[]> => {
  const planes = await Promise.all(groups.map((group) => planeOf(dataset, group, frame, read)));
  return planes.filter((plane) => plane !== undefined);
};
