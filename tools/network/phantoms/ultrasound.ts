import { sprinkle } from '../drawing/noise.ts';
import { type Box, ellipse, glow, map, type Plane, paint, plane, plus, toward } from '../drawing/plane.ts';
import { blob, stroke } from '../drawing/shapes.ts';
import { markSynthetic } from '../drawing/text.ts';
import { bytes, type Ink, type Picture } from './picture.ts';

export interface EchoLook {
  readonly draw: 'echo';
  /** One ventricle instead of two, as after a Fontan operation. */
  readonly singleVentricle?: boolean;
  readonly colour?: boolean;
  readonly frames?: number;
  /** 0.3 poor, 0.6 normal: how much the ventricle empties. */
  readonly ejection?: number;
}

export interface HipUltrasoundLook {
  readonly draw: 'hip-us';
  readonly side: 'R' | 'L';
  /** Graf alpha angle, degrees: 60 and above is mature. */
  readonly alpha: number;
}

export interface FetalUltrasoundLook {
  readonly draw: 'fetal-us';
  readonly weeks: number;
  readonly view: 'head' | 'profile' | 'heart';
}

export interface OrganUltrasoundLook {
  readonly draw: 'organ-us';
  readonly organ: 'kidney' | 'liver' | 'breast' | 'thyroid';
  readonly stoneMm?: number;
  readonly massMm?: number;
}

const width = 640;
const height = 480;

/** The fan of a sector probe at the top of the picture; outside it there is nothing. */
const sector = (p: Plane, apexY: number, reach: number, halfAngle: number): void => {
  const box: Box = { x0: -1e3, y0: -1e3, x1: 1e3, y1: 1e3 };
  paint(
    p,
    box,
    (x, y) => {
      const distance = Math.hypot(x, y - apexY);
      const angle = Math.abs(Math.atan2(x, y - apexY));
      return distance < reach && angle < halfAngle ? 0 : 1;
    },
    toward(0),
  );
};

const region = (mmPerPixel: number) => ({ x0: 60, y0: 20, x1: 579, y1: 459, mmPerPixel });

const speckle = (p: Plane, ink: Ink, sigma: number): void => {
  sprinkle(p, ink.grain.coarse, ink.shot, sigma, 4);
  map(p, (value) => Math.max(0, value));
};

const finish = (p: Plane): Uint8Array => {
  markSynthetic(p, 255);
  return bytes(p);
};

const grey = (p: Plane, mm: number): Picture => ({
  rows: p.height,
  columns: p.width,
  samples: 1,
  bitsStored: 8,
  signed: false,
  photometric: 'MONOCHROME2',
  frames: [finish(p)],
  window: { center: 128, width: 256 },
  regions: [region(mm)],
});

/** Red towards the probe, blue away from it, where blood moves through the valves. */
const doppler = (p: Plane, phase: number, jets: readonly (readonly [number, number])[]): Uint8Array => {
  const values = finish(p);
  const rgb = new Uint8Array(values.length * 3);
  const strength = Math.sin(phase * Math.PI * 2);
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    rgb.fill(value, at * 3, at * 3 + 3);
    const x = ((at % p.width) - (p.width - 1) / 2) * p.mm;
    const y = (Math.floor(at / p.width) - (p.height - 1) / 2) * p.mm;
    for (const [jx, jy] of jets) {
      const near = Math.exp(-(((x - jx) / 9) ** 2) - ((y - jy) / 20) ** 2) * Math.abs(strength);
      if (near < 0.12) continue;
      const mix = Math.min(1, near * 1.6);
      const [r, g, b] = strength > 0 ? [235, 90 * near, 20] : [20, 90 * near, 235];
      rgb[at * 3] = value * (1 - mix) + r * mix;
      rgb[at * 3 + 1] = value * (1 - mix) + g * mix;
      rgb[at * 3 + 2] = value * (1 - mix) + b * mix;
    }
  }
  return rgb;
};

const chambers = (p: Plane, look: EchoLook, squeeze: number): void => {
  const wall = toward(150);
  const blood = toward(14);
  blob(
    p,
    [
      { x: -6, y: -62 },
      { x: 46, y: -20 },
      { x: 50, y: 40 },
      { x: 0, y: 66 },
      { x: -52, y: 38 },
      { x: -48, y: -18 },
    ],
    wall,
    3,
  );
  if (look.singleVentricle) ellipse(p, { x: 0, y: -18, rx: 33 * squeeze, ry: 36 * squeeze }, blood, 2);
  else {
    ellipse(p, { x: 20, y: -18, rx: 17 * squeeze, ry: 34 * squeeze, turn: 0.2 }, blood, 2);
    ellipse(p, { x: -22, y: -14, rx: 14 * squeeze, ry: 28 * squeeze, turn: -0.25 }, blood, 2);
  }
  const fill = 1.9 - squeeze;
  ellipse(p, { x: 22, y: 40, rx: 17 * fill, ry: 15 * fill }, blood, 2);
  ellipse(p, { x: -24, y: 38, rx: 17 * fill, ry: 15 * fill }, blood, 2);
  for (const x of look.singleVentricle ? [0] : [-24, 22]) {
    const open = 5 * (squeeze - 0.75);
    stroke(
      p,
      {
        points: [
          { x: x - 13, y: 21 },
          { x: x - 2, y: 17 - open * 4 },
        ],
        radius: 1.1,
      },
      toward(210),
    );
    stroke(
      p,
      {
        points: [
          { x: x + 13, y: 21 },
          { x: x + 2, y: 17 - open * 4 },
        ],
        radius: 1.1,
      },
      toward(210),
    );
  }
};

/** An apical four-chamber loop, one heart beat. */
export const echo = (look: EchoLook, ink: Ink): Picture => {
  const count = look.frames ?? 20;
  const mm = 0.36;
  const frames = Array.from({ length: count }, (_, index) => {
    const phase = index / count;
    const p = plane(width, height, mm, 60);
    const squeeze = 1 - (look.ejection ?? 0.6) * 0.45 * Math.sin(Math.PI * phase) ** 2;
    chambers(p, look, squeeze);
    speckle(p, ink, 16);
    sector(p, -84, 172, 0.68);
    return look.colour
      ? doppler(
          p,
          phase,
          look.singleVentricle
            ? [[0, 18]]
            : [
                [22, 18],
                [-24, 18],
              ],
        )
      : finish(p);
  });
  return {
    rows: height,
    columns: width,
    samples: look.colour ? 3 : 1,
    bitsStored: 8,
    signed: false,
    photometric: look.colour ? 'RGB' : 'MONOCHROME2',
    frames,
    window: { center: 128, width: 256 },
    regions: [region(mm)],
    frameTimeMs: 40,
  };
};

/** A coronal infant hip: iliac line, bony roof at its angle, femoral head. */
export const hipUltrasound = (look: HipUltrasoundLook, ink: Ink): Picture => {
  const p = plane(width, height, 0.12, 46);
  const bright = toward(235);
  stroke(
    p,
    {
      points: [
        { x: -26, y: -4 },
        { x: 0, y: -4 },
      ],
      radius: 0.6,
    },
    bright,
  );
  const angle = (look.alpha * Math.PI) / 180;
  stroke(
    p,
    {
      points: [
        { x: 0, y: -4 },
        { x: Math.cos(angle) * 13, y: -4 + Math.sin(angle) * 13 },
      ],
      radius: 0.7,
    },
    bright,
  );
  const uncovered = Math.max(0, 60 - look.alpha) * 0.22;
  ellipse(p, { x: 8 + uncovered * 0.4, y: 1 - uncovered, rx: 7.4, ry: 7 }, toward(24), 0.6);
  glow(p, { x: 8 + uncovered * 0.4, y: 1 - uncovered, rx: 2, ry: 2 }, plus(70));
  stroke(
    p,
    {
      points: [
        { x: 1, y: -5 },
        { x: 12, y: -10 - uncovered },
      ],
      radius: 1.1,
    },
    toward(150),
  );
  speckle(p, ink, 18);
  return grey(p, 0.12);
};

/** A fetus by its head, profile or heart, its size by its weeks. */
export const fetalUltrasound = (look: FetalUltrasoundLook, ink: Ink): Picture => {
  const mm = 0.34;
  const p = plane(width, height, mm, 26);
  const head = look.weeks * 1.15;
  if (look.view === 'heart') {
    ellipse(p, { x: 0, y: 0, rx: head * 1.1, ry: head }, toward(90), 3);
    ellipse(p, { x: 0, y: 0, rx: head, ry: head * 0.9 }, toward(50), 3);
    for (const [x, y] of [
      [-4, -4],
      [5, -4],
      [-4, 5],
      [5, 5],
    ] as const)
      ellipse(p, { x, y, rx: look.weeks * 0.16, ry: look.weeks * 0.18 }, toward(10), 1);
  } else {
    ellipse(p, { x: 0, y: 0, rx: head * 1.25, ry: head }, toward(235), 1.4);
    ellipse(p, { x: 0, y: 0, rx: head * 1.25 - 3, ry: head - 3 }, toward(70), 1.4);
    stroke(
      p,
      {
        points: [
          { x: -head, y: 0 },
          { x: head, y: 0 },
        ],
        radius: 0.7,
      },
      toward(190),
    );
    if (look.view === 'profile')
      blob(
        p,
        [
          { x: head * 1.2, y: -6 },
          { x: head * 1.45, y: 2 },
          { x: head * 1.2, y: 10 },
        ],
        toward(200),
        1,
      );
  }
  speckle(p, ink, 15);
  sector(p, -110, 200, 0.62);
  return grey(p, mm);
};

export const organUltrasound = (look: OrganUltrasoundLook, ink: Ink): Picture => {
  const mm = 0.3;
  const p = plane(width, height, mm, 70);
  if (look.organ === 'kidney') {
    ellipse(p, { x: 0, y: 6, rx: 55, ry: 25 }, toward(48), 2);
    ellipse(p, { x: 0, y: 6, rx: 32, ry: 11 }, toward(170), 4);
  } else ellipse(p, { x: 0, y: 10, rx: 60, ry: 40 }, toward(96), 6);
  const stone = look.stoneMm ?? 0;
  if (stone > 0) {
    ellipse(p, { x: 6, y: 8, rx: stone / 2, ry: stone / 3 }, toward(250), 0.6);
    paint(p, { x0: 6 - stone / 2, y0: 8 + stone / 3, x1: 6 + stone / 2, y1: 70 }, () => 0.8, toward(8));
  }
  if (look.massMm)
    blob(
      p,
      [
        { x: -look.massMm / 2, y: 0 },
        { x: 2, y: -look.massMm / 2 },
        { x: look.massMm / 2, y: 2 },
        { x: -1, y: look.massMm / 2 },
      ],
      toward(20),
      1,
    );
  speckle(p, ink, 17);
  return grey(p, mm);
};
