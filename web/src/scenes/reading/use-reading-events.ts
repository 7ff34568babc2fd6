import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { timeOfDay } from '../../components/hub-clock.ts';
import { setDesk } from '../../state/desk-state.ts';

const again = 5_000;

/**
 * Asks for the reading again whenever the server says that it changed, or after the connection was lost. While it is lost
 * the page says so: what it shows may no longer be true.
 */
export const useReadingEvents = (study: string): void => {
  const client = useQueryClient();
  useEffect(() => {
    let events: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lost = false;
    const refetch = (): void => void client.invalidateQueries({ queryKey: ['reading', study] });
    const lose = (): void => {
      if (!lost) setDesk({ lostSince: timeOfDay(new Date()) });
      lost = true;
    };
    const open = (): void => {
      events = new EventSource(`/api/reading/${study}/events`);
      events.addEventListener('changed', refetch);
      events.onopen = () => {
        if (lost) refetch();
        lost = false;
        setDesk({ lostSince: null });
      };
      events.onerror = () => {
        lose();
        // A browser comes back by itself after a broken connection, but not after an answer that was an error.
        if (events?.readyState === EventSource.CLOSED) timer = setTimeout(open, again);
      };
    };
    // Without a network the connection may seem open for minutes.
    const reopen = (): void => {
      events?.close();
      open();
    };
    open();
    addEventListener('offline', lose);
    addEventListener('online', reopen);
    return () => {
      removeEventListener('offline', lose);
      removeEventListener('online', reopen);
      clearTimeout(timer);
      events?.close();
      setDesk({ lostSince: null });
    };
  }, [client, study]);
};
