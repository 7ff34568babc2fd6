/** One frame and what it takes to read it: plain data, so that it can cross to a worker. */
export interface PixelFormat {
  readonly transferSyntaxUid: string;
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  /** Float or Double Float Pixel Data (PS3.3 C.7.6.24, C.7.6.25). */
  readonly float: boolean;
  readonly planar: boolean;
  readonly photometric: string;
}

export interface FrameToDecode extends PixelFormat {
  /** As stored; those of a native frame in little endian and from the first bit. */
  readonly bytes: Uint8Array;
}

export type Values =
  | Uint8Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** Samples as stored values, interleaved by pixel. */
export interface DecodedFrame {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly values: Values;
  /** A decoder may have turned YBR into RGB. */
  readonly photometric: string;
  /** bits of a value that count */
  readonly bits: number;
}

/** A frame in the form that was asked for, and the colour model it is in now. */
export interface NativeFrame {
  readonly bytes: Uint8Array;
  readonly photometric: string;
}

export interface FrameToEncode {
  readonly frame: FrameToDecode;
  /** a transfer syntax that loses nothing */
  readonly target: string;
}
