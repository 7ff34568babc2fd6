/** Where the values of a plot are written, so that none touches another or a point that is not its own. */

export interface Spot {
  /** The middle of the point, pixels from the left and from the top. */
  readonly x: number;
  readonly y: number;
  /** How wide its value is. */
  readonly width: number;
}

/** The middle of a text and its baseline. */
export interface Written {
  readonly x: number;
  readonly y: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Room {
  readonly width: number;
  readonly height: number;
}

const radius = 5;
/** Of 12 px letters, above their baseline and below it. */
const [rise, fall] = [10, 3];
const gap = 3;

const touch = (a: Box, b: Box): boolean =>
  a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom && b.top < a.bottom;

const boxOf = ({ x, y }: Written, width: number): Box => ({
  left: x - width / 2,
  right: x + width / 2,
  top: y - rise,
  bottom: y + fall,
});

const pointBox = ({ x, y }: Spot): Box => ({
  left: x - radius,
  right: x + radius,
  top: y - radius,
  bottom: y + radius,
});

/** Above, below, then to a side: the nearest first. */
const candidates = ({ x, y, width }: Spot, room: Room): readonly Written[] => {
  const inside = (at: number): number => Math.min(Math.max(at, width / 2), room.width - width / 2);
  const [left, right] = [x - radius - gap - width / 2, x + radius + gap + width / 2];
  return [
    { x: inside(x), y: y - 8 },
    { x: inside(x), y: y + 17 },
    { x: right, y: y + 4 },
    { x: left, y: y + 4 },
    { x: right, y: y - 9 },
    { x: left, y: y - 9 },
    { x: right, y: y + 17 },
    { x: left, y: y + 17 },
  ];
};

const fits = ({ left, right, top, bottom }: Box, { width, height }: Room): boolean =>
  left >= 0 && right <= width && top >= 0 && bottom <= height;

/** The newest value first, as it is the one that is asked for; null where there is no room: then it stands in the list below alone. */
export const placeValues = (spots: readonly Spot[], room: Room): readonly (Written | null)[] => {
  const taken: Box[] = [];
  const places = spots.toReversed().map((spot) => {
    const others = spots.filter((one) => one !== spot).map(pointBox);
    const found = candidates(spot, room).find((place) => {
      const box = boxOf(place, spot.width);
      return fits(box, room) && ![...taken, ...others].some((other) => touch(box, other));
    });
    if (found) taken.push(boxOf(found, spot.width));
    return found ?? null;
  });
  return places.toReversed();
};
