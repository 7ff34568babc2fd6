import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeValues, type Spot, type Written } from './place-values.ts';

const room = { width: 400, height: 112 };

const touches = (a: Written, aWidth: number, b: Written, bWidth: number): boolean =>
  Math.abs(a.x - b.x) < (aWidth + bWidth) / 2 && Math.abs(a.y - b.y) < 12;

describe('the values of a plot', () => {
  it('stand above their points where there is room', () => {
    const spots = [
      { x: 50, y: 60, width: 40 },
      { x: 200, y: 60, width: 40 },
    ];
    expect(placeValues(spots, room)).toEqual([
      { x: 50, y: 52 },
      { x: 200, y: 52 },
    ]);
  });

  it('of two points of one week stand on two sides of them', () => {
    const [first, second] = placeValues(
      [
        { x: 100, y: 60, width: 40 },
        { x: 104, y: 58, width: 40 },
      ],
      room,
    );
    expect(second).toEqual({ x: 104, y: 50 });
    expect(first).not.toBeNull();
    expect(first?.y).toBeGreaterThan(60);
  });

  it('keep within the plot at its edges', () => {
    const [only] = placeValues([{ x: 12, y: 40, width: 60 }], room);
    expect(only).toEqual({ x: 30, y: 32 });
  });

  it('never touch each other, however close the points are', () => {
    const spot = fc.record({
      x: fc.integer({ min: 12, max: 388 }),
      y: fc.integer({ min: 22, max: 110 }),
      width: fc.integer({ min: 10, max: 70 }),
    });
    fc.assert(
      fc.property(fc.array(spot, { maxLength: 12 }), (spots: readonly Spot[]) => {
        const placed = placeValues(spots, room);
        for (const [at, one] of placed.entries())
          for (const [after, other] of placed.slice(at + 1).entries()) {
            if (one === null || other === null) continue;
            expect(touches(one, spots[at]?.width ?? 0, other, spots[at + 1 + after]?.width ?? 0)).toBe(false);
          }
      }),
    );
  });
});
