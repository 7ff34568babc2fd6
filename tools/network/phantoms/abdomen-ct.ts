import { sprinkle } from '../drawing/noise.ts';
import { ellipse, type Plane, plane, toward } from '../drawing/plane.ts';
import { blob, stroke } from '../drawing/shapes.ts';
import { markSynthetic } from '../drawing/text.ts';
import type { Ink, Picture } from './picture.ts';
import { ctPicture, section } from './volume.ts';

export interface AbdomenCtLook {
  readonly draw: 'abdomen-ct';
  readonly slices: number;
  readonly step: number;
  readonly size?: number;
  readonly contrast?: boolean;
  /** Stone in the left ureter, mm; the kidney above it is wide. */
  readonly stoneMm?: number;
  /** Stone still in the lower pole of the left kidney, mm. */
  readonly kidneyStoneMm?: number;
  /** Enlarged nodes beside the aorta, mm. */
  readonly nodesMm?: number;
}

const kidney = (p: Plane, side: number, z: number, look: AbdomenCtLook): void => {
  const s = section(z, side > 0 ? 66 : 76, side > 0 ? 186 : 196);
  if (s < 0.1) return;
  const at = { x: side * (66 - 4 * s), y: 38 };
  ellipse(p, { ...at, rx: 32 * s + 8, ry: 36 * s + 8 }, toward(-100), 3);
  ellipse(p, { ...at, rx: 26 * s, ry: 31 * s, turn: side * -20 }, toward(look.contrast ? 190 : 34), 1.6);
  const wide = side > 0 && look.stoneMm !== undefined;
  ellipse(
    p,
    { x: at.x - side * 12 * s, y: at.y - 4, rx: (wide ? 14 : 9) * s, ry: (wide ? 17 : 12) * s },
    toward(wide ? 8 : -90),
    2,
  );
  if (side > 0 && look.kidneyStoneMm && Math.abs(z - 160) < look.kidneyStoneMm) {
    ellipse(p, { x: at.x - 4, y: at.y + 8, rx: look.kidneyStoneMm / 2, ry: look.kidneyStoneMm / 2 }, toward(1050), 0.8);
  }
};

const bowel = (p: Plane, z: number, ink: Ink): void => {
  for (let i = 0; i < 16; i++) {
    const from = ink.body.between(90, 260);
    const long = ink.body.between(40, 90);
    const at = { x: ink.body.between(-86, 86), y: ink.body.between(-70, -8) };
    const r = ink.body.between(11, 18);
    const air = ink.body.chance(0.4);
    const s = section(z, from, from + long);
    if (s < 0.2) continue;
    ellipse(p, { ...at, rx: r * s * 1.25, ry: r * s }, toward(42), 1.6);
    ellipse(p, { ...at, rx: (r * 1.25 - 3) * s, ry: (r - 3) * s }, toward(air ? -900 : 18), 1.6);
  }
  for (const side of [-1, 1]) {
    if (z < 110) continue;
    ellipse(p, { x: side * 112, y: -6, rx: 19, ry: 22 }, toward(40), 1.6);
    ellipse(p, { x: side * 112, y: -6, rx: 16, ry: 19 }, toward(-60), 3);
    ellipse(p, { x: side * 112, y: -14, rx: 13, ry: 9 }, toward(-930), 2);
  }
};

const solids = (p: Plane, z: number, contrast: boolean, rx: number): void => {
  const liver = section(z, -110, 150);
  if (liver > 0.15)
    blob(
      p,
      [
        { x: -rx + 26, y: 30 },
        { x: -rx + 30, y: -40 },
        { x: -60, y: -84 * liver },
        { x: 40 * liver, y: -78 * liver },
        { x: 20 * liver - 10, y: -30 },
        { x: -40, y: 4 },
        { x: -70, y: 66 * liver },
      ],
      toward(contrast ? 112 : 58),
      1.2,
    );
  const spleen = section(z, -40, 120);
  ellipse(p, { x: rx - 48, y: 36, rx: 30 * spleen, ry: 46 * spleen, turn: 20 }, toward(contrast ? 125 : 48), 1.6);
  const stomach = section(z, -30, 110);
  ellipse(p, { x: 52, y: -40, rx: 46 * stomach, ry: 30 * stomach, turn: -20 }, toward(40), 1.6);
  ellipse(p, { x: 52, y: -40, rx: 42 * stomach, ry: 26 * stomach, turn: -20 }, toward(12), 1.6);
  ellipse(p, { x: 54, y: -52, rx: 34 * stomach, ry: 12 * stomach, turn: -12 }, toward(-940), 1.6);
  const pancreas = section(z, 60, 120);
  if (pancreas > 0.2)
    stroke(
      p,
      {
        points: [
          { x: -24, y: -4 },
          { x: 6, y: -18 },
          { x: 60, y: 2 },
        ],
        radius: 9 * pancreas,
      },
      toward(contrast ? 100 : 40),
    );
};

const backbone = (p: Plane, z: number): void => {
  const disc = z % 32 < 7;
  for (const side of [-1, 1]) {
    ellipse(p, { x: side * 38, y: 64, rx: 13 + Math.min(12, z / 14), ry: 18 }, toward(55), 2);
    ellipse(p, { x: side * 40, y: 98, rx: 34, ry: 20 }, toward(55), 3);
  }
  ellipse(p, { x: 0, y: 62, rx: 24, ry: 18 }, toward(disc ? 85 : 420), 1.2);
  if (!disc) ellipse(p, { x: 0, y: 62, rx: 21, ry: 15 }, toward(170), 1.6);
  ellipse(p, { x: 0, y: 86, rx: 14, ry: 11 }, toward(380), 1.2);
  ellipse(p, { x: 0, y: 85, rx: 10, ry: 8 }, toward(20), 1.2);
  stroke(
    p,
    {
      points: [
        { x: 0, y: 95 },
        { x: 0, y: 116 },
      ],
      radius: 3.6,
    },
    toward(400),
  );
  for (const side of [-1, 1])
    stroke(
      p,
      {
        points: [
          { x: side * 12, y: 82 },
          { x: side * 42, y: 82 },
        ],
        radius: 3,
      },
      toward(380),
    );
};

/** One axial slice of abdomen and pelvis, from the dome of the liver down. */
export const abdomenCt = (look: AbdomenCtLook, index: number, ink: Ink): Picture => {
  const size = look.size ?? 512;
  const p = plane(size, size, 384 / size, -1024);
  const z = index * look.step;
  const contrast = look.contrast ?? false;
  const rx = 158 - 10 * Math.sin(z / 70);
  stroke(
    p,
    {
      points: [
        { x: -170, y: 140 },
        { x: 0, y: 154 },
        { x: 170, y: 140 },
      ],
      radius: 4,
    },
    toward(-200),
  );
  ellipse(p, { x: 0, y: 0, rx, ry: 116 }, toward(-105), 1.5);
  ellipse(p, { x: 0, y: 2, rx: rx - 20, ry: 96 }, toward(52), 2);
  ellipse(p, { x: 0, y: -6, rx: rx - 30, ry: 84 }, toward(-95), 2);
  backbone(p, z);
  bowel(p, z, ink);
  solids(p, z, contrast, rx);
  kidney(p, -1, z, look);
  kidney(p, 1, z, look);
  ellipse(p, { x: 10, y: 32, rx: 10, ry: 10 }, toward(contrast ? 240 : 42), 1.2);
  ellipse(p, { x: -16, y: 34, rx: 11, ry: 8 }, toward(contrast ? 170 : 40), 1.2);
  if (look.nodesMm)
    for (const [x, y] of [
      [28, 30],
      [26, 46],
      [-2, 18],
    ] as const) {
      const s = section(z, 120, 200);
      ellipse(p, { x, y, rx: (look.nodesMm / 2) * s, ry: (look.nodesMm / 2.4) * s }, toward(contrast ? 90 : 45), 1.4);
    }
  if (look.stoneMm && z > 110 && z < 214) ellipse(p, { x: 44, y: 40, rx: 3.4, ry: 3.4 }, toward(15), 1.2);
  if (look.stoneMm && Math.abs(z - 216) < look.stoneMm)
    ellipse(p, { x: 44, y: 40, rx: look.stoneMm / 2, ry: look.stoneMm / 2 }, toward(1150), 0.8);
  if (z > 214) {
    const wing = Math.min(1, (z - 214) / 40);
    for (const side of [-1, 1])
      stroke(
        p,
        {
          points: [
            { x: side * 46, y: 70 },
            { x: side * 78, y: 44 * wing + 30 * (1 - wing) },
            { x: side * 108, y: 4 },
          ],
          radius: 6 * wing,
        },
        toward(430),
      );
  }
  sprinkle(p, ink.grain.coarse, ink.shot, contrast ? 13 : 18, -1015);
  markSynthetic(p, 1200);
  return ctPicture(p, -z, look.step, { center: 50, width: 400 });
};
