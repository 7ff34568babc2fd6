import { dome, ellipse, type Plane, type Point, plane, plus } from '../drawing/plane.ts';
import { blob, boneProfile, smooth, stroke } from '../drawing/shapes.ts';
import { film } from './film.ts';
import type { Ink, Picture } from './picture.ts';

export interface PelvisFilmLook {
  readonly draw: 'pelvis-film';
  readonly child?: boolean;
  /** Dysplastic side: shallow roof, head small and high. */
  readonly dysplasia?: 'R' | 'L';
  readonly prosthesis?: 'R' | 'L';
  readonly arthritis?: 'R' | 'L';
}

const femur = (p: Plane, at: (x: number, y: number) => Point, child: boolean, high: number, small: number): void => {
  const neck = smooth(
    [at(child ? 99 : 88, (child ? 18 : 10) - high), at(112, 26), at(128, 42), at(126, 90), at(118, 200)],
    false,
  );
  stroke(p, { points: neck, radius: (t) => (t < 0.3 ? 15 : 17), flat: true }, plus(0.52), boneProfile(0.32));
  if (child) {
    ellipse(
      p,
      { ...at(80, 4 - high), rx: 14 * small, ry: 11 * small, turn: -25 * Math.sign(at(1, 0).x) },
      plus(0.5),
      2,
    );
  } else {
    dome(p, { ...at(86, 8 - high), rx: 25, ry: 25 }, plus(0.62));
    ellipse(p, { ...at(86, 8 - high), rx: 25, ry: 25 }, plus(0.12), 2);
  }
  ellipse(p, { ...at(137, 34), rx: child ? 8 : 13, ry: child ? 12 : 18 }, plus(0.3), 3);
  ellipse(p, { ...at(112, 72), rx: 8, ry: 10 }, plus(0.22), 3);
};

const implant = (p: Plane, at: (x: number, y: number) => Point): void => {
  ellipse(p, { ...at(84, 4), rx: 29, ry: 24, turn: 40 }, plus(1.4), 1);
  ellipse(p, { ...at(86, 9), rx: 16, ry: 16 }, plus(1.2), 1);
  stroke(
    p,
    {
      points: smooth([at(88, 10), at(108, 26), at(122, 44), at(122, 90), at(119, 150)], false),
      radius: (t) => 8.5 - 4 * t,
    },
    plus(1.8),
  );
};

const half = (p: Plane, side: number, look: PelvisFilmLook): void => {
  const letter = side < 0 ? 'R' : 'L';
  const child = look.child ?? false;
  const ill = look.dysplasia === letter;
  const at = (x: number, y: number): Point => ({ x: x * side, y });
  blob(
    p,
    [
      at(22, -112),
      at(58, -146),
      at(112, -134),
      at(132, -98),
      at(112, -46),
      at(ill ? 112 : 116, ill ? -40 : -22),
      at(70, -26),
      at(40, -52),
    ],
    plus(0.34),
    2,
  );
  stroke(
    p,
    { points: smooth([at(22, -112), at(58, -146), at(112, -134), at(132, -98), at(112, -46)], false), radius: 4.5 },
    plus(0.28),
    boneProfile(0.5),
  );
  const roof = ill ? [at(58, -18), at(84, -34), at(110, -48)] : [at(60, -10), at(84, -24), at(112, -18)];
  stroke(p, { points: smooth(roof, false), radius: 3.4 }, plus(0.5));
  stroke(
    p,
    { points: smooth([at(62, -30), at(52, 4), at(60, 30), at(28, 38), at(6, 44)], false), radius: child ? 8 : 10 },
    plus(0.42),
    boneProfile(0.35),
  );
  stroke(
    p,
    { points: smooth([at(8, 50), at(20, 84), at(40, 102), at(66, 92), at(66, 40)], false), radius: child ? 7 : 10 },
    plus(0.36),
    boneProfile(0.35),
  );
  if (look.prosthesis === letter) {
    stroke(
      p,
      { points: smooth([at(118, 42), at(126, 60), at(124, 100), at(118, 200)], false), radius: 17 },
      plus(0.5),
      boneProfile(0.3),
    );
    ellipse(p, { ...at(137, 38), rx: 13, ry: 17 }, plus(0.3), 3);
    implant(p, at);
  } else femur(p, at, child, ill ? 14 : 0, ill ? 0.7 : 1);
  if (look.arthritis === letter) {
    stroke(p, { points: smooth([at(66, -12), at(86, -20), at(108, -14)], false), radius: 5 }, plus(0.6));
    ellipse(p, { ...at(114, -12), rx: 6, ry: 5 }, plus(0.5), 2);
  }
};

/** Pelvis and hips from the front. A child's has gaps where cartilage will turn to bone. */
export const pelvisFilm = (look: PelvisFilmLook, ink: Ink): Picture => {
  const p = plane(900, 720, 0.46);
  blob(
    p,
    [
      { x: -150, y: -190 },
      { x: 150, y: -190 },
      { x: 182, y: -40 },
      { x: 188, y: 200 },
      { x: 18, y: 200 },
      { x: 0, y: 122 },
      { x: -18, y: 200 },
      { x: -188, y: 200 },
      { x: -182, y: -40 },
    ],
    plus(1),
    6,
  );
  dome(p, { x: 0, y: -40, rx: 150, ry: 150 }, plus(0.25));
  for (let i = 0; i < 3; i++) ellipse(p, { x: 0, y: -160 + i * 30, rx: 24, ry: 12 }, plus(0.34), 3);
  blob(
    p,
    [
      { x: -44, y: -112 },
      { x: 44, y: -112 },
      { x: 26, y: -50 },
      { x: 0, y: -18 },
      { x: -26, y: -50 },
    ],
    plus(0.34),
    2,
  );
  for (let i = 0; i < 3; i++)
    for (const side of [-1, 1]) ellipse(p, { x: side * (20 - i * 4), y: -92 + i * 20, rx: 5, ry: 4 }, plus(-0.15), 2);
  for (let i = 0; i < 7; i++) {
    ellipse(
      p,
      {
        x: ink.shot.between(-90, 60),
        y: ink.shot.between(-170, -60),
        rx: ink.shot.between(6, 16),
        ry: ink.shot.between(5, 10),
      },
      plus(-0.16),
      5,
    );
  }
  half(p, -1, look);
  half(p, 1, look);
  const picture = film(p, ink, { black: 0.35, white: 2.35, unsharpMm: 0.7, marker: 'R', view: 'AP' });
  return { ...picture, imagerSpacing: look.child ? 0.21 : 0.46 };
};
