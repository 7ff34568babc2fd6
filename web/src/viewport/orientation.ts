/** The letters at the edges of a picture: which side of the patient lies there. */
import type { Header } from './calibration.ts';
import { directionsOf, type Vector } from './geometry.ts';

export interface EdgeLetters {
  readonly left: string;
  readonly right: string;
  readonly top: string;
  readonly bottom: string;
}

const axes = ['LR', 'PA', 'HF'] as const;

/** A part of a direction that is smaller (six degrees) is not told. */
const least = 0.1;

const opposites: Readonly<Record<string, string>> = Object.fromEntries(
  axes.flatMap(([to = '', from = '']) => [
    [to, from],
    [from, to],
  ]),
);

/** A direction in letters, that of its largest part first (PS3.3 C.7.6.1.1.1). */
const lettersOf = (direction: Vector): string =>
  axes
    .map((letters, axis) => ({ letters, part: direction[axis] ?? 0 }))
    .filter(({ part }) => Math.abs(part) >= least)
    .sort((a, b) => Math.abs(b.part) - Math.abs(a.part))
    .map(({ letters, part }) => letters[part > 0 ? 0 : 1])
    .join('');

const opposite = (letters: string): string => [...letters].map((letter) => opposites[letter]).join('');

/** Patient Orientation of a projection: two values of up to three of the six letters; null when it says anything else. */
const told = (header: Header): readonly [string, string] | null => {
  const [row, column] = (header['00200020'] as { readonly Value?: readonly unknown[] } | undefined)?.Value ?? [];
  const isTold = (value: unknown): value is string => typeof value === 'string' && /^[LRPAHF]{1,3}$/.test(value);
  return isTold(row) && isTold(column) ? [row, column] : null;
};

/** Of a frame, counted from 1, as it is stored. Null when nobody says. The page mirrors no picture. */
export const edgeLetters = (header: Header, frame: number): EdgeLetters | null => {
  const directions = directionsOf(header, frame);
  const letters = directions ? ([lettersOf(directions.row), lettersOf(directions.column)] as const) : told(header);
  if (!letters) return null;
  const [right, bottom] = letters;
  return { left: opposite(right), right, top: opposite(bottom), bottom };
};

/** The same of a picture that the reader turned clockwise by so many quarters. */
export const turned = (letters: EdgeLetters, quarters: number): EdgeLetters => {
  if (quarters === 0) return letters;
  const { left, right, top, bottom } = turned(letters, quarters - 1);
  return { top: left, right: top, bottom: right, left: bottom };
};
