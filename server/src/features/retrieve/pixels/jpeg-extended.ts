/** JPEG with 12 bits a sample, extended sequential and progressive (ISO 10918-1 F and G, SOF1 and SOF2): the library reads 8 bits. */
import { segments } from './codestream.ts';
import { inverseDct } from './dct.ts';
import type { HuffmanTable, ScanReader } from './huffman.ts';
import { ProgressiveScan } from './jpeg-progressive.ts';
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

const progressive = 0xc2;

/** Planes of whole MCUs. */
const pictureOf = (header: FrameHeader): Picture => {
  const { rows, columns, components } = header;
  if (header.process > progressive) throw new Error('a JPEG process that DICOM does not use');
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

interface BlockVisitor {
  restart(): void;
  /** `component` is its place in the scan; the block is that of its plane. */
  block(component: number, column: number, row: number): void;
}

/** Blocks in the order of the scan. A component that is alone in it has its own lines, without the padding of MCUs (A.2.2). */
const eachBlock = (scan: Scan, { mostH, mostV, header }: Picture, visitor: BlockVisitor): void => {
  const { components } = header;
  const alone = scan.components.length === 1;
  const { h = 1, v = 1 } = components[scan.components[0]?.index ?? 0] ?? {};
  const across = Math.ceil((alone ? (header.columns * h) / mostH : header.columns / mostH) / 8);
  const down = Math.ceil((alone ? (header.rows * v) / mostV : header.rows / mostV) / 8);
  for (let unit = 0; unit < across * down; unit += 1) {
    if (scan.interval > 0 && unit > 0 && unit % scan.interval === 0) {
      scan.reader.restart();
      visitor.restart();
    }
    const [column, row] = [unit % across, Math.floor(unit / across)];
    for (const [place, { index }] of scan.components.entries()) {
      const [wide, high] = alone ? [1, 1] : [components[index]?.h ?? 1, components[index]?.v ?? 1];
      for (let block = 0; block < wide * high; block += 1)
        visitor.block(place, column * wide + (block % wide), row * high + Math.floor(block / wide));
    }
  }
};

const decodeScan = (scan: Scan, picture: Picture): void => {
  const components = componentsOf(scan, picture);
  const before = components.map(() => 0);
  eachBlock(scan, picture, {
    restart: () => void before.fill(0),
    block: (place, column, row) => {
      const component = components[place] as ScanComponent;
      before[place] = readBlock(scan.reader, component, before[place] as number);
      putBlock(component.plane, column, row, picture.header.bits);
    },
  });
};

/** 64 coefficients of each block of a plane, in the order of the zigzag. */
const noCoefficients = ({ planes }: Picture): readonly Int16Array[] =>
  planes.map(({ samples: plane }) => new Int16Array(plane.length));

const refineBy = (scan: Scan, picture: Picture, coefficientsOf: readonly Int16Array[]): void => {
  const reading = new ProgressiveScan(scan);
  eachBlock(scan, picture, {
    restart: () => reading.restart(),
    block: (place, column, row) => {
      const index = scan.components[place]?.index ?? 0;
      const across = (picture.planes[index]?.stride ?? 0) / 8;
      reading.read(place, coefficientsOf[index] as Int16Array, (row * across + column) * 64);
    },
  });
};

/** What all scans made of a plane, as samples. */
const putPlane = (plane: Plane, kept: Int16Array, steps: Uint16Array | undefined, bits: number): void => {
  if (steps === undefined) throw new Error('a JPEG stream without its tables');
  const across = plane.stride / 8;
  for (let block = 0; block * 64 < kept.length; block += 1) {
    for (let k = 0; k < 64; k += 1)
      coefficients[zigzag[k] as number] = (kept[block * 64 + k] as number) * (steps[k] as number);
    putBlock(plane, block % across, Math.floor(block / across), bits);
  }
};

/** A stream that is cut after a scan would be a picture without its details: it ends with EOI. */
const checkEnd = (bytes: Uint8Array, at: number): void => {
  if (bytes[at] !== 0xff || bytes[at + 1] !== 0xd9) throw new Error('a JPEG stream that ends before its scans');
};

const decodeProgressive = (bytes: Uint8Array): Picture | undefined => {
  let picture: Picture | undefined;
  let kept: readonly Int16Array[] = [];
  let last: Scan | undefined;
  for (const scan of scans(bytes)) {
    picture ??= pictureOf(scan.frame);
    if (last === undefined) kept = noCoefficients(picture);
    refineBy(scan, picture, kept);
    last = scan;
  }
  if (picture === undefined || last === undefined) return undefined;
  checkEnd(bytes, last.reader.nextMarker());
  for (const [index, plane] of picture.planes.entries()) {
    const steps = last.quantisation.get(picture.header.components[index]?.quantisation ?? -1);
    putPlane(plane, kept[index] as Int16Array, steps, picture.header.bits);
  }
  return picture;
};

const decodeSequential = (bytes: Uint8Array): Picture | undefined => {
  let picture: Picture | undefined;
  for (const scan of scans(bytes)) {
    picture ??= pictureOf(scan.frame);
    decodeScan(scan, picture);
  }
  return picture;
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

const isProgressive = (bytes: Uint8Array): boolean => {
  for (const { marker } of segments(bytes)) if (marker === progressive) return true;
  return false;
};

export const decodeJpegExtended = (bytes: Uint8Array): Uint16Array<ArrayBuffer> => {
  const picture = isProgressive(bytes) ? decodeProgressive(bytes) : decodeSequential(bytes);
  if (picture === undefined) throw new Error('a JPEG stream without a scan');
  return weave(picture);
};
