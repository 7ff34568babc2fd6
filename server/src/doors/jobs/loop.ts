/** Work that is done again and again: soon after a hint, and slowly without one. */
import type { Logger } from 'pino';

export interface Loop {
  /** Run soon; hints during a run make one more run. */
  wake(): void;
  stop(): Promise<void>;
}

/** `work` says whether there is more to do at once. A failure is told and tried again at the next turn. */
export const startLoop = (log: Logger, everyMs: number, work: () => Promise<boolean>): Loop => {
  let stopped = false;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    do {
      again = false;
      try {
        again = (await work()) || again;
      } catch (error) {
        if (!stopped) log.warn({ err: error }, 'work behind the scenes failed and will be tried again');
      }
    } while (again && !stopped);
  };
  const turn = (): void => {
    clearTimeout(timer);
    if (stopped) return;
    running = run().finally(() => {
      running = undefined;
      if (!stopped) timer = setTimeout(turn, everyMs);
    });
  };
  turn();
  return {
    wake: () => {
      if (running === undefined) turn();
      else again = true;
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
};
