/** One frame and what is needed to make a picture of it: plain data, so that it can cross to a worker. */
export interface FrameToDecode {
  readonly transferSyntaxUid: string;
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  readonly planar: boolean;
  readonly littleEndian: boolean;
  readonly photometric: string;
}

/** Samples as stored values, interleaved by pixel. */
export interface DecodedFrame {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly values: Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array;
  /** A decoder has turned YBR into RGB already. */
  readonly photometric: string;
  readonly bits: number;
}

/** How stored values become grey: modality, then window, then polarity (PS3.3 C.11.1, C.11.2). */
export interface GreyScale {
  readonly slope: number;
  readonly intercept: number;
  readonly window:
    | { readonly centre: number; readonly width: number; readonly shape: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID' }
    | undefined;
  readonly modalityLut: LookUpTable | undefined;
  readonly voiLut: LookUpTable | undefined;
  readonly inverse: boolean;
  /** Stored value that means "no pixel" and takes no part in finding a window. */
  readonly padding: number | undefined;
}

export interface LookUpTable {
  readonly first: number;
  readonly bits: number;
  readonly values: Uint16Array;
}

export interface Palette {
  readonly red: LookUpTable;
  readonly green: LookUpTable;
  readonly blue: LookUpTable;
}

export interface RenderTask {
  readonly frame: FrameToDecode;
  readonly grey: GreyScale;
  readonly palette: Palette | undefined;
}

/** 8 bits a channel, one channel or three. */
export interface RenderedPixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}
