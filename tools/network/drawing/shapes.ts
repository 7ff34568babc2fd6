import { type Blend, blur, type Plane, type Point, plane } from './plane.ts';

/** A smooth curve through the points (Catmull-Rom), `steps` pieces between two of them. */
export const smooth = (points: readonly Point[], closed: boolean, steps = 8): Point[] => {
  const count = points.length;
  const at = (i: number): Point => {
    const index = closed ? (i + count) % count : Math.min(count - 1, Math.max(0, i));
    return points[index] ?? { x: 0, y: 0 };
  };
  const curve: Point[] = [];
  const pieces = closed ? count : count - 1;
  for (let i = 0; i < pieces; i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      const spline = (p: number, q: number, r: number, s: number): number =>
        0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t * t * t);
      curve.push({ x: spline(a.x, b.x, c.x, d.x), y: spline(a.y, b.y, c.y, d.y) });
    }
  }
  if (!closed) curve.push(at(count - 1));
  return curve;
};

const crossings = (outline: readonly Point[], y: number): number[] => {
  const found: number[] = [];
  for (let i = 0; i < outline.length; i++) {
    const a = outline[i];
    const b = outline[(i + 1) % outline.length];
    if (!a || !b || a.y > y === b.y > y) continue;
    found.push(a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x));
  }
  return found.sort((a, b) => a - b);
};

const SUBROWS = 4;

interface Nearest {
  readonly distance: Float32Array;
  readonly x0: number;
  readonly y0: number;
  readonly width: number;
  readonly height: number;
}

const bounds = (p: Plane, points: readonly Point[], margin: number): Omit<Nearest, 'distance'> => {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const x0 = Math.max(0, Math.floor((Math.min(...xs) - margin) / p.mm + p.width / 2));
  const y0 = Math.max(0, Math.floor((Math.min(...ys) - margin) / p.mm + p.height / 2));
  const x1 = Math.min(p.width - 1, Math.ceil((Math.max(...xs) + margin) / p.mm + p.width / 2));
  const y1 = Math.min(p.height - 1, Math.ceil((Math.max(...ys) + margin) / p.mm + p.height / 2));
  const width = Math.max(0, x1 - x0 + 1);
  const height = Math.max(0, y1 - y0 + 1);
  return { x0, y0, width, height };
};

interface Window {
  readonly x0: number;
  readonly y0: number;
  readonly mask: Plane;
}

/** Share of each pixel that lies within the outline, on a plane of its own just large enough. */
const coverage = (p: Plane, outline: readonly Point[], margin: number): Window => {
  const { x0, y0, width, height } = bounds(p, outline, margin);
  const mask = plane(width, height, p.mm);
  for (let row = 0; row < height; row++) {
    for (let sub = 0; sub < SUBROWS; sub++) {
      const y = (row + y0 + (sub + 0.5) / SUBROWS - p.height / 2) * p.mm;
      const xs = crossings(outline, y);
      for (let i = 0; i + 1 < xs.length; i += 2) {
        const from = Math.max(0, (xs[i] ?? 0) / p.mm + p.width / 2 - x0);
        const to = Math.min(width, (xs[i + 1] ?? 0) / p.mm + p.width / 2 - x0);
        for (let column = Math.floor(from); column < to; column++) {
          const share = Math.min(to, column + 1) - Math.max(from, column);
          const at = row * width + column;
          if (share > 0) mask.data[at] = (mask.data[at] ?? 0) + share / SUBROWS;
        }
      }
    }
  }
  return { x0, y0, mask };
};

/** Fills a closed outline; the edge is blurred over `soft` mm. */
export const fill = (p: Plane, outline: readonly Point[], blend: Blend, soft = 0): void => {
  const { x0, y0, mask } = coverage(p, outline, soft * 2 + p.mm);
  blur(mask, soft);
  for (let row = 0; row < mask.height; row++) {
    for (let column = 0; column < mask.width; column++) {
      const share = mask.data[row * mask.width + column] ?? 0;
      const at = (row + y0) * p.width + column + x0;
      if (share > 0) p.data[at] = blend(p.data[at] ?? 0, share);
    }
  }
};

/** The same, closed smoothly through the points. */
export const blob = (p: Plane, points: readonly Point[], blend: Blend, soft = 0): void =>
  fill(p, smooth(points, true), blend, soft);

export interface Stroke {
  readonly points: readonly Point[];
  /** Radius in mm; may change along the stroke (0..1). */
  readonly radius: number | ((along: number) => number);
  /** Ends cut straight instead of round. */
  readonly flat?: boolean;
}

/** Distance to the line in units of its local radius, for all pixels near it. */
const nearest = (p: Plane, { points, radius, flat }: Stroke): Nearest => {
  const radiusAt = typeof radius === 'number' ? () => radius : radius;
  const widest = Math.max(...points.map((_, i) => radiusAt(i / Math.max(1, points.length - 1))));
  const frame = bounds(p, points, widest + p.mm);
  const near: Nearest = { ...frame, distance: new Float32Array(frame.width * frame.height).fill(2) };
  for (let i = 0; i + 1 < points.length; i++) {
    const a = points[i];
    const b = points[i + 1];
    if (!a || !b) continue;
    const r = Math.max(1e-3, radiusAt((i + 0.5) / (points.length - 1)));
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const square = dx * dx + dy * dy || 1e-9;
    const left = Math.max(near.x0, Math.floor((Math.min(a.x, b.x) - r) / p.mm + p.width / 2) - 1);
    const right = Math.min(near.x0 + near.width - 1, Math.ceil((Math.max(a.x, b.x) + r) / p.mm + p.width / 2) + 1);
    const top = Math.max(near.y0, Math.floor((Math.min(a.y, b.y) - r) / p.mm + p.height / 2) - 1);
    const bottom = Math.min(near.y0 + near.height - 1, Math.ceil((Math.max(a.y, b.y) + r) / p.mm + p.height / 2) + 1);
    for (let row = top; row <= bottom; row++) {
      const y = (row + 0.5 - p.height / 2) * p.mm;
      for (let column = left; column <= right; column++) {
        const x = (column + 0.5 - p.width / 2) * p.mm;
        const along = ((x - a.x) * dx + (y - a.y) * dy) / square;
        if (flat && ((along < 0 && i === 0) || (along > 1 && i + 2 === points.length))) continue;
        const t = Math.min(1, Math.max(0, along));
        const d = Math.hypot(x - a.x - t * dx, y - a.y - t * dy) / r;
        const at = (row - near.y0) * near.width + (column - near.x0);
        if (d < (near.distance[at] ?? 2)) near.distance[at] = d;
      }
    }
  }
  return near;
};

/** Draws along a line; `profile` gives the coverage at a distance of 0 (middle) to 1 (rim). */
export const stroke = (p: Plane, line: Stroke, blend: Blend, profile: (d: number) => number = () => 1): void => {
  const near = nearest(p, line);
  for (let row = 0; row < near.height; row++) {
    for (let column = 0; column < near.width; column++) {
      const d = near.distance[row * near.width + column] ?? 2;
      if (d > 1) continue;
      const at = (row + near.y0) * p.width + column + near.x0;
      p.data[at] = blend(p.data[at] ?? 0, profile(d));
    }
  }
};

/** How a long bone casts its shadow: a dense rim (cortex) around a lighter core. */
export const boneProfile =
  (cortex: number) =>
  (d: number): number =>
    Math.sqrt(Math.max(0, 1 - d * d)) * 0.45 + (d > 1 - cortex ? Math.sqrt(Math.max(0, 1 - d)) * 2.2 : 0.18);

/** A round solid rod. */
export const rodProfile = (d: number): number => Math.sqrt(Math.max(0, 1 - d * d));
