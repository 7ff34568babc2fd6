import { dome, ellipse, type Plane, type Point, plane, plus } from '../drawing/plane.ts';
import { blob, boneProfile, fill, smooth, stroke } from '../drawing/shapes.ts';
import { film } from './film.ts';
import type { Ink, Picture } from './picture.ts';

export interface SpineFilmLook {
  readonly draw: 'spine-film';
  readonly view: 'PA' | 'LL';
  /** Cobb angle of the main right thoracic curve, degrees, between the end plates of its end vertebrae. */
  readonly cobb: number;
  readonly brace?: boolean;
  /** 0.8 for a small child, 1 for an adolescent. */
  readonly size?: number;
}

const MM = 0.7;
const TOP_Y = -250;
const STEP = 27;
const COUNT = 18;
/** The curve runs between these two vertebrae (T5 and T12, counted from T1). */
const UPPER = 4;
const LOWER = 11;

/** Tilt of a vertebra, degrees: +half the Cobb angle at the upper end, -half at the lower, then back to level. */
export const tiltOf = (index: number, cobb: number): number => {
  if (index <= UPPER) return (cobb / 2) * (index / UPPER);
  if (index <= LOWER) return (cobb / 2) * Math.cos(((index - UPPER) / (LOWER - UPPER)) * Math.PI);
  return (-cobb / 2) * Math.max(0, 1 - (index - LOWER) / 5);
};

/** Centre of each vertebra, walking down along the tilts, so that the angle drawn is the angle asked for. */
export const vertebrae = (cobb: number): (Point & { readonly tilt: number })[] => {
  const found: (Point & { readonly tilt: number })[] = [];
  let x = 0;
  let y = TOP_Y;
  for (let i = 0; i < COUNT; i++) {
    const tilt = tiltOf(i, cobb);
    found.push({ x, y, tilt });
    const radians = (tilt * Math.PI) / 180;
    x -= Math.sin(radians) * STEP;
    y += Math.cos(radians) * STEP;
  }
  const last = found.at(-1)?.x ?? 0;
  return found.map((v, i) => ({ ...v, x: v.x - (last * i) / (COUNT - 1) }));
};

const turned = (centre: Point, tilt: number, points: readonly (readonly [number, number])[]): Point[] => {
  const radians = (tilt * Math.PI) / 180;
  return points.map(([x, y]) => ({
    x: centre.x + x * Math.cos(radians) - y * Math.sin(radians),
    y: centre.y + x * Math.sin(radians) + y * Math.cos(radians),
  }));
};

const drawVertebra = (p: Plane, v: Point & { readonly tilt: number }, index: number): void => {
  const wide = 12.5 + index * 0.55;
  const high = 10.5 + index * 0.14;
  const body = turned(v, v.tilt, [
    [-wide, -high],
    [0, -high + 1],
    [wide, -high],
    [wide - 2, 0],
    [wide, high],
    [0, high - 1],
    [-wide, high],
    [-wide + 2, 0],
  ]);
  fill(p, smooth(body, true, 4), plus(0.34), 0.8);
  for (const edge of [-high, high]) {
    stroke(
      p,
      {
        points: turned(v, v.tilt, [
          [-wide, edge],
          [wide, edge],
        ]),
        radius: 1.3,
      },
      plus(0.3),
    );
  }
  for (const side of [-1, 1]) {
    const [pedicle] = turned(v, v.tilt, [[side * wide * 0.62, -2]]);
    if (pedicle) ellipse(p, { ...pedicle, rx: 2.8, ry: 4.4, turn: v.tilt }, plus(0.26), 1.5);
    stroke(
      p,
      {
        points: turned(v, v.tilt, [
          [side * wide * 0.8, -1],
          [side * (wide + 13), -3],
        ]),
        radius: 3,
      },
      plus(0.12),
      boneProfile(0.4),
    );
  }
  stroke(
    p,
    {
      points: turned(v, v.tilt, [
        [0, 2],
        [0, high + 5],
      ]),
      radius: 2.4,
    },
    plus(0.2),
    boneProfile(0.4),
  );
};

const drawRib = (p: Plane, v: Point & { readonly tilt: number }, index: number, side: number): void => {
  const reach = 60 + 58 * Math.min(1, (index + 1) / 5);
  const line = smooth(
    turned(v, v.tilt * 0.8, [
      [side * 14, -4],
      [side * reach * 0.55, 0],
      [side * reach * 0.95, 26],
      [side * reach, 62],
    ]),
    false,
  );
  stroke(p, { points: line, radius: 4.6 }, plus(0.15), boneProfile(0.35));
};

const drawPelvis = (p: Plane): void => {
  for (const side of [-1, 1]) {
    const at = (x: number, y: number): Point => ({ x: x * side, y });
    blob(
      p,
      [at(20, 236), at(60, 212), at(112, 222), at(132, 262), at(112, 318), at(74, 340), at(40, 300)],
      plus(0.2),
      2,
    );
    stroke(
      p,
      { points: smooth([at(22, 238), at(62, 212), at(112, 222), at(132, 262), at(114, 316)], false), radius: 4 },
      plus(0.22),
      boneProfile(0.5),
    );
    dome(p, { ...at(96, 345), rx: 24, ry: 24 }, plus(0.4));
  }
  blob(
    p,
    [
      { x: -34, y: 228 },
      { x: 34, y: 228 },
      { x: 20, y: 290 },
      { x: 0, y: 318 },
      { x: -20, y: 290 },
    ],
    plus(0.24),
    2,
  );
};

const drawBrace = (p: Plane): void => {
  for (const side of [-1, 1]) {
    const edge = smooth(
      [
        { x: side * 128, y: -110 },
        { x: side * 120, y: 20 },
        { x: side * 104, y: 130 },
        { x: side * 134, y: 250 },
      ],
      false,
    );
    stroke(p, { points: edge, radius: 3.2 }, plus(0.3));
  }
  for (const y of [40, 120, 200])
    stroke(
      p,
      {
        points: [
          { x: -26, y },
          { x: 26, y },
        ],
        radius: 4.5,
      },
      plus(0.5),
      boneProfile(0.4),
    );
};

const drawTrunk = (p: Plane): void => {
  blob(
    p,
    [
      { x: -46, y: -360 },
      { x: 46, y: -360 },
      { x: 52, y: -292 },
      { x: 158, y: -262 },
      { x: 150, y: -120 },
      { x: 116, y: 60 },
      { x: 110, y: 150 },
      { x: 152, y: 270 },
      { x: 158, y: 380 },
      { x: -158, y: 380 },
      { x: -152, y: 270 },
      { x: -110, y: 150 },
      { x: -116, y: 60 },
      { x: -150, y: -120 },
      { x: -158, y: -262 },
      { x: -52, y: -292 },
    ],
    plus(0.9),
    8,
  );
  for (const side of [-1, 1]) {
    const at = (x: number, y: number): Point => ({ x: x * side, y });
    blob(p, [at(24, -252), at(66, -258), at(104, -190), at(112, -20), at(66, -6), at(24, -4)], plus(-0.5), 5);
    stroke(
      p,
      { points: smooth([at(14, -262), at(60, -270), at(126, -282)], false), radius: 5 },
      plus(0.25),
      boneProfile(0.3),
    );
  }
  dome(p, { x: 26, y: -60, rx: 62, ry: 52 }, plus(0.3));
};

const drawSide = (p: Plane, brace: boolean): void => {
  blob(
    p,
    [
      { x: -40, y: -360 },
      { x: 50, y: -360 },
      { x: 95, y: -220 },
      { x: 104, y: -60 },
      { x: 70, y: 140 },
      { x: 116, y: 300 },
      { x: 100, y: 380 },
      { x: -104, y: 380 },
      { x: -92, y: 180 },
      { x: -112, y: -40 },
      { x: -86, y: -220 },
    ],
    plus(1.05),
    8,
  );
  blob(
    p,
    [
      { x: -30, y: -250 },
      { x: 44, y: -240 },
      { x: 66, y: -80 },
      { x: -20, y: -10 },
      { x: -88, y: -30 },
      { x: -76, y: -180 },
    ],
    plus(-0.42),
    6,
  );
  for (let i = 0; i < COUNT; i++) {
    const y = TOP_Y + i * STEP;
    const x = 30 + 34 * Math.sin(((y + 260) / 400) * Math.PI * 1.35);
    ellipse(p, { x, y, rx: 13 + i * 0.45, ry: 10.5 }, plus(0.42), 2.5);
    stroke(
      p,
      {
        points: [
          { x: x + 16, y: y + 2 },
          { x: x + 34, y: y + 12 },
        ],
        radius: 3,
      },
      plus(0.16),
      boneProfile(0.4),
    );
  }
  blob(
    p,
    [
      { x: 10, y: 232 },
      { x: 48, y: 240 },
      { x: 74, y: 310 },
      { x: 40, y: 300 },
    ],
    plus(0.4),
    2,
  );
  dome(p, { x: 4, y: 335, rx: 26, ry: 26 }, plus(0.5));
  if (brace) drawBrace(p);
};

/** A whole-spine film, standing. */
export const spineFilm = (look: SpineFilmLook, ink: Ink): Picture => {
  const p = plane(460, 1040, MM);
  if (look.view === 'LL') drawSide(p, look.brace ?? false);
  else {
    drawTrunk(p);
    const spine = vertebrae(look.cobb);
    spine.slice(0, 12).forEach((v, i) => {
      drawRib(p, v, i, -1);
      drawRib(p, v, i, 1);
    });
    spine.forEach((v, i) => {
      drawVertebra(p, v, i);
    });
    drawPelvis(p);
    if (look.brace) drawBrace(p);
  }
  const picture = film(p, ink, {
    black: 0.25,
    white: 1.95,
    unsharpMm: 0.7,
    marker: look.view === 'LL' ? 'L' : 'R',
    view: look.view,
  });
  return { ...picture, imagerSpacing: Number((MM * (look.size ?? 1)).toFixed(4)) };
};
