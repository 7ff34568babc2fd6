import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/** Asks for the reading again whenever the server says that it changed, or after the connection was lost. */
export const useReadingEvents = (study: string): void => {
  const client = useQueryClient();
  useEffect(() => {
    const events = new EventSource(`/api/reading/${study}/events`);
    const again = (): void => void client.invalidateQueries({ queryKey: ['reading', study] });
    events.addEventListener('changed', again);
    let lost = false;
    events.onerror = () => {
      lost = true;
    };
    events.onopen = () => {
      if (lost) again();
      lost = false;
    };
    return () => events.close();
  }, [client, study]);
};
