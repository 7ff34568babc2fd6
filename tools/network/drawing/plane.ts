/**
 * A grey picture in the making. Coordinates are millimetres, x to the image's right, y down, origin at its centre, so that the
 * same drawing serves any matrix size.
 */
export interface Plane {
  readonly width: number;
  readonly height: number;
  /** Millimetres a pixel. */
  readonly mm: number;
  readonly data: Float32Array;
}

export interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Ellipse extends Point {
  readonly rx: number;
  readonly ry: number;
  /** Degrees, clockwise on the picture. */
  readonly turn?: number;
}

export const plane = (width: number, height: number, mm: number, value = 0): Plane => ({
  width,
  height,
  mm,
  data: new Float32Array(width * height).fill(value),
});

/** What a pixel becomes: its old value, how much of it is covered (0..1). */
export type Blend = (old: number, coverage: number) => number;

export const toward =
  (value: number): Blend =>
  (old, coverage) =>
    old + (value - old) * coverage;

export const plus =
  (value: number): Blend =>
  (old, coverage) =>
    old + value * coverage;

/** Calls `coverage` for every pixel centre of the box (mm) and blends where it is above 0. */
export const paint = (p: Plane, box: Box, coverage: (x: number, y: number) => number, blend: Blend): void => {
  const { width, height, mm, data } = p;
  const left = Math.max(0, Math.floor(box.x0 / mm + width / 2));
  const right = Math.min(width - 1, Math.ceil(box.x1 / mm + width / 2));
  const top = Math.max(0, Math.floor(box.y0 / mm + height / 2));
  const bottom = Math.min(height - 1, Math.ceil(box.y1 / mm + height / 2));
  for (let row = top; row <= bottom; row++) {
    const y = (row + 0.5 - height / 2) * mm;
    let at = row * width + left;
    for (let column = left; column <= right; column++, at++) {
      const c = coverage((column + 0.5 - width / 2) * mm, y);
      if (c > 0) data[at] = blend(data[at] ?? 0, c);
    }
  }
};

const boxOf = (e: Ellipse, margin: number): Box => {
  const turn = ((e.turn ?? 0) * Math.PI) / 180;
  const wide = Math.hypot(e.rx * Math.cos(turn), e.ry * Math.sin(turn)) + margin;
  const high = Math.hypot(e.rx * Math.sin(turn), e.ry * Math.cos(turn)) + margin;
  return { x0: e.x - wide, x1: e.x + wide, y0: e.y - high, y1: e.y + high };
};

/** 1 on the rim, 0 in the centre: the distance in units of the ellipse's own radius. */
const radial = (e: Ellipse): ((x: number, y: number) => number) => {
  const turn = ((e.turn ?? 0) * Math.PI) / 180;
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  return (x, y) => {
    const dx = x - e.x;
    const dy = y - e.y;
    const u = (dx * cos + dy * sin) / e.rx;
    const v = (dy * cos - dx * sin) / e.ry;
    return Math.sqrt(u * u + v * v);
  };
};

/** A filled ellipse whose edge is `soft` mm wide. */
export const ellipse = (p: Plane, e: Ellipse, blend: Blend, soft = p.mm): void => {
  if (e.rx <= 0 || e.ry <= 0) return;
  const r = radial(e);
  const scale = Math.min(e.rx, e.ry) / soft;
  paint(
    p,
    boxOf(e, soft),
    (x, y) => {
      const c = 0.5 - (r(x, y) - 1) * scale;
      return c < 0 ? 0 : Math.min(c, 1);
    },
    blend,
  );
};

/** The shadow of an ellipsoid: thickest in the middle, as X-rays see it. */
export const dome = (p: Plane, e: Ellipse, blend: Blend): void => {
  if (e.rx <= 0 || e.ry <= 0) return;
  const r = radial(e);
  paint(
    p,
    boxOf(e, 0),
    (x, y) => {
      const d = r(x, y);
      return d >= 1 ? 0 : Math.sqrt(1 - d * d);
    },
    blend,
  );
};

/** A soft hill: a Gaussian with the radii as standard deviations. */
export const glow = (p: Plane, e: Ellipse, blend: Blend): void => {
  const r = radial(e);
  const wide = { ...e, rx: e.rx * 3, ry: e.ry * 3 };
  paint(
    p,
    boxOf(wide, 0),
    (x, y) => {
      const d = r(x, y);
      return d > 3 ? 0 : Math.exp((-d * d) / 2);
    },
    blend,
  );
};

const boxPass = (
  from: Float32Array,
  to: Float32Array,
  length: number,
  lines: number,
  step: number,
  jump: number,
  radius: number,
): void => {
  const scale = 1 / (2 * radius + 1);
  for (let line = 0; line < lines; line++) {
    const start = line * jump;
    let sum = 0;
    for (let i = -radius; i <= radius; i++) sum += from[start + Math.min(length - 1, Math.max(0, i)) * step] ?? 0;
    for (let i = 0; i < length; i++) {
      to[start + i * step] = sum * scale;
      const enters = Math.min(length - 1, i + radius + 1);
      const leaves = Math.max(0, i - radius);
      sum += (from[start + enters * step] ?? 0) - (from[start + leaves * step] ?? 0);
    }
  }
};

/** Blurs in place; two box passes each way are near enough to a Gaussian. */
export const blur = (p: Plane, radiusMm: number): void => {
  const radius = Math.round(radiusMm / p.mm);
  if (radius < 1) return;
  const other = new Float32Array(p.data.length);
  for (let pass = 0; pass < 2; pass++) {
    boxPass(p.data, other, p.width, p.height, 1, p.width, radius);
    boxPass(other, p.data, p.height, p.width, p.width, 1, radius);
  }
};

/** Replaces every value. */
export const map = (p: Plane, change: (value: number) => number): void => {
  for (let i = 0; i < p.data.length; i++) p.data[i] = change(p.data[i] ?? 0);
};
