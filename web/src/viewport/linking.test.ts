import { describe, expect, it } from 'vitest';
import { planeOf, type Vector } from './geometry.ts';
import { automaticLink, type Link, type Linkable, linkByHand, linkedPlace, linkLike } from './linking.ts';

const axial: readonly Vector[] = [
  [1, 0, 0],
  [0, 1, 0],
];
const sagittal: readonly Vector[] = [
  [0, 1, 0],
  [0, 0, -1],
];

/** Pictures from one place on, so many millimetres apart along their normal. */
const series = (count: number, step: number, from: number, given: Partial<Linkable> = {}, directions = axial) => {
  const [row = [1, 0, 0], column = [0, 1, 0]] = directions;
  const axis = directions === sagittal ? 0 : 2;
  const planes = Array.from({ length: count }, (_, at) => {
    const centre: [number, number, number] = [0, 0, 0];
    centre[axis] = from + at * step;
    return { row, column, centre } as const;
  });
  return { seriesInstanceUid: `${count} ${step} ${from}`, frameOfReferenceUid: 'A', planes, regions: [], ...given };
};

const counted = (count: number): Linkable => ({
  seriesInstanceUid: `${count}`,
  frameOfReferenceUid: null,
  planes: Array.from({ length: count }, () => null),
  regions: [],
});

/** Two echoes of each place. */
const twice = (one: Linkable): Linkable => ({ ...one, planes: one.planes.flatMap((plane) => [plane, plane]) });

/** The first so many places once more: a second phase or echo over a part of the series. */
const overlaid = (one: Linkable, count: number): Linkable => ({
  ...one,
  planes: [...one.planes, ...one.planes.slice(0, count)],
});

const other = { frameOfReferenceUid: 'B' };

const linked = (link: Link | string | null): Link => {
  if (link === null || typeof link === 'string') throw new Error(`not linked: ${link}`);
  return link;
};

describe('automaticLink', () => {
  it('goes by position in one frame of reference, whatever each series covers', () => {
    const link = linked(automaticLink(series(200, 1.5, 0), series(40, 3, 90)));
    expect(link.how).toBe('position');
    expect(linkedPlace(link, 'current', 100)).toEqual({ index: 20, beyond: false });
    expect(linkedPlace(link, 'prior', 20)).toEqual({ index: 100, beyond: false });
    expect(linkedPlace(link, 'current', 10)).toEqual({ index: 0, beyond: true });
  });

  it('of studies without a common frame of reference lays middle on middle, in millimetres, and is no registration', () => {
    const link = linked(automaticLink(series(200, 1.5, 0), series(110, 3, 1000, other)));
    expect(link.how).toBe('relative');
    // 100 lies 0.75 mm above the middle of the current one, which is that of the prior between 54 and 55.
    expect(linkedPlace(link, 'current', 100).index).toBe(55);
    expect(linkedPlace(link, 'current', 120).index).toBe(65);
  });

  it('follows a series that is numbered the other way round', () => {
    const feetFirst = series(100, -3, 297, other, [
      [-1, 0, 0],
      [0, 1, 0],
    ]);
    const link = linked(automaticLink(series(100, 3, 0), feetFirst));
    expect(linkedPlace(link, 'current', 90).index).toBe(9);
  });

  it('compares places along the line of the current series, where the prior is tilted a little', () => {
    const tilt = (10 * Math.PI) / 180;
    const planes = Array.from({ length: 40 }, (_, at) => ({
      row: [1, 0, 0] as const,
      column: [0, Math.cos(tilt), Math.sin(tilt)] as const,
      centre: [0, 0, at * 5] as const,
    }));
    const link = linked(automaticLink(series(40, 5, 0), { ...series(1, 1, 0), planes }));
    expect(linkedPlace(link, 'current', 31).index).toBe(31);
  });

  it.each<[string, Linkable, Linkable, string]>([
    ['without positions', series(20, 3, 0), counted(20), 'no positions'],
    ['of phases at one place', series(25, 0, 40), series(25, 0, 42, other), 'one place'],
    ['with two pictures at each place', series(20, 3, 0), twice(series(20, 3, 0)), 'one place'],
    ['with a second phase over half of it', series(20, 3, 0), overlaid(series(20, 3, 0), 10), 'one place'],
    ['with a second phase over a fifth of it', overlaid(series(200, 1, 0), 40), series(200, 1, 0), 'one place'],
    ['with a second phase over half of a few', series(6, 3, 0), overlaid(series(6, 3, 0), 3), 'one place'],
    ['in other planes', series(20, 3, 0), series(20, 3, 0, {}, sagittal), 'other planes'],
    [
      'whose own pictures lie in several planes',
      series(20, 3, 0),
      { ...series(1, 3, 0), planes: [...series(3, 3, 0).planes, ...series(3, 3, 0, {}, sagittal).planes] },
      'other planes',
    ],
    [
      'of another part of the body',
      series(60, 3, 0, { regions: ['chest'] }),
      series(60, 3, 0, { ...other, regions: ['head'] }),
      'other region',
    ],
    [
      'that shows much more',
      series(100, 3, 0, { regions: ['chest'] }),
      series(200, 3, 0, { ...other, regions: ['chest', 'abdomen', 'pelvis'] }),
      'other extent',
    ],
    [
      'without a frame of reference, of much more',
      series(9, 3, 0, { frameOfReferenceUid: null }),
      series(90, 3, 0, { frameOfReferenceUid: null }),
      'other extent',
    ],
  ])('links no series %s', (_, current, prior, why) => {
    expect(automaticLink(current, prior)).toBe(why);
  });

  it('goes by position where a slice was made twice, and past it', () => {
    const made = series(20, 3, 0);
    const doubled = { ...made, planes: made.planes.flatMap((plane, at) => (at === 7 ? [plane, plane] : [plane])) };
    const link = linked(automaticLink(doubled, made));
    expect(link.how).toBe('position');
    expect([6, 7, 8, 9].map((at) => linkedPlace(link, 'current', at).index)).toEqual([6, 7, 7, 8]);
    expect([6, 7, 8].map((at) => linkedPlace(link, 'prior', at).index)).toEqual([6, 7, 9]);
    expect(linked(automaticLink(made, doubled)).how).toBe('position');
  });

  it.each([
    [4, 1, 2],
    [8, 2, 3],
    [12, 3, 4],
    [20, 3, 4],
    [200, 20, 21],
  ])('of %d places lets %d be there twice, and not %d', (count, few, many) => {
    const made = series(count, 3, 0);
    expect(linked(automaticLink(made, overlaid(made, few))).how).toBe('position');
    expect(automaticLink(made, overlaid(made, many))).toBe('one place');
  });

  it('takes a part of the body that is not known, or the whole of it, for no other one', () => {
    for (const regions of [[], ['whole-body'], ['chest', 'abdomen']])
      expect(
        automaticLink(series(60, 3, 0, { regions: ['chest'] }), series(60, 3, 0, { ...other, regions })),
      ).toMatchObject({ how: 'relative' });
  });
});

describe('linkByHand', () => {
  it('counts millimetres from the pictures that the reader put side by side', () => {
    const link = linked(linkByHand(series(200, 1.5, 0), series(100, 3, -300, other), { current: 50, prior: 20 }));
    expect(link.how).toBe('hand');
    expect(linkedPlace(link, 'current', 60).index).toBe(25);
    expect(linkedPlace(link, 'prior', 25).index).toBe(60);
  });

  it('counts pictures where positions are not known', () => {
    const link = linked(linkByHand(counted(20), series(10, 3, 0), { current: 5, prior: 3 }));
    expect(linkedPlace(link, 'current', 7)).toEqual({ index: 5, beyond: false });
    expect(linkedPlace(link, 'current', 19)).toEqual({ index: 9, beyond: true });
  });

  it('is what is known anyhow where the reader put the same', () => {
    expect(linkByHand(series(60, 3, 0), series(60, 3, 30), { current: 20, prior: 10 })).toMatchObject({
      how: 'position',
    });
  });

  it('links parts of the body that are not linked unasked, and never other planes', () => {
    const [chest, head] = [series(60, 3, 0, { regions: ['chest'] }), series(60, 3, 0, { ...other, regions: ['head'] })];
    expect(linkByHand(chest, head, { current: 1, prior: 2 })).toMatchObject({ how: 'hand' });
    expect(linkByHand(chest, series(60, 3, 0, other, sagittal), { current: 1, prior: 2 })).toBe('other planes');
  });
});

describe('linkLike', () => {
  const held = linked(linkByHand(series(200, 1.5, 0), series(100, 3, -300, other), { current: 50, prior: 20 }));

  it('keeps what the reader set for other series in the same frames of reference', () => {
    const link = linked(linkLike(series(60, 5, 0), series(60, 5, -300, other), held));
    expect(link.how).toBe('hand');
    // 75 mm and -240 mm were side by side.
    expect(linkedPlace(link, 'current', 15).index).toBe(12);
  });

  it('counts on from where the reader put them when the same two series have more pictures', () => {
    const byCount = linked(linkByHand(series(25, 0, 40), series(25, 0, 42, other), { current: 5, prior: 8 }));
    const link = linked(linkLike(series(26, 0, 40), series(30, 0, 42, other), byCount));
    expect(link.how).toBe('hand');
    expect(linkedPlace(link, 'current', 25)).toEqual({ index: 28, beyond: false });
  });

  it('does not where their planes are others', () => {
    expect(linkLike(series(60, 5, 0, {}, sagittal), series(60, 5, 0, other, sagittal), held)).toBeNull();
  });
});

describe('planeOf', () => {
  const ds = (...Value: number[]) => ({ vr: 'DS', Value });

  it('gives the middle of the picture', () => {
    const header = {
      '00200032': ds(-50, -40, 7),
      '00200037': ds(1, 0, 0, 0, 1, 0),
      '00280010': ds(81),
      '00280011': ds(101),
      '00280030': ds(1, 1),
    };
    expect(planeOf(header, 1)?.centre).toEqual([0, 0, 7]);
  });

  it('is that of the frame in an enhanced object, and unknown where a part of it is', () => {
    const item = (group: string, tag: string, ...values: number[]) => ({
      [group]: { vr: 'SQ', Value: [{ [tag]: ds(...values) }] },
    });
    const frames = [4, 8].map((z) => item('00209113', '00200032', 0, 0, z));
    const shared = item('00209116', '00200037', 1, 0, 0, 0, 1, 0);
    const header = { '52009229': { vr: 'SQ', Value: [shared] }, '52009230': { vr: 'SQ', Value: frames } };
    expect([1, 2].map((frame) => planeOf(header, frame)?.centre[2])).toEqual([4, 8]);
    expect(planeOf({ '52009230': { vr: 'SQ', Value: frames } }, 1)).toBeNull();
  });
});
