import { sprinkle } from '../drawing/noise.ts';
import { ellipse, glow, type Plane, plane, plus, toward } from '../drawing/plane.ts';
import { stroke } from '../drawing/shapes.ts';
import { markSynthetic } from '../drawing/text.ts';
import type { Random } from '../random.ts';
import type { Ink, Picture } from './picture.ts';
import { ctPicture, section } from './volume.ts';

export interface ChestCtLook {
  readonly draw: 'chest-ct';
  readonly slices: number;
  /** Millimetres between slices. */
  readonly step: number;
  readonly size?: number;
  readonly contrast?: boolean;
  /** Solid nodule in the right upper lobe. */
  readonly noduleMm?: number;
  /** Gated heart scan: only the heart's part of the chest, bright coronary arteries. */
  readonly heartOnly?: boolean;
  readonly kernel?: 'lung' | 'soft';
}

/** Height of the drawn chest, mm from apex (0) to below the diaphragm. */
const HEIGHT = 300;
const NODULE_AT = { x: -78, y: -28, z: 96 };

interface Vessel {
  readonly x0: number;
  readonly y0: number;
  readonly z0: number;
  readonly x1: number;
  readonly y1: number;
  readonly z1: number;
  readonly r: number;
}

const branch = (
  random: Random,
  from: readonly [number, number, number],
  toward: readonly [number, number, number],
  r: number,
  depth: number,
  into: Vessel[],
): void => {
  const [x0, y0, z0] = from;
  const length = random.between(16, 30);
  const [x1, y1, z1] = [x0 + toward[0] * length, y0 + toward[1] * length, z0 + toward[2] * length];
  into.push({ x0, y0, z0, x1, y1, z1, r });
  if (depth === 0) return;
  for (let i = 0; i < 2; i++) {
    const next = [
      toward[0] + random.between(-0.6, 0.6),
      toward[1] + random.between(-0.6, 0.6),
      toward[2] + random.between(-0.5, 0.5),
    ];
    const norm = Math.hypot(...next) || 1;
    branch(
      random,
      [x1, y1, z1],
      [(next[0] ?? 0) / norm, (next[1] ?? 0) / norm, (next[2] ?? 0) / norm],
      r * 0.74,
      depth - 1,
      into,
    );
  }
};

/** The patient's own lung vessels, the same at every scan. */
export const vesselTree = (random: Random): readonly Vessel[] => {
  const vessels: Vessel[] = [];
  for (const side of [-1, 1]) {
    for (let i = 0; i < 13; i++) {
      const angle = random.between(-1.5, 1.5);
      const rise = random.between(-0.9, 0.9);
      const norm = Math.hypot(1, rise);
      branch(
        random,
        [side * 34, 6, 130],
        [(side * Math.cos(angle)) / norm, Math.sin(angle) / norm, rise / norm],
        4.2,
        3,
        vessels,
      );
    }
  }
  return vessels;
};

interface Shape {
  readonly body: { readonly rx: number; readonly ry: number };
  readonly lung: number;
}

const shapeAt = (z: number): Shape => {
  const t = z / HEIGHT;
  return {
    body: { rx: 168 + 14 * Math.sin(t * 3), ry: 104 + 12 * t },
    lung: Math.min(1, Math.sqrt(Math.max(0, (z - 4) / 130))) * 1,
  };
};

const drawLungs = (p: Plane, z: number, scale: number, vessels: readonly Vessel[]): void => {
  const air = toward(-860);
  for (const side of [-1, 1]) {
    if (scale <= 0.05) continue;
    ellipse(p, { x: side * (72 - 8 * scale), y: 6, rx: 58 * scale, ry: 82 * scale, turn: side * 8 }, air, 1.4);
    ellipse(p, { x: side * 62, y: 34, rx: 50 * scale, ry: 58 * scale }, air, 1.4);
  }
  for (const v of vessels) {
    const low = Math.min(v.z0, v.z1);
    const high = Math.max(v.z0, v.z1);
    if (z < low - 1 || z > high + 1) continue;
    const t = (z - v.z0) / (v.z1 - v.z0 || 1);
    const x = v.x0 + (v.x1 - v.x0) * t;
    const y = v.y0 + (v.y1 - v.y0) * t;
    const reach = Math.hypot((Math.abs(x) - 64) / (56 * scale), (y - 10) / (80 * scale));
    if (reach > 0.97) continue;
    const slope = Math.hypot(v.x1 - v.x0, v.y1 - v.y0) / Math.max(4, Math.abs(v.z1 - v.z0));
    const turn = (Math.atan2(v.y1 - v.y0, v.x1 - v.x0) * 180) / Math.PI;
    ellipse(p, { x, y, rx: v.r * Math.min(5, 1 + slope), ry: v.r, turn }, toward(35), 1.6);
  }
};

const drawChestWall = (p: Plane, z: number, { body }: Shape): void => {
  ellipse(p, { x: 0, y: 0, ...body }, toward(-105), 1.5);
  ellipse(p, { x: 0, y: 0, rx: body.rx - 14, ry: body.ry - 11 }, toward(48), 2);
  for (const side of [-1, 1]) {
    for (let i = 0; i < 11; i++) {
      const start = -18 + i * 24;
      const t = (z - start) / 82;
      if (t < 0 || t > 1) continue;
      const angle = (0.42 + t * 0.47 * Math.PI * 1.5) * 1;
      const x = side * (body.rx - 29) * Math.sin(angle);
      const y = (body.ry - 21) * Math.cos(angle);
      const turn =
        (Math.atan2(-(body.ry - 21) * Math.sin(angle), side * (body.rx - 29) * Math.cos(angle)) * 180) / Math.PI;
      ellipse(p, { x, y, rx: 12, ry: 4.2, turn }, toward(480), 1.2);
      ellipse(p, { x, y, rx: 9, ry: 2, turn }, toward(180), 1.2);
    }
    if (z < 150) {
      const y = 62 - z * 0.08;
      stroke(
        p,
        {
          points: [
            { x: side * 92, y: y + 18 },
            { x: side * (140 - z * 0.1), y: y - 22 },
          ],
          radius: 3.6,
        },
        toward(420),
      );
    }
  }
  if (z > 60 && z < 215) {
    ellipse(p, { x: 0, y: -body.ry + 17, rx: 17, ry: 6 }, toward(330), 1.2);
    ellipse(p, { x: 0, y: -body.ry + 17, rx: 14, ry: 3.4 }, toward(150), 1.2);
  }
};

const drawSpine = (p: Plane, z: number): void => {
  const disc = z % 24 < 4;
  ellipse(p, { x: 0, y: 66, rx: 18, ry: 14 }, toward(disc ? 90 : 430), 1.2);
  if (!disc) ellipse(p, { x: 0, y: 66, rx: 15, ry: 11 }, toward(190), 1.4);
  ellipse(p, { x: 0, y: 87, rx: 13, ry: 11 }, toward(400), 1.2);
  ellipse(p, { x: 0, y: 86, rx: 8.5, ry: 7.5 }, toward(25), 1.2);
  stroke(
    p,
    {
      points: [
        { x: 0, y: 96 },
        { x: 0, y: 112 },
      ],
      radius: 3,
    },
    toward(420),
  );
  for (const side of [-1, 1])
    stroke(
      p,
      {
        points: [
          { x: side * 11, y: 84 },
          { x: side * 36, y: 92 },
        ],
        radius: 3.2,
      },
      toward(400),
    );
};

const drawMediastinum = (p: Plane, z: number, contrast: boolean): void => {
  const blood = toward(contrast ? 250 : 42);
  const upper = Math.min(1, z / 60);
  ellipse(p, { x: 0, y: -8, rx: 22 + 8 * upper, ry: 58 }, toward(-70), 5);
  ellipse(p, { x: 4, y: 36, rx: 7, ry: 6 }, toward(38));
  if (z < 120) {
    ellipse(p, { x: 0, y: 18, rx: 10.5, ry: 9.5 }, toward(40));
    ellipse(p, { x: 0, y: 18, rx: 8.5, ry: 7.5 }, toward(-980));
  } else if (z < 165) {
    const apart = (z - 118) * 0.62;
    for (const side of [-1, 1]) {
      ellipse(p, { x: side * (5 + apart), y: 16, rx: 8, ry: 7 }, toward(40));
      ellipse(p, { x: side * (5 + apart), y: 16, rx: 6, ry: 5 }, toward(-980));
    }
  }
  ellipse(p, { x: -22, y: -12, rx: 8.5, ry: 8 }, toward(contrast ? 420 : 42));
  if (z > 82 && z < 104)
    stroke(
      p,
      {
        points: [
          { x: -12, y: -24 },
          { x: 12, y: -8 },
          { x: 24, y: 30 },
        ],
        radius: 13,
      },
      blood,
    );
  if (z >= 104) ellipse(p, { x: 24, y: 40, rx: 12, ry: 12 }, blood);
  if (z >= 104 && z < 190) ellipse(p, { x: -10, y: -24, rx: 15, ry: 15 }, blood);
  if (z > 122 && z < 156)
    stroke(
      p,
      {
        points: [
          { x: 14, y: -28 },
          { x: 8, y: -6 },
          { x: -26, y: 4 },
        ],
        radius: 12,
      },
      blood,
    );
  if (z < 84) for (const x of [-18, -4, 14]) ellipse(p, { x, y: -14, rx: 5.5, ry: 5.5 }, blood);
};

const drawHeart = (p: Plane, z: number, look: ChestCtLook): void => {
  const s = section(z, 148, 268);
  if (s === 0) return;
  const contrast = look.contrast ?? look.heartOnly ?? false;
  ellipse(p, { x: 16, y: -20, rx: 68 * s, ry: 50 * s, turn: 32 }, toward(-85), 2);
  ellipse(p, { x: 16, y: -20, rx: 62 * s, ry: 45 * s, turn: 32 }, toward(contrast ? 110 : 46), 2);
  if (!contrast) return;
  ellipse(p, { x: 36, y: -10, rx: 28 * s, ry: 19 * s, turn: 38 }, toward(330), 3);
  ellipse(p, { x: 4, y: -40, rx: 30 * s, ry: 15 * s, turn: 25 }, toward(260), 3);
  ellipse(p, { x: -30, y: -16, rx: 15 * s, ry: 20 * s }, toward(250), 3);
  ellipse(p, { x: 2, y: 12, rx: 26 * s, ry: 14 * s, turn: 8 }, toward(330), 3);
  if (!look.heartOnly) return;
  const around: readonly (readonly [number, number])[] = [
    [-18, -52],
    [34, -48],
    [60, 10],
  ];
  for (const [x, y] of around) ellipse(p, { x: x * s, y: y * s, rx: 2.6, ry: 2.2 }, toward(400), 1);
  ellipse(p, { x: 36 * s, y: -46 * s, rx: 1.6, ry: 1.4 }, toward(900), 0.8);
};

const drawUpperAbdomen = (p: Plane, z: number, contrast: boolean): void => {
  const liver = section(z, 214, 440);
  ellipse(p, { x: -56, y: 4, rx: 74 * liver, ry: 70 * liver }, toward(contrast ? 105 : 60), 2);
  const left = section(z, 244, 420);
  ellipse(p, { x: 78, y: 34, rx: 42 * left, ry: 40 * left }, toward(contrast ? 120 : 50), 2);
  ellipse(p, { x: 58, y: -24, rx: 44 * left, ry: 36 * left }, toward(-40), 2);
  ellipse(p, { x: 60, y: -34, rx: 34 * left, ry: 18 * left }, toward(-950), 2);
};

const drawNodule = (p: Plane, z: number, mm: number, body: Random): void => {
  const r = mm / 2;
  const dz = z - NODULE_AT.z;
  if (Math.abs(dz) >= r) return;
  const here = Math.sqrt(r * r - dz * dz);
  for (let i = 0; i < 7; i++) {
    const angle = body.between(0, Math.PI * 2);
    const far = here * body.between(1.2, 1.7);
    stroke(
      p,
      {
        points: [NODULE_AT, { x: NODULE_AT.x + Math.cos(angle) * far, y: NODULE_AT.y + Math.sin(angle) * far }],
        radius: 0.7,
      },
      toward(-300),
    );
  }
  ellipse(p, { x: NODULE_AT.x, y: NODULE_AT.y, rx: here, ry: here * 0.94 }, toward(38), 1.2);
};

/** One axial slice; slice 0 is the lowest, as scanners number them against the z axis of the patient. */
export const chestCt = (look: ChestCtLook, index: number, ink: Ink): Picture => {
  const size = look.size ?? 512;
  const p = plane(size, size, (look.heartOnly ? 230 : 368) / size, -1024);
  const top = look.heartOnly ? 120 : 4;
  const z = top + index * look.step;
  const shape = shapeAt(z);
  stroke(
    p,
    {
      points: [
        { x: -170, y: 136 },
        { x: 0, y: 150 },
        { x: 170, y: 136 },
      ],
      radius: 4,
    },
    toward(-200),
  );
  drawChestWall(p, z, shape);
  drawLungs(p, z, z > 270 ? shape.lung * Math.max(0.72, 1 - (z - 270) / 200) : shape.lung, vesselTree(ink.body));
  drawMediastinum(p, z, look.contrast ?? false);
  drawHeart(p, z, look);
  drawUpperAbdomen(p, z, look.contrast ?? false);
  drawSpine(p, z);
  if (look.noduleMm) drawNodule(p, z, look.noduleMm, ink.body);
  glow(p, { x: 0, y: 80, rx: 30, ry: 30 }, plus(6));
  sprinkle(p, ink.grain.coarse, ink.shot, look.kernel === 'lung' ? 34 : 15, -1015);
  markSynthetic(p, 1200);
  const window = look.kernel === 'lung' ? { center: -500, width: 1500 } : { center: 50, width: 400 };
  return ctPicture(p, -z, look.step, window);
};
