import { landscape, sprinkle } from '../drawing/noise.ts';
import { ellipse, map, type Plane, paint, plane, plus } from '../drawing/plane.ts';
import { stroke } from '../drawing/shapes.ts';
import { markSynthetic, write } from '../drawing/text.ts';
import { clamp, type Ink, type Picture, unsigned } from './picture.ts';

export interface BreastLook {
  readonly draw: 'breast';
  readonly side: 'R' | 'L';
  readonly view: 'CC' | 'MLO';
  /** 0..1, fatty to extremely dense. */
  readonly density: number;
  /** Spiculated mass, mm. */
  readonly massMm?: number;
  readonly calcifications?: boolean;
}

const BITS = 12;
const DEEP = 92;

/** 1 inside the breast, falling to 0 at the skin; x runs from the chest wall (0) to the nipple. */
const inside = (x: number, y: number): number => {
  const r = Math.sqrt((x / DEEP) ** 2 + (y / 96) ** 2);
  return clamp((1 - r) * 9, 0, 1);
};

const tissue = (p: Plane, look: BreastLook, ink: Ink, toX: (x: number) => number): void => {
  const folds = landscape(ink.body, 5);
  const strands = landscape(ink.body, 4);
  const shift = look.view === 'MLO' ? 37 : 0;
  const all = { x0: -200, x1: 200, y0: -200, y1: 200 };
  paint(
    p,
    all,
    (column, y) => {
      const x = toX(column);
      const body = inside(x, y);
      if (body <= 0) return 0;
      const gland = clamp(1.25 - Math.hypot((x - 38) / 46, y / 58), 0, 1);
      const web = clamp(1 - Math.abs(strands(x / 26 + shift, y / 34)) * 5, 0, 1);
      const dense = clamp(folds(x / 30 + shift, y / 30) * 1.6 + look.density * 1.5 - 0.35, 0, 1);
      return body * (0.3 + 0.62 * gland * dense + 0.16 * web * clamp(1.1 - x / DEEP, 0.3, 1));
    },
    plus(1),
  );
};

const mass = (p: Plane, mm: number, fromX: (x: number) => number, ink: Ink): void => {
  const at = { x: fromX(46), y: -22 };
  ellipse(p, { ...at, rx: mm / 2, ry: mm / 2.3 }, plus(0.5), mm / 2);
  for (let i = 0; i < 16; i++) {
    const angle = (i / 16) * Math.PI * 2 + ink.body.between(-0.15, 0.15);
    const length = mm * ink.body.between(0.8, 1.25);
    stroke(
      p,
      {
        points: [at, { x: at.x + Math.cos(angle) * length, y: at.y + Math.sin(angle) * length }],
        radius: (t) => 0.7 * (1.1 - t),
      },
      plus(0.1),
    );
  }
};

/** One standard mammogram, chest wall at the patient's side of the film: right breast on the right edge. */
export const breast = (look: BreastLook, ink: Ink): Picture => {
  const p = plane(800, 1000, 0.2);
  const wall = 80;
  const flip = look.side === 'R' ? -1 : 1;
  const toX = (column: number): number => column * flip + wall;
  const fromX = (x: number): number => (x - wall) * flip;
  tissue(p, look, ink, toX);
  if (look.view === 'MLO') {
    paint(
      p,
      { x0: -200, x1: 200, y0: -100, y1: 60 },
      (column, y) => clamp((34 - toX(column) - (y + 100) * 0.27) / 4, 0, 1),
      (old, c) => old + (0.95 - old) * c * (old > 0 || toX(0) > 0 ? 0.8 : 0),
    );
  }
  ellipse(p, { x: fromX(DEEP - 1), y: 0, rx: 4, ry: 5 }, plus(0.35), 2);
  if (look.massMm) mass(p, look.massMm, fromX, ink);
  if (look.calcifications)
    for (let i = 0; i < 14; i++)
      ellipse(
        p,
        { x: fromX(40 + ink.body.between(-5, 5)), y: 20 + ink.body.between(-5, 5), rx: 0.35, ry: 0.35 },
        plus(0.7),
        0.3,
      );
  map(p, (value) => 120 + 3600 * clamp(value, 0, 1.08) ** 0.85);
  sprinkle(p, ink.grain.coarse, ink.shot, 26, 200);
  write(p, `${look.side}${look.view}`, look.side === 'R' ? 30 : p.width - 130, 40, 5, 4095);
  markSynthetic(p, 4095);
  return {
    rows: p.height,
    columns: p.width,
    samples: 1,
    bitsStored: BITS,
    signed: false,
    photometric: 'MONOCHROME2',
    frames: [unsigned(p, BITS)],
    window: { center: 2048, width: 4096 },
    imagerSpacing: p.mm,
    view: look.view,
  };
};
