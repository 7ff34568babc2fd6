/** Which of the records that share a key are worth comparing. */

/** A key gives its newest records only: what thousands share says nothing. */
export const MOST_OF_A_KEY = 128;
/** A key of more records than these finds nobody alone: a second key has to be shared. */
export const FEW_OF_A_KEY = 16;
export const MOST_CANDIDATES = 500;

/**
 * Of the records of each key that a new record has: those that share a rare key, or two of any kind; those first that share most.
 * The index asks its database the same (`candidateRecords`).
 */
export const chooseCandidates = (blocks: readonly (readonly string[])[]): readonly string[] => {
  const shared = new Map<string, { keys: number; rare: boolean }>();
  for (const block of blocks) {
    const newest = block.slice(-MOST_OF_A_KEY);
    for (const id of newest) {
      const known = shared.get(id) ?? { keys: 0, rare: false };
      shared.set(id, { keys: known.keys + 1, rare: known.rare || newest.length <= FEW_OF_A_KEY });
    }
  }
  return [...shared]
    .filter(([, { keys, rare }]) => rare || keys > 1)
    .sort(([, one], [, other]) => other.keys - one.keys)
    .slice(0, MOST_CANDIDATES)
    .map(([id]) => id);
};
