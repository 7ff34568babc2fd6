/** When what did not come is asked for again. */

const longest = 15_000;

const waiting = new Set<() => void>();

/** Ends every pause now: the network is back, or the reader asks. */
export const tryAgain = (): void => {
  for (const wake of [...waiting]) wake();
};

addEventListener('online', tryAgain);

/** A second after the first failure, then twice as long each time, a quarter of a minute at most. */
export const pause = (failures: number): Promise<void> =>
  new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      waiting.delete(wake);
      resolve();
    };
    const timer = setTimeout(wake, Math.min(longest, 1000 * 2 ** (failures - 1)));
    waiting.add(wake);
  });
