/** Tells a page when what it shows of a person may have changed: one listener on the database for all pages of a process. */

import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { personOf } from '../patients/index.ts';
import { CHANNEL, type Hint, personOfStudy, readHint } from '../priors/index.ts';

type Heard = (hint: Pick<Hint, 'personId' | 'sourcesOf'>) => void;

interface Watch {
  readonly listeners: Set<Heard>;
  readonly stop: Promise<() => Promise<void>>;
}

const watches = new WeakMap<Context['db'], Watch>();

const watchOf = ({ db }: Context): Watch => {
  const known = watches.get(db);
  if (known) return known;
  const listeners = new Set<Heard>();
  const stop = db.listen(CHANNEL, (payload) => {
    const hint = readHint(payload);
    for (const heard of listeners) heard(hint);
  });
  const watch = { listeners, stop };
  watches.set(db, watch);
  return watch;
};

/** Calls back for every change until it is stopped. Refuses as reading the study would. */
export const watchReading = async (
  context: Context,
  principal: Principal,
  studyInstanceUid: string,
  changed: () => void,
): Promise<() => void> => {
  const { personId: first, patientRecordId } = await personOfStudy(context, principal, studyInstanceUid);
  let watched = first;
  const { listeners, stop } = watchOf(context);
  await stop;
  const follow = async (): Promise<void> => {
    const before = watched;
    watched = await personOf(context, principal, patientRecordId);
    // What was said of the other person until now was not heard.
    if (watched !== before) changed();
  };
  const heard: Heard = ({ personId, sourcesOf }) => {
    if (sourcesOf === principal.tenantId) changed();
    if (personId === undefined || personId !== watched) return;
    changed();
    // The change may be that the record belongs to another person now.
    follow().catch((error: unknown) => context.log.debug({ err: error }, 'a person could not be followed'));
  };
  listeners.add(heard);
  return () => listeners.delete(heard);
};

/** Stops listening; for the end of the process. */
export const stopWatching = async ({ db }: Context): Promise<void> => {
  const watch = watches.get(db);
  watches.delete(db);
  await (await watch?.stop)?.();
};
