import { dome, ellipse, type Plane, type Point, plane, plus } from '../drawing/plane.ts';
import { blob, boneProfile, smooth, stroke } from '../drawing/shapes.ts';
import { film } from './film.ts';
import type { Ink, Picture } from './picture.ts';

export interface AbdomenFilmLook {
  readonly draw: 'abdomen-film';
  readonly newborn?: boolean;
  /** Pneumatosis lies in the right lower quadrant. */
  readonly gas: 'normal' | 'dilated' | 'pneumatosis' | 'resolving';
  readonly view?: 'AP' | 'XTL';
  /** Stone: side and size, mm. */
  readonly stoneMm?: number;
}

const outline: readonly Point[] = [
  { x: -90, y: -180 },
  { x: 90, y: -180 },
  { x: 104, y: -60 },
  { x: 116, y: 30 },
  { x: 96, y: 110 },
  { x: 120, y: 180 },
  { x: 20, y: 180 },
  { x: 0, y: 160 },
  { x: -20, y: 180 },
  { x: -120, y: 180 },
  { x: -96, y: 110 },
  { x: -116, y: 30 },
  { x: -104, y: -60 },
];

const loops = (p: Plane, look: AbdomenFilmLook, ink: Ink): void => {
  const wide = { normal: 10, dilated: 19, pneumatosis: 18, resolving: 13 }[look.gas];
  const count = { normal: 30, dilated: 22, pneumatosis: 22, resolving: 26 }[look.gas];
  for (let i = 0; i < count; i++) {
    const angle = i * 2.4;
    const radius = 12 + 78 * Math.sqrt(i / count);
    const at = { x: Math.cos(angle) * radius, y: 25 + Math.sin(angle) * radius * 0.95 };
    const turn = ink.shot.between(-80, 80);
    ellipse(
      p,
      { ...at, rx: wide * ink.shot.between(1, 1.7), ry: wide * ink.shot.between(0.6, 0.9), turn },
      plus(-0.36),
      2.5,
    );
  }
  if (look.gas !== 'pneumatosis') return;
  for (let i = 0; i < 150; i++) {
    const angle = ink.shot.between(0.2, 1.9);
    const ring = ink.shot.pick([44, 47, 62, 65]);
    ellipse(p, { x: -8 - Math.cos(angle) * ring, y: 40 + Math.sin(angle) * ring, rx: 1.3, ry: 1.3 }, plus(-0.5), 0.8);
  }
};

const skeleton = (p: Plane): void => {
  for (let i = 0; i < 14; i++) {
    const y = -176 + i * 22;
    ellipse(p, { x: 0, y, rx: 13, ry: 8 }, plus(0.4), 2);
    for (const side of [-1, 1]) {
      if (i < 6)
        stroke(
          p,
          {
            points: smooth(
              [
                { x: side * 12, y },
                { x: side * 60, y: y + 6 },
                { x: side * 96, y: y + 38 },
              ],
              false,
            ),
            radius: 4,
          },
          plus(0.2),
          boneProfile(0.35),
        );
    }
  }
  for (const side of [-1, 1]) {
    const at = (x: number, y: number): Point => ({ x: x * side, y });
    blob(p, [at(16, 96), at(46, 76), at(78, 92), at(80, 126), at(46, 134)], plus(0.36), 2);
    stroke(
      p,
      { points: smooth([at(48, 146), at(22, 152), at(10, 160)], false), radius: 6 },
      plus(0.34),
      boneProfile(0.4),
    );
    stroke(p, { points: [at(72, 142), at(82, 186)], radius: 8 }, plus(0.4), boneProfile(0.3));
  }
};

/** Abdomen from the front; a newborn's also shows the lung bases, tube and umbilical line. */
export const abdomenFilm = (look: AbdomenFilmLook, ink: Ink): Picture => {
  const p = plane(680, 900, 0.4);
  blob(p, outline, plus(0.95), 5);
  dome(p, { x: 0, y: 20, rx: 118, ry: 170 }, plus(0.35));
  for (const side of [-1, 1])
    blob(
      p,
      [
        { x: side * 16, y: -186 },
        { x: side * 82, y: -182 },
        { x: side * 84, y: -106 },
        { x: side * 46, y: -118 },
        { x: side * 18, y: -110 },
      ],
      plus(-0.5),
      3,
    );
  dome(p, { x: -46, y: -62, rx: 56, ry: 46 }, plus(0.22));
  ellipse(p, { x: 50, y: -76, rx: 26, ry: 17 }, plus(-0.34), 4);
  loops(p, look, ink);
  skeleton(p);
  if (look.newborn) {
    stroke(
      p,
      {
        points: smooth(
          [
            { x: 4, y: -185 },
            { x: 3, y: -110 },
            { x: 36, y: -82 },
            { x: 58, y: -70 },
          ],
          false,
        ),
        radius: 1.6,
      },
      plus(0.5),
    );
    stroke(
      p,
      {
        points: smooth(
          [
            { x: 0, y: 60 },
            { x: 10, y: 110 },
            { x: 14, y: 60 },
            { x: 8, y: -110 },
          ],
          false,
        ),
        radius: 1.3,
      },
      plus(0.5),
    );
  }
  if (look.stoneMm) ellipse(p, { x: 44, y: 12, rx: look.stoneMm / 2, ry: look.stoneMm / 2 }, plus(0.6), 1);
  const picture = film(p, ink, {
    black: 0.35,
    white: 2.1,
    unsharpMm: 0.6,
    marker: look.view === 'XTL' ? 'L' : 'R',
    view: look.view ?? 'AP',
  });
  return { ...picture, imagerSpacing: look.newborn ? 0.15 : 0.4 };
};
