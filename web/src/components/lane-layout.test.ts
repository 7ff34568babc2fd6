import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apart, besideEachOther, half, placeMarks, placeNames, toWord } from './lane-layout.ts';

const room = { from: 160, to: 960 };
const marks = fc
  .array(fc.record({ at: fc.integer({ min: 160, max: 960 }), word: fc.integer({ min: 0, max: 90 }) }), {
    maxLength: 40,
  })
  .map((all) => all.toSorted((a, b) => a.at - b.at));

describe('besideEachOther', () => {
  it('leaves what has room where it is', () =>
    expect(
      besideEachOther(
        [
          { at: 200, before: 8, after: 30 },
          { at: 400, before: 8, after: 30 },
        ],
        room,
        5,
      ),
    ).toEqual([200, 400]));
  it('moves two of one day aside evenly, and what is at the edge inwards', () => {
    const extent = (at: number) => ({ at, before: 10, after: 10 });
    expect(besideEachOther([extent(400), extent(400)], room, 4)).toEqual([388, 412]);
    expect(besideEachOther([extent(960), extent(960)], room, 4)).toEqual([926, 950]);
  });
});

describe('placeMarks', () => {
  it('never lets a mark or a word lie over another, whatever the dates, while there is room for the marks', () =>
    fc.assert(
      fc.property(marks, (lane) => {
        const placed = placeMarks(lane, room);
        for (const [at, mark] of placed.entries()) {
          const end = mark.at + (mark.worded ? toWord + (lane[at]?.word ?? 0) : half);
          expect(mark.at - half).toBeGreaterThanOrEqual(room.from - 0.001);
          expect(end).toBeLessThanOrEqual(room.to + 0.001);
          const next = placed[at + 1];
          if (next) expect(next.at - half).toBeGreaterThan(end);
        }
      }),
    ));
  it('keeps the words that have room where not all have it', () => {
    const crowd = Array.from({ length: 30 }, (_, at) => ({ at: 800 + at, word: 40 }));
    const placed = placeMarks([{ at: 200, word: 40 }, ...crowd], room);
    expect(placed[0]).toEqual({ at: 200, worded: true });
    expect(placed.some(({ worded }) => !worded)).toBe(true);
  });
  it('keeps the order of more marks than there is room for', () => {
    const placed = placeMarks(
      Array.from({ length: 100 }, () => ({ at: 500, word: 20 })),
      room,
    );
    for (const [at, mark] of placed.entries()) expect(mark.at).toBeGreaterThan(placed[at - 1]?.at ?? room.from);
    expect(placed.at(-1)?.at).toBeLessThanOrEqual(room.to);
  });
});

describe('placeNames', () => {
  it('gives names that would cover each other a line each, and all their lines', () => {
    const names = Array.from({ length: 6 }, () => ({ at: 300, width: 150 }));
    expect(placeNames(names, room).map(({ line }) => line)).toEqual([0, 1, 2, 3, 4, 5]);
  });
  it('writes to the left where a name would not end within the room', () =>
    expect(placeNames([{ at: 900, width: 150 }], room)).toEqual([{ line: 0, toLeft: true }]));
});

describe('apart', () => {
  it('leaves out labels that reach into the one before', () => {
    const labels = [0, 30, 70, 140].map((at) => ({ at, width: 60 }));
    expect(apart(labels).map(({ at }) => at)).toEqual([0, 70, 140]);
  });
});
