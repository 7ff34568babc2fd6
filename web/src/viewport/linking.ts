/** Where along the normal each picture of a stack lies, millimetres; null for a stack without geometry. */
export type Positions = readonly number[] | null;

/** The pictures that were side by side when both stacks were linked. */
export interface Anchor {
  readonly source: number;
  readonly target: number;
}

const clamp = (index: number, count: number): number => Math.max(0, Math.min(count - 1, index));

const nearest = (positions: readonly number[], wanted: number): number => {
  let best = 0;
  for (let index = 1; index < positions.length; index += 1) {
    if (Math.abs((positions[index] ?? 0) - wanted) < Math.abs((positions[best] ?? 0) - wanted)) best = index;
  }
  return best;
};

/**
 * The picture of the target stack that goes with one of the source stack. Two studies never share a frame of reference, so
 * distances are counted from the pictures that the reader saw side by side; without geometry, pictures are counted.
 */
export const linkedIndex = (
  index: number,
  source: Positions,
  target: Positions,
  targetCount: number,
  anchor: Anchor,
): number => {
  const [from, at] = [source?.[anchor.source], source?.[index]];
  const base = target?.[anchor.target];
  if (target === null || from === undefined || at === undefined || base === undefined) {
    return clamp(anchor.target + index - anchor.source, targetCount);
  }
  return nearest(target, base + at - from);
};
