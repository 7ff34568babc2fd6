/** JPEG lossless, processes 14 and 14 SV1 (ISO 10918-1 H). */

import type { HuffmanTable } from './huffman.ts';
import { huffmanOf, type Scan, scans } from './jpeg-scans.ts';

type Samples = Uint16Array<ArrayBuffer>;

/** Table H.1: left, above, above left. */
const predictors: readonly ((a: number, b: number, c: number) => number)[] = [
  () => 0,
  (a) => a,
  (_, b) => b,
  (_a, _b, c) => c,
  (a, b, c) => a + b - c,
  (a, b, c) => a + ((b - c) >> 1),
  (a, b, c) => b + ((a - c) >> 1),
  (a, b) => (a + b) >> 1,
];

/** A difference of category 16 has no further bits (H.1.2.2). */
const difference = ({ reader }: Scan, table: HuffmanTable): number => {
  const category = reader.symbol(table);
  if (category > 16) throw new Error('a JPEG difference of an impossible size');
  return category === 16 ? 32_768 : reader.signed(category);
};

const decodeScan = (scan: Scan, values: Samples): void => {
  const { frame, interval, components, selection, low } = scan;
  const { rows, columns } = frame;
  const step = frame.components.length;
  const stride = columns * step;
  const predict = predictors[selection];
  if (predict === undefined || low >= frame.bits) throw new Error('a JPEG scan with an impossible predictor');
  const origin = 1 << (frame.bits - low - 1);
  const tables = components.map(({ dc }) => huffmanOf(scan, dc));
  let firstRow = 0;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const unit = row * columns + column;
      if (interval > 0 && unit > 0 && unit % interval === 0) {
        scan.reader.restart();
        firstRow = row;
      }
      for (let n = 0; n < components.length; n += 1) {
        const at = row * stride + column * step + (components[n] as { index: number }).index;
        let predicted: number;
        if (row === firstRow) predicted = column === 0 ? origin : (values[at - step] as number);
        else if (column === 0) predicted = values[at - stride] as number;
        else
          predicted = predict(
            values[at - step] as number,
            values[at - stride] as number,
            values[at - stride - step] as number,
          );
        values[at] = predicted + difference(scan, tables[n] as HuffmanTable);
      }
    }
  }
};

/** Samples by pixel. */
export const decodeJpegLossless = (bytes: Uint8Array): Samples => {
  let values: Samples | undefined;
  let low = 0;
  for (const scan of scans(bytes)) {
    const { process, rows, columns, components } = scan.frame;
    if (process !== 0xc3) throw new Error('a JPEG process other than the lossless one');
    if (components.some(({ h, v }) => h !== 1 || v !== 1))
      throw new Error('a lossless JPEG with subsampled components');
    values ??= new Uint16Array(rows * columns * components.length);
    low = scan.low;
    decodeScan(scan, values);
  }
  if (values === undefined) throw new Error('a JPEG stream without a scan');
  if (low > 0) for (let at = 0; at < values.length; at += 1) values[at] = (values[at] as number) << low;
  return values;
};
