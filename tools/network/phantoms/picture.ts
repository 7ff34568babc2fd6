import type { Grain } from '../drawing/noise.ts';
import type { Plane } from '../drawing/plane.ts';
import type { Random } from '../random.ts';

/** Where the numbers of a calibrated ultrasound sector hold (PS3.3 C.8.5.5). Pixels of the frame. */
export interface UltrasoundRegion {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly mmPerPixel: number;
}

/** A drawn object before it has an identity: pixels and what they mean. */
export interface Picture {
  readonly rows: number;
  readonly columns: number;
  readonly samples: 1 | 3;
  readonly bitsStored: number;
  readonly signed: boolean;
  readonly photometric: 'MONOCHROME1' | 'MONOCHROME2' | 'RGB';
  /** One entry a frame; RGB is colour by pixel. */
  readonly frames: readonly (Uint8Array | Uint16Array | Int16Array)[];
  readonly window?: { readonly center: number; readonly width: number };
  readonly rescale?: { readonly slope: number; readonly intercept: number; readonly type: string };
  /** Pixel Spacing, mm, in the patient. */
  readonly spacing?: number;
  /** Imager Pixel Spacing, mm, at the detector: projection images, magnified in the patient. */
  readonly imagerSpacing?: number;
  /** Image Position (Patient) of the first pixel and the two direction cosines. */
  readonly position?: readonly [number, number, number];
  readonly orientation?: readonly number[];
  readonly thickness?: number;
  readonly regions?: readonly UltrasoundRegion[];
  readonly frameTimeMs?: number;
  /** View Position or the view's own words, e.g. PA, LATERAL, CC. */
  readonly view?: string;
  /** Patient Orientation: where rows and columns go, when that is not what the view alone says. */
  readonly patientOrientation?: readonly [string, string];
}

/** What a drawing may use: numbers of its own anatomy (same for every study of a patient), of this exam, and shared grain. */
export interface Ink {
  /** Seeded by the patient: the same anatomy every time. */
  readonly body: Random;
  /** Seeded by this object. */
  readonly shot: Random;
  readonly grain: Grain;
}

export const clamp = (value: number, low: number, high: number): number => (value < low ? low : Math.min(value, high));

/** Stored values of a plane, rounded and bounded to the bits. */
export const unsigned = (p: Plane, bits: number): Uint16Array => {
  const top = 2 ** bits - 1;
  const out = new Uint16Array(p.data.length);
  for (let i = 0; i < out.length; i++) out[i] = clamp(Math.round(p.data[i] ?? 0), 0, top);
  return out;
};

export const bytes = (p: Plane): Uint8Array => {
  const out = new Uint8Array(p.data.length);
  for (let i = 0; i < out.length; i++) out[i] = clamp(Math.round(p.data[i] ?? 0), 0, 255);
  return out;
};

/** Axial slices as every scanner writes them: rows to the patient's left, columns to the back. */
export const AXIAL = [1, 0, 0, 0, 1, 0] as const;
export const CORONAL = [1, 0, 0, 0, 0, -1] as const;

export const corner = (p: Plane, z: number): readonly [number, number, number] => [
  ((1 - p.width) / 2) * p.mm,
  ((1 - p.height) / 2) * p.mm,
  z,
];
