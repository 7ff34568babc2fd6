import type { Plane } from './plane.ts';

/** A 5 x 7 font, rows from the top, bit 4 leftmost. Only what the labels need. */
const GLYPHS: Readonly<Record<string, readonly number[]>> = {
  A: [14, 17, 17, 31, 17, 17, 17],
  B: [30, 17, 17, 30, 17, 17, 30],
  C: [14, 17, 16, 16, 16, 17, 14],
  D: [30, 17, 17, 17, 17, 17, 30],
  E: [31, 16, 16, 30, 16, 16, 31],
  F: [31, 16, 16, 30, 16, 16, 16],
  G: [14, 17, 16, 23, 17, 17, 14],
  H: [17, 17, 17, 31, 17, 17, 17],
  I: [14, 4, 4, 4, 4, 4, 14],
  K: [17, 18, 20, 24, 20, 18, 17],
  L: [16, 16, 16, 16, 16, 16, 31],
  M: [17, 27, 21, 21, 17, 17, 17],
  N: [17, 25, 21, 19, 17, 17, 17],
  O: [14, 17, 17, 17, 17, 17, 14],
  P: [30, 17, 17, 30, 16, 16, 16],
  R: [30, 17, 17, 30, 20, 18, 17],
  S: [15, 16, 16, 14, 1, 1, 30],
  T: [31, 4, 4, 4, 4, 4, 4],
  U: [17, 17, 17, 17, 17, 17, 14],
  V: [17, 17, 17, 17, 17, 10, 4],
  W: [17, 17, 17, 21, 21, 27, 17],
  X: [17, 17, 10, 4, 10, 17, 17],
  Y: [17, 17, 10, 4, 4, 4, 4],
  Z: [31, 1, 2, 4, 8, 16, 31],
  '0': [14, 17, 19, 21, 25, 17, 14],
  '1': [4, 12, 4, 4, 4, 4, 14],
  '2': [14, 17, 1, 6, 8, 16, 31],
  '3': [30, 1, 1, 14, 1, 1, 30],
  '4': [2, 6, 10, 18, 31, 2, 2],
  '5': [31, 16, 30, 1, 1, 17, 14],
  '6': [14, 16, 16, 30, 17, 17, 14],
  '7': [31, 1, 2, 4, 8, 8, 8],
  '8': [14, 17, 17, 14, 17, 17, 14],
  '9': [14, 17, 17, 15, 1, 1, 14],
  '.': [0, 0, 0, 0, 0, 12, 12],
  '/': [1, 1, 2, 4, 8, 16, 16],
  '-': [0, 0, 0, 31, 0, 0, 0],
  ':': [0, 12, 12, 0, 12, 12, 0],
  '+': [0, 4, 4, 31, 4, 4, 0],
};

const ADVANCE = 6;

/** Calls `dot` for every pixel of the text, whose top left corner is at (left, top), each dot `scale` pixels wide. */
export const eachDot = (
  text: string,
  left: number,
  top: number,
  scale: number,
  dot: (x: number, y: number) => void,
): void => {
  [...text.toUpperCase()].forEach((letter, index) => {
    GLYPHS[letter]?.forEach((bits, row) => {
      for (let column = 0; column < 5; column++) {
        if ((bits & (16 >> column)) === 0) continue;
        for (let i = 0; i < scale * scale; i++) {
          dot(left + (index * ADVANCE + column) * scale + (i % scale), top + row * scale + Math.floor(i / scale));
        }
      }
    });
  });
};

export const textWidth = (text: string, scale: number): number => (text.length * ADVANCE - 1) * scale;

/** Writes text into the pixels. */
export const write = (p: Plane, text: string, left: number, top: number, scale: number, value: number): void =>
  eachDot(text, Math.round(left), Math.round(top), scale, (x, y) => {
    if (x >= 0 && y >= 0 && x < p.width && y < p.height) p.data[y * p.width + x] = value;
  });

/** The mark that every picture carries, in its lower right corner. */
export const markSynthetic = (p: Plane, value: number): void => {
  const scale = Math.max(1, Math.round(p.width / 400));
  const text = 'SYNTHETIC';
  write(p, text, p.width - textWidth(text, scale) - 4 * scale, p.height - 11 * scale, scale, value);
};
