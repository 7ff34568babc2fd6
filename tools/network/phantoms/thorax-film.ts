import { landscape } from '../drawing/noise.ts';
import { dome, ellipse, glow, type Plane, type Point, plane, plus } from '../drawing/plane.ts';
import { blob, boneProfile, rodProfile, smooth, stroke } from '../drawing/shapes.ts';
import { film } from './film.ts';
import type { Ink, Picture } from './picture.ts';

export interface ChestFilmLook {
  readonly draw: 'chest-film';
  readonly view: 'PA' | 'LL' | 'AP';
  /** Heart width over chest width; 0.45 is normal. */
  readonly heart?: number;
  readonly noduleMm?: number;
  /** Thoracic curve that shows through, degrees. */
  readonly curve?: number;
  /** 0..1: haze in both lungs. */
  readonly haze?: number;
  readonly sternalWires?: boolean;
  readonly tubes?: boolean;
  readonly neonate?: boolean;
}

const mirror = (side: number, points: readonly (readonly [number, number])[]): Point[] =>
  points.map(([x, y]) => ({ x: x * side, y }));

const lung = (side: number, base: number): Point[] =>
  mirror(side, [
    [28, -135],
    [60, -140],
    [92, -110],
    [118, -50],
    [128, 20],
    [130, base - 8],
    [95, base - 20],
    [60, base - 26],
    [22, base - 14],
    [20, -20],
  ]);

const drawRibs = (p: Plane): void => {
  for (const side of [-1, 1]) {
    for (let i = 0; i < 10; i++) {
      const top = -150 + i * 24;
      const reach = 62 + 70 * Math.min(1, (i + 1) / 5) ** 0.7;
      const back = smooth(
        mirror(side, [
          [10, top],
          [reach * 0.45, top - 6],
          [reach * 0.85, top + 16],
          [reach, top + 44],
        ]),
        false,
      );
      stroke(p, { points: back, radius: 6.2 }, plus(0.26), boneProfile(0.3));
      if (i > 7) continue;
      const front = smooth(
        mirror(side, [
          [reach, top + 44],
          [reach * 0.86, top + 84],
          [reach * 0.56, top + 104 - i * 3],
        ]),
        false,
      );
      stroke(p, { points: front, radius: 6 }, plus(0.15), boneProfile(0.3));
    }
  }
};

const drawSpine = (p: Plane, curve: number): void => {
  for (let i = 0; i < 13; i++) {
    const y = -165 + i * 26;
    const x = curve * 0.55 * Math.sin(((y + 60) / 220) * Math.PI);
    ellipse(p, { x, y, rx: 17, ry: 11 }, plus(0.24), 4);
    ellipse(p, { x: x - 11, y, rx: 3.4, ry: 5 }, plus(0.16), 2);
    ellipse(p, { x: x + 11, y, rx: 3.4, ry: 5 }, plus(0.16), 2);
    ellipse(p, { x, y: y + 8, rx: 3, ry: 8 }, plus(0.12), 2);
  }
};

const drawVessels = (p: Plane, ink: Ink): void => {
  for (const side of [-1, 1]) {
    for (let i = 0; i < 26; i++) {
      const angle = ink.body.between(-1.35, 1.35);
      const length = ink.body.between(35, 82) * (Math.abs(angle) > 1.1 ? 1.15 : 1);
      const bend = ink.body.between(-12, 12);
      const from = { x: side * 33, y: -8 + ink.body.between(-14, 20) };
      const end = { x: from.x + side * Math.cos(angle) * length, y: from.y + Math.sin(angle) * length };
      const middle = { x: (from.x + end.x) / 2 - bend * Math.sin(angle), y: (from.y + end.y) / 2 + bend };
      stroke(
        p,
        { points: smooth([from, middle, end], false), radius: (t) => 3.4 * (1 - t) + 0.8 },
        plus(0.11),
        rodProfile,
      );
    }
    glow(p, { x: side * 33, y: -4, rx: 10, ry: 17 }, plus(0.09));
  }
};

const drawHeart = (p: Plane, ratio: number): void => {
  const wide = ratio / 0.45;
  blob(
    p,
    [
      { x: -18, y: -95 },
      { x: 16, y: -98 },
      { x: 27, y: -72 },
      { x: 28, y: -40 },
      { x: 36, y: -18 },
      { x: 58 * wide, y: 24 },
      { x: 82 * wide, y: 66 },
      { x: 74 * wide, y: 88 },
      { x: 20, y: 98 },
      { x: -34 * wide, y: 88 },
      { x: -42 * wide, y: 50 },
      { x: -26, y: 0 },
      { x: -22, y: -40 },
    ],
    plus(0.52),
    3,
  );
};

const drawTubes = (p: Plane): void => {
  stroke(
    p,
    {
      points: [
        { x: 0, y: -190 },
        { x: 2, y: -110 },
        { x: 3, y: -78 },
      ],
      radius: 1.8,
    },
    plus(0.35),
  );
  const line = smooth(
    [
      { x: -120, y: -190 },
      { x: -60, y: -128 },
      { x: -24, y: -96 },
      { x: -24, y: -30 },
    ],
    false,
  );
  stroke(p, { points: line, radius: 1.2 }, plus(0.45));
};

const drawFront = (p: Plane, look: ChestFilmLook, ink: Ink): void => {
  blob(
    p,
    mirror(1, [
      [-70, -215],
      [70, -215],
      [78, -165],
      [165, -140],
      [172, -60],
      [152, 60],
      [150, 215],
      [-150, 215],
      [-152, 60],
      [-172, -60],
      [-165, -140],
      [-78, -165],
    ]),
    plus(0.92),
    6,
  );
  dome(p, { x: 0, y: 20, rx: 175, ry: 240 }, plus(0.25));
  const haze = look.haze ?? 0;
  blob(p, lung(-1, 112), plus(-0.82 + haze * 0.35), 3);
  blob(p, lung(1, 122), plus(-0.82 + haze * 0.35), 3);
  const texture = landscape(ink.body);
  stroke(
    p,
    {
      points: [
        { x: 0, y: -190 },
        { x: 1, y: -90 },
      ],
      radius: 9,
    },
    plus(-0.22),
    rodProfile,
  );
  drawVessels(p, ink);
  drawHeart(p, look.heart ?? 0.45);
  drawSpine(p, look.curve ?? 0);
  drawRibs(p);
  for (const side of [-1, 1]) {
    const clavicle = smooth(
      mirror(side, [
        [16, -122],
        [50, -126],
        [92, -142],
        [140, -150],
      ]),
      false,
    );
    stroke(p, { points: clavicle, radius: 6.5 }, plus(0.34), boneProfile(0.25));
    stroke(
      p,
      {
        points: smooth(
          mirror(side, [
            [118, -140],
            [104, -90],
            [112, -30],
            [128, 0],
          ]),
          false,
        ),
        radius: 5,
      },
      plus(0.14),
      boneProfile(0.4),
    );
    ellipse(p, { x: side * 158, y: -132, rx: 24, ry: 25 }, plus(0.3), 5);
    blob(
      p,
      mirror(side, [
        [8, 128],
        [55, 92],
        [100, 96],
        [134, 126],
        [136, 215],
        [4, 215],
      ]),
      plus(0.34),
      4,
    );
  }
  ellipse(p, { x: 74, y: 128, rx: 22, ry: 14 }, plus(-0.5), 5);
  if (look.noduleMm) ellipse(p, { x: -72, y: -62, rx: look.noduleMm / 2, ry: look.noduleMm / 2.2 }, plus(0.22), 2.5);
  if (look.haze) glow(p, { x: 0, y: 30 + texture(1, 1), rx: 80, ry: 60 }, plus(0.12 * look.haze));
  if (look.sternalWires) {
    for (let i = 0; i < 5; i++) ellipse(p, { x: i % 2, y: -80 + i * 30, rx: 6, ry: 2 }, plus(0.8), 1);
  }
  if (look.tubes) drawTubes(p);
};

const drawSide = (p: Plane, look: ChestFilmLook): void => {
  blob(
    p,
    mirror(1, [
      [-95, -190],
      [80, -190],
      [135, -120],
      [140, 20],
      [128, 215],
      [-120, 215],
      [-135, 40],
      [-118, -100],
    ]),
    plus(1.05),
    6,
  );
  blob(
    p,
    mirror(1, [
      [-55, -150],
      [20, -158],
      [86, -120],
      [112, -20],
      [112, 120],
      [60, 105],
      [0, 62],
      [-70, 74],
      [-98, 40],
      [-92, -60],
    ]),
    plus(-0.75),
    4,
  );
  blob(
    p,
    mirror(1, [
      [-30, -30],
      [-80, 20],
      [-84, 66],
      [-40, 84],
      [14, 74],
      [22, 20],
      [4, -40],
    ]),
    plus(0.62),
    6,
  );
  for (let i = 0; i < 14; i++) {
    const y = -170 + i * 27;
    ellipse(p, { x: 72 + 22 * Math.sin((y + 200) / 130), y, rx: 14, ry: 10.5 }, plus(0.32), 3);
  }
  for (let i = 0; i < 9; i++) {
    const y = -140 + i * 25;
    stroke(
      p,
      {
        points: smooth(
          [
            { x: 92, y },
            { x: 30, y: y + 18 },
            { x: -60, y: y + 56 },
          ],
          false,
        ),
        radius: 5,
      },
      plus(0.1),
      boneProfile(0.3),
    );
  }
  stroke(
    p,
    {
      points: smooth(
        [
          { x: -84, y: -110 },
          { x: -104, y: -40 },
          { x: -100, y: 30 },
        ],
        false,
      ),
      radius: 6,
    },
    plus(0.25),
    boneProfile(0.3),
  );
  if (look.noduleMm) ellipse(p, { x: 30, y: -70, rx: look.noduleMm / 2, ry: look.noduleMm / 2 }, plus(0.22), 2.5);
};

/** A chest film, 40 x 43 cm (half that of a newborn), seen from the front as hung: patient's right on the left. */
export const chestFilm = (look: ChestFilmLook, ink: Ink): Picture => {
  const side = look.view === 'LL';
  const p = plane(side ? 760 : 880, 960, 0.45);
  if (side) drawSide(p, look);
  else drawFront(p, look, ink);
  const size = look.neonate ? 0.42 : 1;
  const picture = film(p, ink, { black: 0.1, white: 2.05, unsharpMm: 0.9, marker: side ? 'L' : 'R', view: look.view });
  return { ...picture, imagerSpacing: Number((p.mm * size).toFixed(4)) };
};
