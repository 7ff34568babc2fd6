/** What stands on a lane: its place, and how far it reaches to both sides of it, in pixels. */
export interface Extent {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** The room that there is, in pixels. */
export interface Room {
  readonly from: number;
  readonly to: number;
}

/** Means of ever longer runs, until no run lies before the one on its left (isotonic regression, pool adjacent violators). */
const pooled = (wanted: readonly number[]): number[] => {
  const runs: { sum: number; count: number }[] = [];
  for (const value of wanted) {
    let run = { sum: value, count: 1 };
    for (let last = runs.at(-1); last && last.sum / last.count > run.sum / run.count; last = runs.at(-1)) {
      run = { sum: run.sum + last.sum, count: run.count + last.count };
      runs.pop();
    }
    runs.push(run);
  }
  return runs.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
};

/**
 * Beside each other in the order given, all within the room, each as near to its place as the others let it.
 * Where there is no room for all they keep their order and cover each other evenly.
 */
export const besideEachOther = (extents: readonly Extent[], { from, to }: Room, gap: number): readonly number[] => {
  const offsets: number[] = [];
  for (const [at, { before }] of extents.entries()) {
    const last = extents[at - 1];
    offsets.push(last ? (offsets[at - 1] ?? 0) + last.after + gap + before : before);
  }
  const needed = (offsets.at(-1) ?? 0) + (extents.at(-1)?.after ?? 0);
  const spare = to - from - needed;
  if (spare < 0) return offsets.map((offset) => from + offset * Math.max(0, (to - from) / needed));
  return pooled(extents.map(({ at }, index) => at - (offsets[index] ?? 0))).map(
    (start, index) => Math.min(Math.max(start, from), from + spare) + (offsets[index] ?? 0),
  );
};

export interface PlacedMark {
  readonly at: number;
  /** Whether its word has room beside it. */
  readonly worded: boolean;
}

/** Half a mark, from its middle to where its word begins, and between what stands beside each other: pixels. */
export const half = 8;
export const toWord = 12;
const gap = 5;

/** Marks of one lane, by date: with their words where those have room, and never a mark over another's word. */
export const placeMarks = (
  marks: readonly { readonly at: number; readonly word: number }[],
  room: Room,
): readonly PlacedMark[] => {
  const worded = marks.map(({ at, word }) => ({ at, before: half, after: toWord + word }));
  const needed = worded.reduce((sum, { before, after }) => sum + before + after + gap, -gap);
  if (needed <= room.to - room.from) return besideEachOther(worded, room, gap).map((at) => ({ at, worded: true }));
  const bare = marks.map(({ at }) => ({ at, before: half, after: half }));
  const places = besideEachOther(bare, room, gap);
  return places.map((at, index) => {
    const end = at + toWord + (marks[index]?.word ?? 0) + gap;
    const next = places[index + 1];
    return { at, worded: end <= (next === undefined ? room.to + gap : next - half) };
  });
};

export interface PlacedName {
  /** On which line below its mark it stands, 0 is the nearest. */
  readonly line: number;
  readonly toLeft: boolean;
}

/** Each name on the first line where nothing is in its way; to the left of its mark where it would not end within the room. */
export const placeNames = (
  names: readonly { readonly at: number; readonly width: number }[],
  room: Room,
): readonly PlacedName[] => {
  const lines: Room[][] = [];
  return names.map(({ at, width }) => {
    const toLeft = at - half + width > room.to;
    const taken = toLeft ? { from: at + half - width, to: at + half } : { from: at - half, to: at - half + width };
    const isFree = (line: readonly Room[]): boolean =>
      line.every(({ from, to }) => taken.from >= to + gap || taken.to <= from - gap);
    const found = lines.findIndex(isFree);
    const line = found < 0 ? lines.length : found;
    lines[line] = [...(lines[line] ?? []), taken];
    return { line, toLeft };
  });
};

/** Those labels of an axis that do not reach into the one before them. */
export const apart = <T extends { readonly at: number; readonly width: number }>(
  labels: readonly T[],
): readonly T[] => {
  const kept: T[] = [];
  for (const label of labels) {
    const last = kept.at(-1);
    if (!last || label.at >= last.at + last.width + gap) kept.push(label);
  }
  return kept;
};
