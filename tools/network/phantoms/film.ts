import { sprinkle } from '../drawing/noise.ts';
import { blur, map, type Plane } from '../drawing/plane.ts';
import { markSynthetic, write } from '../drawing/text.ts';
import { clamp, type Ink, type Picture, unsigned } from './picture.ts';

const BITS = 12;
const TOP = 4095;

export interface Exposure {
  /** Attenuation that is shown black and white. */
  readonly black: number;
  readonly white: number;
  readonly unsharpMm?: number;
  readonly noise?: number;
  /** R or L, drawn where the radiographer's marker lies. */
  readonly marker?: string;
  readonly view: string;
  readonly markerSide?: 'left' | 'right';
  readonly inverted?: boolean;
}

const placeMarker = (p: Plane, text: string, side: 'left' | 'right'): void => {
  const scale = Math.max(2, Math.round(p.width / 130));
  write(
    p,
    text,
    side === 'left' ? p.width * 0.05 : p.width * 0.95 - 6 * scale * text.length,
    p.height * 0.07,
    scale,
    TOP,
  );
};

/**
 * Turns summed attenuation into a digital film: bone white. The detector sees exp(-attenuation); the logarithm that every
 * system applies gives attenuation back, so the tone curve works on it directly.
 */
export const film = (p: Plane, ink: Ink, exposure: Exposure): Picture => {
  blur(p, exposure.unsharpMm ?? 0.4);
  const span = exposure.white - exposure.black;
  map(p, (value) => {
    const t = clamp((value - exposure.black) / span, -0.05, 1.15);
    return TOP * (0.02 + 0.93 * (t < 0 ? t * 0.2 : t ** 0.9));
  });
  sprinkle(p, ink.grain.coarse, ink.shot, exposure.noise ?? 22);
  if (exposure.inverted) map(p, (value) => TOP - value);
  if (exposure.marker) placeMarker(p, exposure.marker, exposure.markerSide ?? 'left');
  markSynthetic(p, exposure.inverted ? 0 : TOP);
  return {
    rows: p.height,
    columns: p.width,
    samples: 1,
    bitsStored: BITS,
    signed: false,
    photometric: exposure.inverted ? 'MONOCHROME1' : 'MONOCHROME2',
    frames: [unsigned(p, BITS)],
    window: { center: 2048, width: 4096 },
    imagerSpacing: p.mm,
    view: exposure.view,
  };
};
