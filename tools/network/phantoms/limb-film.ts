import { dome, ellipse, type Plane, type Point, plane, plus } from '../drawing/plane.ts';
import { blob, boneProfile, smooth, stroke } from '../drawing/shapes.ts';
import { film } from './film.ts';
import type { Ink, Picture } from './picture.ts';

export interface KneeFilmLook {
  readonly draw: 'knee-film';
  readonly view: 'AP' | 'LL';
  readonly side: 'R' | 'L';
  readonly prosthesis?: boolean;
  /** Fresh after the operation: skin clips. */
  readonly clips?: boolean;
  readonly arthritis?: boolean;
  /** Bright line below the tibial tray stops short: loosening. */
  readonly loosening?: boolean;
}

export interface HandFilmLook {
  readonly draw: 'hand-film';
  /** Skeletal age, years: growth plates narrow and carpal bones fill in. */
  readonly boneAge: number;
}

const bone = (p: Plane, points: readonly Point[], radius: number | ((t: number) => number), dense = 0.55): void =>
  stroke(p, { points: smooth(points, false), radius, flat: true }, plus(dense), boneProfile(0.28));

const kneeFront = (p: Plane, look: KneeFilmLook): void => {
  const medial = look.side === 'R' ? 1 : -1;
  const at = (x: number, y: number): Point => ({ x: x * medial, y });
  blob(
    p,
    [
      at(-62, -190),
      at(66, -190),
      at(60, -60),
      at(58, 10),
      at(54, 80),
      at(46, 190),
      at(-48, 190),
      at(-56, 80),
      at(-58, 0),
      at(-60, -70),
    ],
    plus(0.75),
    4,
  );
  bone(p, [at(2, -200), at(0, -120), at(0, -44)], (t) => 18 + 19 * Math.max(0, t - 0.5) * 2);
  bone(p, [at(2, 38), at(0, 110), at(-2, 200)], (t) => 19 + 12 * Math.max(0, 0.4 - t) * 2);
  bone(p, [at(-38, 44), at(-40, 110), at(-36, 200)], 7, 0.4);
  dome(p, { ...at(0, -34), rx: 21, ry: 21 }, plus(0.34));
  if (look.prosthesis) {
    blob(
      p,
      [
        at(-40, -38),
        at(-30, -52),
        at(30, -52),
        at(40, -38),
        at(40, -14),
        at(22, -6),
        at(6, -22),
        at(-6, -22),
        at(-22, -6),
        at(-40, -14),
      ],
      plus(1.7),
      0.6,
    );
    blob(
      p,
      [at(-41, 8), at(41, 8), at(41, 14), at(12, 16), at(7, 52), at(-7, 52), at(-12, 16), at(-41, 14)],
      plus(1.7),
      0.6,
    );
    if (look.loosening) stroke(p, { points: [at(-40, 18), at(-14, 20)], radius: 1.6 }, plus(-0.5));
  } else {
    const gap = look.arthritis ? 1.5 : 5;
    blob(
      p,
      [at(-40, -50), at(40, -50), at(42, -22), at(26, -4), at(6, -16), at(-6, -16), at(-26, -4), at(-42, -22)],
      plus(0.5),
      1.4,
    );
    blob(
      p,
      [
        at(-40, gap),
        at(-8, gap + 1),
        at(0, gap - 5),
        at(8, gap + 1),
        at(40, gap),
        at(38, 22),
        at(24, 46),
        at(-24, 46),
        at(-38, 22),
      ],
      plus(0.52),
      1.4,
    );
    stroke(p, { points: [at(-38, gap + 1), at(-8, gap + 2)], radius: 1.6 }, plus(0.4));
    stroke(
      p,
      { points: [at(8, gap + 2), at(38, gap + 1)], radius: look.arthritis ? 3 : 1.6 },
      plus(look.arthritis ? 0.6 : 0.4),
    );
    if (look.arthritis) for (const y of [-6, 6]) ellipse(p, { ...at(43, y), rx: 5, ry: 3 }, plus(0.5), 1);
  }
  if (look.clips)
    for (let i = 0; i < 12; i++)
      stroke(
        p,
        {
          points: [
            { x: -4, y: -90 + i * 14 },
            { x: 5, y: -90 + i * 14 },
          ],
          radius: 1,
        },
        plus(1.2),
      );
};

const kneeSide = (p: Plane, look: KneeFilmLook): void => {
  blob(
    p,
    [
      { x: -30, y: -190 },
      { x: 80, y: -190 },
      { x: 70, y: -70 },
      { x: 56, y: 10 },
      { x: 62, y: 90 },
      { x: 60, y: 190 },
      { x: -26, y: 190 },
      { x: -36, y: 80 },
      { x: -66, y: 0 },
      { x: -60, y: -70 },
    ],
    plus(0.75),
    4,
  );
  bone(
    p,
    [
      { x: 22, y: -200 },
      { x: 12, y: -110 },
      { x: 4, y: -34 },
    ],
    (t) => 17 + 16 * Math.max(0, t - 0.6) * 2,
  );
  bone(
    p,
    [
      { x: 0, y: 34 },
      { x: 4, y: 110 },
      { x: 10, y: 200 },
    ],
    (t) => 18 + 8 * Math.max(0, 0.4 - t) * 2,
  );
  bone(
    p,
    [
      { x: 26, y: 42 },
      { x: 30, y: 110 },
      { x: 32, y: 200 },
    ],
    6.5,
    0.35,
  );
  blob(
    p,
    [
      { x: -54, y: -52 },
      { x: -42, y: -62 },
      { x: -34, y: -40 },
      { x: -38, y: -14 },
      { x: -52, y: -22 },
    ],
    plus(0.55),
    1.2,
  );
  if (look.prosthesis) {
    blob(
      p,
      [
        { x: -30, y: -50 },
        { x: -22, y: -50 },
        { x: -18, y: -26 },
        { x: 8, y: -18 },
        { x: 30, y: -36 },
        { x: 38, y: -28 },
        { x: 24, y: -4 },
        { x: -6, y: -2 },
        { x: -30, y: -18 },
      ],
      plus(1.7),
      0.6,
    );
    blob(
      p,
      [
        { x: -30, y: 9 },
        { x: 32, y: 11 },
        { x: 32, y: 16 },
        { x: 8, y: 18 },
        { x: 4, y: 54 },
        { x: -6, y: 54 },
        { x: -8, y: 17 },
        { x: -30, y: 14 },
      ],
      plus(1.7),
      0.6,
    );
  } else {
    dome(p, { x: 6, y: -26, rx: 32, ry: 25 }, plus(0.85));
    blob(
      p,
      [
        { x: -28, y: 6 },
        { x: 30, y: 6 },
        { x: 26, y: 40 },
        { x: -20, y: 50 },
      ],
      plus(0.5),
      1.2,
    );
  }
};

/** A knee from the front or the side. */
export const kneeFilm = (look: KneeFilmLook, ink: Ink): Picture => {
  const p = plane(540, 800, 0.4);
  if (look.view === 'AP') kneeFront(p, look);
  else kneeSide(p, look);
  return film(p, ink, { black: 0.1, white: 2, unsharpMm: 0.6, marker: look.side, view: look.view });
};

interface Ray {
  readonly root: Point;
  readonly tip: Point;
  readonly parts: readonly number[];
}

/** Metacarpal and phalanges of each finger: where they start, where they end, how long each is. */
const RAYS: readonly Ray[] = [
  { root: { x: -26, y: 34 }, tip: { x: -76, y: -34 }, parts: [0.46, 0.32, 0.22] },
  { root: { x: -14, y: 22 }, tip: { x: -36, y: -112 }, parts: [0.42, 0.28, 0.17, 0.13] },
  { root: { x: 0, y: 20 }, tip: { x: -2, y: -124 }, parts: [0.4, 0.28, 0.19, 0.13] },
  { root: { x: 13, y: 24 }, tip: { x: 30, y: -112 }, parts: [0.39, 0.28, 0.19, 0.14] },
  { root: { x: 25, y: 32 }, tip: { x: 58, y: -84 }, parts: [0.41, 0.27, 0.17, 0.15] },
];

const finger = (p: Plane, ray: Ray, boneAge: number): void => {
  let along = 0;
  const point = (t: number): Point => ({
    x: ray.root.x + (ray.tip.x - ray.root.x) * t,
    y: ray.root.y + (ray.tip.y - ray.root.y) * t,
  });
  ray.parts.forEach((share, index) => {
    const open = boneAge >= 16 ? 0 : 0.012 + 0.014 * (1 - boneAge / 16);
    const from = along + share * 0.05 + (index > 0 ? open : 0);
    const to = along + share * 0.93;
    const thick = 5.6 - index * 0.9;
    stroke(
      p,
      {
        points: [point(from), point((from + to) / 2), point(to)],
        radius: (t) => thick * (0.78 + 0.5 * Math.abs(t - 0.5)),
      },
      plus(0.5),
      boneProfile(0.35),
    );
    if (index > 0 && open > 0) {
      const cap = point(along + share * 0.02);
      ellipse(p, { ...cap, rx: thick * (0.5 + 0.5 * (boneAge / 16)), ry: 2.2 }, plus(0.42), 0.8);
    }
    along += share;
  });
};

const CARPALS: readonly (readonly [number, number, number])[] = [
  [-2, 36, 8.5],
  [11, 38, 7.5],
  [17, 52, 6.5],
  [4, 55, 7],
  [-10, 53, 7.5],
  [-20, 43, 6],
  [-12, 34, 5.5],
  [22, 58, 4.5],
];

/** Left hand and wrist, as for bone age. */
export const handFilm = (look: HandFilmLook, ink: Ink): Picture => {
  const p = plane(560, 760, 0.33);
  blob(
    p,
    [
      { x: -30, y: 124 },
      { x: 30, y: 124 },
      { x: 34, y: 70 },
      { x: 42, y: 30 },
      { x: 44, y: -20 },
      { x: -30, y: -24 },
      { x: -42, y: 20 },
      { x: -32, y: 70 },
    ],
    plus(0.42),
    2,
  );
  for (const ray of RAYS)
    stroke(
      p,
      { points: [ray.root, { x: ray.tip.x * 1.03, y: ray.tip.y - 6 }], radius: 10.5 },
      (old, c) => Math.max(old, 0.38 * c),
      (d) => Math.min(1, (1 - d) * 6),
    );
  for (const ray of RAYS) finger(p, ray, look.boneAge);
  const grown = Math.min(8, Math.max(2, Math.round(1 + look.boneAge * 0.7)));
  for (const [x, y, r] of CARPALS.slice(0, grown))
    ellipse(
      p,
      { x, y, rx: r * Math.min(1, 0.5 + look.boneAge / 20), ry: r * Math.min(1, 0.5 + look.boneAge / 22) },
      plus(0.5),
      1.2,
    );
  bone(
    p,
    [
      { x: -10, y: 74 },
      { x: -9, y: 100 },
      { x: -7, y: 130 },
    ],
    (t) => 11 - 3 * t,
    0.52,
  );
  bone(
    p,
    [
      { x: 17, y: 76 },
      { x: 16, y: 100 },
      { x: 14, y: 130 },
    ],
    (t) => 8 - 2 * t,
    0.48,
  );
  if (look.boneAge < 17) {
    ellipse(p, { x: -10, y: 67, rx: 6 + look.boneAge * 0.36, ry: 3 }, plus(0.5), 1);
    if (look.boneAge > 6) ellipse(p, { x: 17, y: 69, rx: 4 + look.boneAge * 0.15, ry: 2.4 }, plus(0.45), 1);
  }
  const exposure = { black: 0.02, white: 1.15, unsharpMm: 0.4, marker: 'L', view: 'PA', markerSide: 'right' } as const;
  // The thumb at the left and the fingers, which hang down, at the top.
  return { ...film(p, ink, exposure), patientOrientation: ['R', 'H'] };
};
