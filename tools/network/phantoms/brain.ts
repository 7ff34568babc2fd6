import { landscape, sprinkle } from '../drawing/noise.ts';
import { ellipse, type Plane, paint, plane, toward } from '../drawing/plane.ts';
import { blob } from '../drawing/shapes.ts';
import { markSynthetic } from '../drawing/text.ts';
import { AXIAL, clamp, corner, type Ink, type Picture, unsigned } from './picture.ts';
import { ctPicture, section } from './volume.ts';

export type BrainWeighting = 'T1' | 'T2' | 'FLAIR' | 'T1C' | 'CT';

export interface BrainLook {
  readonly draw: 'brain-mr' | 'brain-ct';
  readonly weighting: BrainWeighting;
  readonly slices: number;
  readonly step: number;
  readonly size?: number;
  /** White matter lesions around the ventricles. */
  readonly lesions?: number;
  /** How many of them take up contrast. */
  readonly active?: number;
  /** Blood in the right basal ganglia, mm across. */
  readonly bleedMm?: number;
}

type Tissue = 'air' | 'scalp' | 'bone' | 'csf' | 'grey' | 'white' | 'deep' | 'lesion' | 'active' | 'eye';

const VALUES: Readonly<Record<BrainWeighting, Readonly<Record<Tissue, number>>>> = {
  T1: { air: 6, scalp: 900, bone: 120, csf: 170, grey: 480, white: 680, deep: 540, lesion: 430, active: 430, eye: 180 },
  T1C: {
    air: 6,
    scalp: 900,
    bone: 130,
    csf: 170,
    grey: 500,
    white: 690,
    deep: 560,
    lesion: 440,
    active: 1000,
    eye: 180,
  },
  T2: {
    air: 6,
    scalp: 700,
    bone: 70,
    csf: 1050,
    grey: 560,
    white: 360,
    deep: 440,
    lesion: 900,
    active: 930,
    eye: 1080,
  },
  FLAIR: {
    air: 6,
    scalp: 560,
    bone: 60,
    csf: 90,
    grey: 520,
    white: 400,
    deep: 460,
    lesion: 1000,
    active: 1020,
    eye: 120,
  },
  CT: { air: -1024, scalp: -40, bone: 1250, csf: 8, grey: 40, white: 29, deep: 37, lesion: 20, active: 22, eye: 12 },
};

interface Fold {
  readonly warp: (x: number, y: number) => number;
  readonly folds: (x: number, y: number) => number;
}

/** Share of cortex: a winding ribbon along the surface, with sulci of fluid between. */
const cortexAt = (fold: Fold, x: number, y: number, z: number, depth: number): Tissue => {
  const wind = fold.warp(x / 30, y / 30 + z / 40) * 9;
  const ridge = Math.abs(fold.folds((x + wind) / 17, (y - wind) / 17 + z / 26));
  const deepest = 21 * (0.75 + 0.5 * fold.warp(x / 50 + 9, y / 50));
  if (depth < deepest && ridge < 0.09 * (1 - depth / (deepest * 1.15))) return 'csf';
  if (depth < 3.6 || (depth < deepest + 2 && ridge < 0.27)) return 'grey';
  return 'white';
};

const drawBrain = (p: Plane, z: number, value: Readonly<Record<Tissue, number>>, body: Ink['body']): void => {
  const fold: Fold = { warp: landscape(body, 2), folds: landscape(body, 2) };
  const s = section(z, -8, 168) ** 0.8;
  const [rx, ry] = [63 * s, 80 * s];
  paint(
    p,
    { x0: -70, x1: 70, y0: -90, y1: 90 },
    (x, y) => {
      const r = Math.hypot(x / rx, y / ry);
      return r < 1 ? 1 : 0;
    },
    (_old, c) => c,
  );
  for (let i = 0; i < p.data.length; i++) {
    if (p.data[i] !== 1) continue;
    const x = ((i % p.width) + 0.5 - p.width / 2) * p.mm;
    const y = (Math.floor(i / p.width) + 0.5 - p.height / 2) * p.mm;
    const depth = (1 - Math.hypot(x / rx, y / ry)) * Math.min(rx, ry);
    const cleft = Math.abs(x) < 1.3 + 0.8 * fold.warp(y / 12, z) && Math.abs(y) > 24;
    p.data[i] = value[depth < 1.6 || cleft ? 'csf' : cortexAt(fold, x, y, z, depth)];
  }
};

const drawDeep = (p: Plane, z: number, value: Readonly<Record<Tissue, number>>): void => {
  const core = section(z, 52, 112);
  const fluid = toward(value.csf);
  for (const side of [-1, 1]) {
    const basal = section(z, 52, 96);
    ellipse(p, { x: side * 24, y: -6, rx: 9 * basal, ry: 19 * basal, turn: side * -14 }, toward(value.deep), 2);
    ellipse(p, { x: side * 9, y: 12, rx: 8 * basal, ry: 12 * basal, turn: side * 18 }, toward(value.deep), 2);
    if (core < 0.2) continue;
    blob(
      p,
      [
        { x: side * 2, y: -24 * core },
        { x: side * 9, y: -32 * core },
        { x: side * 10, y: -18 * core },
        { x: side * 5, y: 0 },
        { x: side * 12, y: 18 * core },
        { x: side * 17, y: 36 * core },
        { x: side * 11, y: 36 * core },
        { x: side * 4, y: 10 },
      ],
      fluid,
      0.8,
    );
  }
  if (z > 40 && z < 72) ellipse(p, { x: 0, y: 8, rx: 1.8, ry: 11 }, fluid, 1);
  if (z < 46) {
    ellipse(p, { x: 0, y: 46, rx: 42 * section(z, -10, 60), ry: 27 * section(z, -10, 60) }, toward(value.grey), 2);
    for (let i = -4; i <= 4; i++)
      ellipse(p, { x: i * 8, y: 50 + Math.abs(i), rx: 0.8, ry: 20 * section(z, -10, 60) }, toward(value.white), 1);
    ellipse(p, { x: 0, y: 12, rx: 16, ry: 14 }, toward(value.white), 2);
    ellipse(p, { x: 0, y: 28, rx: 7, ry: 5 }, fluid, 1);
    ellipse(p, { x: 0, y: -10, rx: 16, ry: 8 }, fluid, 2);
  }
};

const drawLesions = (
  p: Plane,
  z: number,
  look: BrainLook,
  value: Readonly<Record<Tissue, number>>,
  body: Ink['body'],
): void => {
  for (let i = 0; i < (look.lesions ?? 0); i++) {
    const side = i % 2 === 0 ? -1 : 1;
    const at = { x: side * body.between(15, 27), y: body.between(-30, 36) };
    const centre = body.between(74, 106);
    const r = body.between(3, 5.5);
    const s = section(z, centre - r * 1.3, centre + r * 1.3);
    const kind = i < (look.active ?? 0) ? 'active' : 'lesion';
    if (s > 0) ellipse(p, { ...at, rx: r * 1.6 * s, ry: r * 0.8 * s, turn: side * -18 }, toward(value[kind]), 1.4);
  }
};

/** One axial slice of the head, from the skull base (0) to the vertex. */
export const brain = (look: BrainLook, index: number, ink: Ink): Picture => {
  const size = look.size ?? 256;
  const p = plane(size, size, 230 / size);
  const value = VALUES[look.weighting];
  const z = 18 + index * look.step;
  drawBrain(p, z, value, ink.body);
  const head = plane(size, size, p.mm, value.air);
  const s = section(z, -60, 178) ** 0.7;
  ellipse(head, { x: 0, y: 2, rx: 76 * s, ry: 94 * s }, toward(value.scalp), 1);
  ellipse(head, { x: 0, y: 1, rx: 71 * s, ry: 89 * s }, toward(value.bone), 1);
  ellipse(head, { x: 0, y: 0, rx: 65 * s, ry: 83 * s }, toward(value.csf), 1);
  for (let i = 0; i < head.data.length; i++) if (p.data[i]) head.data[i] = p.data[i] ?? 0;
  drawDeep(head, z, value);
  drawLesions(head, z, look, value, ink.body);
  if (look.bleedMm) {
    const cut = section(z, 78 - look.bleedMm / 2, 78 + look.bleedMm / 2);
    ellipse(
      head,
      { x: -26, y: 2, rx: (look.bleedMm / 2) * cut, ry: (look.bleedMm / 2.4) * cut },
      toward(look.weighting === 'CT' ? 68 : 300),
      1.5,
    );
  }
  if (z < 30) for (const side of [-1, 1]) ellipse(head, { x: side * 31, y: -82, rx: 12, ry: 12 }, toward(value.eye), 1);
  if (look.draw === 'brain-ct') {
    sprinkle(head, ink.grain.coarse, ink.shot, 3.2, -1000);
    markSynthetic(head, 1200);
    return ctPicture(head, z, look.step, { center: 35, width: 80 });
  }
  sprinkle(head, ink.grain.fine, ink.shot, 16);
  for (let i = 0; i < head.data.length; i++) head.data[i] = clamp(Math.abs(head.data[i] ?? 0), 0, 1400);
  markSynthetic(head, 1100);
  return {
    rows: size,
    columns: size,
    samples: 1,
    bitsStored: 12,
    signed: false,
    photometric: 'MONOCHROME2',
    frames: [unsigned(head, 12)],
    window: { center: 560, width: 1100 },
    spacing: p.mm,
    position: corner(p, z),
    orientation: AXIAL,
    thickness: look.step,
  };
};
