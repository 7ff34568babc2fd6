/** JPEG extended sequential with 12 bits a sample (ISO 10918-1 F, SOF1), which the library's 8-bit decoder cannot read. */
import { inverseDct } from './dct.ts';
import type { HuffmanTable, ScanReader } from './huffman.ts';
import { type FrameHeader, huffmanOf, type Scan, scans } from './jpeg-scans.ts';

interface Plane {
  readonly h: number;
  readonly v: number;
  readonly stride: number;
  readonly samples: Uint16Array;
}

interface Picture {
  readonly header: FrameHeader;
  readonly mostH: number;
  readonly mostV: number;
  readonly planes: readonly Plane[];
}

const zigzag = Uint8Array.of(
  0,
  1,
  8,
  16,
  9,
  2,
  3,
  10,
  17,
  24,
  32,
  25,
  18,
  11,
  4,
  5,
  12,
  19,
  26,
  33,
  40,
  48,
  41,
  34,
  27,
  20,
  13,
  6,
  7,
  14,
  21,
  28,
  35,
  42,
  49,
  56,
  57,
  50,
  43,
  36,
  29,
  22,
  15,
  23,
  30,
  37,
  44,
  51,
  58,
  59,
  52,
  45,
  38,
  31,
  39,
  46,
  53,
  60,
  61,
  54,
  47,
  55,
  62,
  63,
);

/** Planes of whole MCUs. */
const pictureOf = (header: FrameHeader): Picture => {
  const { rows, columns, components } = header;
  if (header.process > 0xc1) throw new Error('a JPEG process that DICOM does not use');
  const [mostH, mostV] = [Math.max(...components.map(({ h }) => h)), Math.max(...components.map(({ v }) => v))];
  const planes = components.map(({ h, v }) => {
    const stride = Math.ceil(columns / (8 * mostH)) * h * 8;
    return { h, v, stride, samples: new Uint16Array(stride * Math.ceil(rows / (8 * mostV)) * v * 8) };
  });
  return { header, mostH, mostV, planes };
};

interface ScanComponent {
  readonly plane: Plane;
  readonly dc: HuffmanTable;
  readonly ac: HuffmanTable;
  readonly steps: Uint16Array;
}

const componentsOf = (scan: Scan, { header, planes }: Picture): readonly ScanComponent[] =>
  scan.components.map(({ index, dc, ac }) => {
    const steps = scan.quantisation.get(header.components[index]?.quantisation ?? -1);
    const plane = planes[index];
    if (steps === undefined || plane === undefined) throw new Error('a JPEG scan without its tables');
    return { plane, dc: huffmanOf(scan, dc), ac: huffmanOf(scan, ac), steps };
  });

const coefficients = new Float32Array(64);
const samples = new Float32Array(64);

/** One block; returns its DC value, from which the next one differs. */
const readBlock = (reader: ScanReader, { dc, ac, steps }: ScanComponent, before: number): number => {
  coefficients.fill(0);
  const value = before + reader.signed(reader.symbol(dc) & 15);
  coefficients[0] = value * (steps[0] as number);
  for (let k = 1; k < 64; k += 1) {
    const symbol = reader.symbol(ac);
    const [run, size] = [symbol >> 4, symbol & 15];
    if (size === 0 && run < 15) break;
    k += run;
    if (size === 0) continue;
    if (k > 63) throw new Error('a JPEG block with more than 64 coefficients');
    coefficients[zigzag[k] as number] = reader.signed(size) * (steps[k] as number);
  }
  return value;
};

const putBlock = ({ stride, samples: plane }: Plane, column: number, row: number, bits: number): void => {
  const [middle, most] = [2 ** (bits - 1), 2 ** bits - 1];
  inverseDct(coefficients, samples);
  for (let y = 0; y < 8; y += 1) {
    const line = (row * 8 + y) * stride + column * 8;
    for (let x = 0; x < 8; x += 1)
      plane[line + x] = Math.min(most, Math.max(0, Math.round((samples[y * 8 + x] as number) + middle)));
  }
};

/** A component that is alone in its scan has its own lines of blocks, without the padding of MCUs (A.2.2). */
const decodeScan = (scan: Scan, picture: Picture): void => {
  const { mostH, mostV, header } = picture;
  const components = componentsOf(scan, picture);
  const alone = components.length === 1;
  const { h = 1, v = 1 } = components[0]?.plane ?? {};
  const across = Math.ceil((alone ? (header.columns * h) / mostH : header.columns / mostH) / 8);
  const down = Math.ceil((alone ? (header.rows * v) / mostV : header.rows / mostV) / 8);
  const before = components.map(() => 0);
  for (let unit = 0; unit < across * down; unit += 1) {
    if (scan.interval > 0 && unit > 0 && unit % scan.interval === 0) {
      scan.reader.restart();
      before.fill(0);
    }
    const [column, row] = [unit % across, Math.floor(unit / across)];
    for (const [index, component] of components.entries()) {
      const [wide, high] = alone ? [1, 1] : [component.plane.h, component.plane.v];
      for (let block = 0; block < wide * high; block += 1) {
        before[index] = readBlock(scan.reader, component, before[index] as number);
        putBlock(component.plane, column * wide + (block % wide), row * high + Math.floor(block / wide), header.bits);
      }
    }
  }
};

/** Samples by pixel; a component with fewer samples is repeated. */
const weave = ({ header: { rows, columns }, mostH, mostV, planes }: Picture): Uint16Array<ArrayBuffer> => {
  const values = new Uint16Array(rows * columns * planes.length);
  for (const [index, { samples: plane, stride, h, v }] of planes.entries()) {
    for (let y = 0; y < rows; y += 1) {
      const line = Math.floor((y * v) / mostV) * stride;
      for (let x = 0; x < columns; x += 1)
        values[(y * columns + x) * planes.length + index] = plane[line + Math.floor((x * h) / mostH)] as number;
    }
  }
  return values;
};

export const decodeJpegExtended = (bytes: Uint8Array): Uint16Array<ArrayBuffer> => {
  let picture: Picture | undefined;
  for (const scan of scans(bytes)) {
    picture ??= pictureOf(scan.frame);
    decodeScan(scan, picture);
  }
  if (picture === undefined) throw new Error('a JPEG stream without a scan');
  return weave(picture);
};
