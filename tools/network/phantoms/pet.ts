import { sprinkle } from '../drawing/noise.ts';
import { ellipse, glow, plane, plus, toward } from '../drawing/plane.ts';
import { markSynthetic } from '../drawing/text.ts';
import { corner, type Ink, type Picture, unsigned } from './picture.ts';

export interface PetLook {
  readonly draw: 'pet';
  readonly slices: number;
  readonly step: number;
  /** Uptake of each lesion: 1 is as hot as the brain. */
  readonly lesions: readonly {
    readonly slice: number;
    readonly x: number;
    readonly y: number;
    readonly uptake: number;
  }[];
}

/** Axial slices from the skull down to the thigh; dark is hot, as PET is read. */
export const pet = (look: PetLook, index: number, ink: Ink): Picture => {
  const size = 168;
  const p = plane(size, size, 4, 0);
  const at = index / Math.max(1, look.slices - 1);
  const [rx, ry] = at < 0.16 ? [78, 96] : [160 - 20 * Math.sin(at * 6), 104];
  ellipse(p, { x: 0, y: 0, rx, ry }, toward(900), 8);
  if (at < 0.14) ellipse(p, { x: 0, y: -4, rx: 60, ry: 72 }, toward(9000), 12);
  if (at > 0.3 && at < 0.42) glow(p, { x: 34, y: -18, rx: 24, ry: 22 }, plus(4200));
  if (at > 0.45 && at < 0.62) for (const side of [-1, 1]) glow(p, { x: side * 62, y: 34, rx: 18, ry: 22 }, plus(4600));
  if (at > 0.82 && at < 0.94) glow(p, { x: 0, y: 6, rx: 26, ry: 22 }, plus(12_000));
  for (const lesion of look.lesions) {
    const far = Math.abs(lesion.slice - index);
    if (far <= 2)
      glow(
        p,
        { x: lesion.x, y: lesion.y, rx: 11 - far * 2, ry: 11 - far * 2 },
        plus(lesion.uptake * 11_000 * (1 - far * 0.3)),
      );
  }
  sprinkle(p, ink.grain.coarse, ink.shot, 130);
  markSynthetic(p, 12_000);
  return {
    rows: size,
    columns: size,
    samples: 1,
    bitsStored: 16,
    signed: false,
    photometric: 'MONOCHROME2',
    frames: [unsigned(p, 16)],
    window: { center: 5000, width: 10_000 },
    rescale: { slope: 1, intercept: 0, type: 'BQML' },
    spacing: 4,
    position: corner(p, -index * look.step),
    orientation: [1, 0, 0, 0, 1, 0],
    thickness: look.step,
  };
};
