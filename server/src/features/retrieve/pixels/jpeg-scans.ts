/** The scans of a JPEG stream with the tables that are in force for them (ISO 10918-1 B.2). */
import { segments } from './codestream.ts';
import { type HuffmanTable, huffmanTable, ScanReader } from './huffman.ts';

export interface FrameComponent {
  readonly id: number;
  readonly h: number;
  readonly v: number;
  readonly quantisation: number;
}

export interface FrameHeader {
  readonly process: number;
  readonly bits: number;
  readonly rows: number;
  readonly columns: number;
  readonly components: readonly FrameComponent[];
}

interface Tables {
  readonly quantisation: Map<number, Uint16Array>;
  /** direct tables by their number, alternating ones 16 higher */
  readonly huffman: Map<number, HuffmanTable>;
}

export interface Scan extends Tables {
  readonly frame: FrameHeader;
  readonly interval: number;
  /** places among the frame's components, and which Huffman tables they use */
  readonly components: readonly { readonly index: number; readonly dc: number; readonly ac: number }[];
  /** start of the spectral selection; the predictor of a lossless scan */
  readonly selection: number;
  /** end of the spectral selection */
  readonly end: number;
  /** successive approximation: the bit before and the bit now; the latter is the point transform of a lossless scan */
  readonly high: number;
  readonly low: number;
  readonly reader: ScanReader;
}

const u16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

const readFrame = (process: number, body: Uint8Array): FrameHeader => {
  const components = Array.from({ length: body[5] ?? 0 }, (_, index) => {
    const [id = 0, factors = 0, quantisation = 0] = body.subarray(6 + index * 3, 9 + index * 3);
    return { id, h: factors >> 4, v: factors & 15, quantisation };
  });
  const possible = components.every(({ h, v }) => h >= 1 && h <= 4 && v >= 1 && v <= 4);
  if (components.length < 1 || components.length > 4 || !possible)
    throw new Error('a JPEG frame with impossible components');
  return { process, bits: body[0] ?? 0, rows: u16(body, 1), columns: u16(body, 3), components };
};

const readQuantisation = (body: Uint8Array, tables: Tables['quantisation']): void => {
  for (let at = 0; at < body.length; ) {
    const [wide, id] = [(body[at] as number) >> 4, (body[at] as number) & 15];
    const from = at + 1;
    tables.set(
      id,
      Uint16Array.from({ length: 64 }, (_, k) => (wide ? u16(body, from + k * 2) : (body[from + k] ?? 0))),
    );
    at += wide ? 129 : 65;
  }
};

const readHuffman = (body: Uint8Array, tables: Tables['huffman']): void => {
  for (let at = 0; at + 17 <= body.length; ) {
    const counts = body.subarray(at + 1, at + 17);
    const end = at + 17 + counts.reduce((sum, count) => sum + count, 0);
    tables.set(body[at] as number, huffmanTable(counts, body.subarray(at + 17, end)));
    at = end;
  }
};

const readScan = (body: Uint8Array, frame: FrameHeader) => {
  const count = body[0] ?? 0;
  const components = Array.from({ length: count }, (_, n) => {
    const [id, tables = 0] = body.subarray(1 + n * 2, 3 + n * 2);
    const index = frame.components.findIndex((component) => component.id === id);
    if (index < 0) throw new Error('a JPEG scan of a component that is not there');
    return { index, dc: tables >> 4, ac: 16 + (tables & 15) };
  });
  const [selection = 0, end = 0, approximation = 0] = body.subarray(1 + count * 2);
  return { components, selection, end, high: approximation >> 4, low: approximation & 15 };
};

/** Each scan is read by who takes it before the next is looked for. */
export function* scans(bytes: Uint8Array): Generator<Scan> {
  const tables: Tables = { quantisation: new Map(), huffman: new Map() };
  let frame: FrameHeader | undefined;
  let interval = 0;
  for (let from = 0; from >= 0; ) {
    let next = -1;
    for (const { marker, start, body } of segments(bytes.subarray(from))) {
      if (marker === 0xdb) readQuantisation(body, tables.quantisation);
      else if (marker === 0xc4) readHuffman(body, tables.huffman);
      else if (marker === 0xdd) interval = u16(body, 0);
      else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xcc) frame ??= readFrame(marker, body);
      else if (marker === 0xda && frame) {
        const reader = new ScanReader(bytes, from + start + 4 + body.length);
        yield { ...tables, frame, interval, reader, ...readScan(body, frame) };
        next = reader.nextMarker();
      }
    }
    from = next;
  }
}

export const huffmanOf = (scan: Scan, number: number): HuffmanTable => {
  const table = scan.huffman.get(number);
  if (table === undefined) throw new Error('a JPEG scan without its tables');
  return table;
};
