/** What is drawn and how: plain data, so that it can cross to a worker. */
import type { FrameToDecode } from '../pixels/frame.ts';
import type { Mask } from './mask.ts';

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

/** One bit a pixel; `top` and `left` count from the picture's first pixel and may lie outside it. */
export interface OverlayPlane {
  readonly rows: number;
  readonly columns: number;
  readonly top: number;
  readonly left: number;
  readonly firstBit: number;
  readonly bits: Uint8Array;
}

/** What a display shutter leaves open; rows and columns count from 1. */
export type Shutter =
  | {
      readonly shape: 'RECTANGULAR';
      readonly left: number;
      readonly right: number;
      readonly top: number;
      readonly bottom: number;
    }
  | { readonly shape: 'CIRCULAR'; readonly row: number; readonly column: number; readonly radius: number }
  | { readonly shape: 'POLYGONAL'; readonly vertices: readonly (readonly [row: number, column: number])[] };

export interface RenderTask {
  readonly frame: FrameToDecode;
  readonly grey: GreyScale;
  readonly palette: Palette | undefined;
  /** Subtracted before the window. */
  readonly mask?: Mask | undefined;
  /** 0 to 1: how much edges are enhanced, of grey pictures and before the window. */
  readonly edges?: number | undefined;
  /** Colours for the greys, from black to white, of a pseudo-colour presentation (PS3.3 A.33.3). */
  readonly pseudo?: Palette | undefined;
  readonly overlays: readonly OverlayPlane[];
  readonly shutters: readonly Shutter[];
  /** 0 to 255 */
  readonly shutterShade: number;
}

/** 8 bits a channel, one channel or three. */
export interface RenderedPixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}
