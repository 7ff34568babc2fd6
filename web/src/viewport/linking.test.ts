import { describe, expect, it } from 'vitest';
import { linkedIndex, type Positions } from './linking.ts';

const every = (step: number, count: number, from = 0): number[] =>
  Array.from({ length: count }, (_, at) => from + at * step);

describe('linkedIndex', () => {
  const cases: readonly (readonly [
    string,
    number,
    Positions,
    Positions,
    number,
    { source: number; target: number },
    number,
  ])[] = [
    ['same spacing', 60, every(1.5, 200), every(1.5, 200, 900), 200, { source: 50, target: 50 }, 60],
    ['twice the spacing', 60, every(1.5, 200), every(3, 100, -300), 100, { source: 50, target: 20 }, 25],
    ['beyond the end', 199, every(1.5, 200), every(3, 10), 10, { source: 50, target: 5 }, 9],
    ['the other way round', 60, every(1.5, 200), every(-1.5, 200), 200, { source: 50, target: 100 }, 90],
    ['no geometry', 7, null, null, 20, { source: 5, target: 3 }, 5],
    ['geometry on one side only', 9, every(1, 20), null, 6, { source: 5, target: 3 }, 5],
  ];
  it.each(cases)('%s', (_, index, source, target, count, anchor, expected) => {
    expect(linkedIndex(index, source, target, count, anchor)).toBe(expected);
  });
});
