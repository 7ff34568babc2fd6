import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { isUnreached } from '../api/client.ts';
import { timeOfDay } from './hub-clock.ts';

/** Says that the hub is not reached and from when what is shown is, on every page that asks for itself again and again. */
export const Unreached = () => {
  const client = useQueryClient();
  const subscribe = useCallback(
    (changed: () => void) => {
      const stop = client.getQueryCache().subscribe(changed);
      addEventListener('offline', changed);
      addEventListener('online', changed);
      return () => {
        stop();
        removeEventListener('offline', changed);
        removeEventListener('online', changed);
      };
    },
    [client],
  );
  /** Null while all that the page shows is asked for with success. */
  const text = useSyncExternalStore(subscribe, () => {
    const shown = client
      .getQueryCache()
      .findAll({ type: 'active' })
      .map((query) => query.state);
    const waits = shown.filter(
      ({ fetchStatus, fetchFailureReason, error }) =>
        fetchStatus === 'paused' || isUnreached(fetchFailureReason) || isUnreached(error),
    );
    const late = navigator.onLine ? waits : shown;
    if (late.length === 0) return null;
    const oldest = Math.min(...late.map(({ dataUpdatedAt }) => dataUpdatedAt));
    const from =
      oldest === 0
        ? 'Not all that belongs here could be shown'
        : `What is shown is from ${timeOfDay(new Date(oldest))}`;
    return `The hub cannot be reached. ${from}. It is asked again by itself.`;
  });
  return (
    <p role="status" data-unreached={text !== null} className={text === null ? 'hidden' : 'px-4 py-1 text-warn'}>
      {text}
    </p>
  );
};
