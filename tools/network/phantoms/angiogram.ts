import { sprinkle } from '../drawing/noise.ts';
import { dome, plane, plus } from '../drawing/plane.ts';
import { type Stroke, stroke } from '../drawing/shapes.ts';
import { markSynthetic } from '../drawing/text.ts';
import { bytes, type Ink, type Picture } from './picture.ts';

export interface AngiogramLook {
  readonly draw: 'angiogram';
  readonly vessel: 'coronary' | 'cavopulmonary';
  /** 0..1 of the lumen that is lost. */
  readonly stenosis?: number;
}

const size = 512;
const count = 14;

const trees: Readonly<Record<AngiogramLook['vessel'], readonly Stroke[]>> = {
  coronary: [
    {
      points: [
        { x: -10, y: -50 },
        { x: 8, y: -30 },
        { x: 20, y: 0 },
        { x: 26, y: 36 },
        { x: 22, y: 60 },
      ],
      radius: (t) => 2.4 - 1.4 * t,
    },
    {
      points: [
        { x: 4, y: -34 },
        { x: -16, y: -14 },
        { x: -34, y: 14 },
        { x: -40, y: 44 },
      ],
      radius: (t) => 2.1 - 1.3 * t,
    },
    {
      points: [
        { x: 18, y: -8 },
        { x: 40, y: 6 },
        { x: 48, y: 28 },
      ],
      radius: (t) => 1.5 - t,
    },
  ],
  cavopulmonary: [
    {
      points: [
        { x: 12, y: -70 },
        { x: 10, y: -30 },
        { x: 6, y: 0 },
      ],
      radius: 7,
    },
    {
      points: [
        { x: 8, y: 70 },
        { x: 4, y: 30 },
        { x: 6, y: 0 },
      ],
      radius: 8,
    },
    {
      points: [
        { x: 6, y: -4 },
        { x: -30, y: 2 },
        { x: -58, y: 16 },
      ],
      radius: (t) => 6 - 3 * t,
    },
    {
      points: [
        { x: 6, y: -4 },
        { x: 40, y: -4 },
        { x: 66, y: 10 },
      ],
      radius: (t) => 6 - 3 * t,
    },
  ],
};

/** A run of contrast medium through vessels, dark on bright. */
export const angiogram = (look: AngiogramLook, ink: Ink): Picture => {
  const frames = Array.from({ length: count }, (_, index) => {
    const p = plane(size, size, 0.32, 168);
    dome(p, { x: 6, y: 10, rx: 60, ry: 56 }, plus(-34));
    const filled = Math.min(1, index / 6) * (index > 10 ? (14 - index) / 4 : 1);
    for (const line of trees[look.vessel])
      stroke(
        p,
        line,
        (old, covered) => old - 96 * covered * filled,
        (d) => Math.sqrt(Math.max(0, 1 - d * d)),
      );
    if (look.stenosis)
      stroke(
        p,
        {
          points: [
            { x: 17, y: -6 },
            { x: 20, y: 2 },
          ],
          radius: 2.2,
        },
        (old, covered) => old + 80 * covered * filled * (look.stenosis ?? 0),
      );
    sprinkle(p, ink.grain.coarse, ink.shot, 7);
    markSynthetic(p, 255);
    return bytes(p);
  });
  return {
    rows: size,
    columns: size,
    samples: 1,
    bitsStored: 8,
    signed: false,
    photometric: 'MONOCHROME2',
    frames,
    window: { center: 128, width: 256 },
    imagerSpacing: 0.32,
    frameTimeMs: 66,
  };
};
