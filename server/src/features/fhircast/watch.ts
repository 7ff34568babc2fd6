/** One listener on the database for all channels of a process. */
import type { Context } from '../context.ts';
import { CHANNEL, hintOf } from './topics.ts';

interface Watch {
  readonly bells: Map<string, Set<() => void>>;
  readonly stop: Promise<() => Promise<void>>;
  stopped: boolean;
}

const watches = new WeakMap<Context['db'], Watch>();

const watchOf = ({ db }: Context): Watch => {
  const known = watches.get(db);
  if (known !== undefined) return known;
  const bells: Watch['bells'] = new Map();
  const stop = db.listen(CHANNEL, (payload) => {
    for (const ring of bells.get(payload) ?? []) ring();
  });
  const watch = { bells, stop, stopped: false };
  watches.set(db, watch);
  return watch;
};

export interface Watching {
  /** The process is about to end: sockets that close then say nothing of their other ends. */
  isStopped(): boolean;
  leave(): void;
}

/** Calls back whenever something may be new in a topic. */
export const watchTopic = async (
  context: Context,
  tenantId: string,
  topic: string,
  ring: () => void,
): Promise<Watching> => {
  const watch = watchOf(context);
  await watch.stop;
  const key = hintOf(tenantId, topic);
  const ours = watch.bells.get(key) ?? new Set();
  watch.bells.set(key, ours.add(ring));
  return {
    isStopped: () => watch.stopped,
    leave: () => {
      ours.delete(ring);
      if (ours.size === 0) watch.bells.delete(key);
    },
  };
};

/** Stops listening; for the end of the process. */
export const stopCasting = async ({ db }: Context): Promise<void> => {
  const watch = watches.get(db);
  if (watch === undefined) return;
  watch.stopped = true;
  watches.delete(db);
  await (await watch.stop)();
};
